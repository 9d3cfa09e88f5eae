//! Rulings put together: who must be one, who must not, and what is said of each.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use super::{Key, Ruling, Subject};
use crate::names::Kind;

/// A subject of the rulings; by its place in their order.
pub(in crate::names) type SubjectNo = u32;

/// A ruling that cannot hold beside an earlier one, or makes no sense. It is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Which of the rulings.
    pub at: usize,
    /// The earlier one that it contradicts.
    pub against: Option<usize>,
    /// Why.
    pub reason: String,
}

/// What is said of one subject, each with the place of the ruling.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::names) struct Facts {
    pub(in crate::names) called: Option<(usize, String)>,
    pub(in crate::names) is: Option<(usize, Kind)>,
    pub(in crate::names) hidden: bool,
}

/// Rulings that hold together.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    list: Vec<Ruling>,
    numbers: HashMap<Key, SubjectNo>,
    keys: Vec<Key>,
    /// By subject: how it is written first.
    names: Vec<String>,
    /// By subject: the first one of those that are one with it.
    heads: Vec<SubjectNo>,
    /// Clusters of several, by their heads.
    clusters: BTreeMap<SubjectNo, Cluster>,
    /// Heads of clusters that must not be one.
    apart: BTreeMap<SubjectNo, BTreeSet<SubjectNo>>,
    facts: BTreeMap<SubjectNo, Facts>,
    missed: Vec<Subject>,
}

/// Subjects that are one.
#[derive(Debug, Clone, Default)]
struct Cluster {
    members: Vec<SubjectNo>,
    /// Who leads to whom, in the order of the rulings.
    leads: Vec<(SubjectNo, SubjectNo)>,
}

impl Rules {
    /// Puts rulings together; the later of two that contradict each other is left out and told.
    #[must_use]
    pub fn new(rulings: &[Ruling]) -> (Self, Vec<Conflict>) {
        let (mut rules, mut conflicts) = (Self::default(), Vec::new());
        for (at, ruling) in rulings.iter().enumerate() {
            match rules.take(at, ruling, rulings) {
                Ok(()) => rules.list.push(ruling.clone()),
                Err((against, reason)) => conflicts.push(Conflict { at, against, reason }),
            }
        }
        (rules, conflicts)
    }

    /// The rulings that hold, in their order.
    #[must_use]
    pub fn list(&self) -> &[Ruling] {
        &self.list
    }

    /// The names that the machine misses.
    #[must_use]
    pub fn missed(&self) -> &[Subject] {
        &self.missed
    }

    /// True when nothing is ruled.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn take(&mut self, at: usize, ruling: &Ruling, all: &[Ruling]) -> Result<(), (Option<usize>, String)> {
        if let Some(odd) = ruling.subjects().find(|subject| subject.key().text.is_empty()) {
            return Err((None, format!("“{}” is no name", odd.name)));
        }
        if let Ruling::Same(a, b) | Ruling::Different(a, b) = ruling
            && a.is(b)
        {
            return Err((None, format!("“{}” and “{}” are the same name to begin with", a.name, b.name)));
        }
        let before = &all[..at];
        let earlier = |says: &dyn Fn(&Ruling) -> bool| before.iter().position(says);
        match ruling {
            Ruling::Same(a, b) => self.take_same(a, b, before)?,
            Ruling::Different(a, b) => self.take_different(a, b, before)?,
            Ruling::Called(a, name) => {
                let number = self.number(a);
                let facts = self.facts.entry(number).or_default();
                if let Some((_, held)) = facts.called.as_ref().filter(|(_, held)| held != name) {
                    let says = |r: &Ruling| matches!(r, Ruling::Called(c, _) if c.is(a));
                    return Err((earlier(&says), format!("“{}” is called “{held}” already", a.name)));
                }
                facts.called = Some((at, name.clone()));
            }
            Ruling::Is(a, kind) => {
                let number = self.number(a);
                let facts = self.facts.entry(number).or_default();
                if let Some((_, held)) = facts.is.filter(|(_, held)| held != kind) {
                    let says = |r: &Ruling| matches!(r, Ruling::Is(c, _) if c.is(a));
                    return Err((earlier(&says), format!("“{}” is said to be {} already", a.name, held.article())));
                }
                facts.is = Some((at, *kind));
            }
            Ruling::Hidden(a) => {
                let number = self.number(a);
                self.facts.entry(number).or_default().hidden = true;
            }
            Ruling::Name(a) if self.missed.contains(a) => {}
            Ruling::Name(a) => self.missed.push(a.clone()),
        }
        Ok(())
    }

    fn take_same(&mut self, a: &Subject, b: &Subject, before: &[Ruling]) -> Result<(), (Option<usize>, String)> {
        let (one, other) = (self.number(a), self.number(b));
        if self.are_apart(one, other) {
            let says = |r: &Ruling| matches!(r, Ruling::Different(c, d) if self.parts(c, d, one, other));
            return Err((before.iter().position(says), format!("“{}” and “{}” are said to be two", a.name, b.name)));
        }
        if self.leads(other, one) {
            let says = |r: &Ruling| matches!(r, Ruling::Same(c, _) if c.is(b));
            return Err((
                before.iter().position(says),
                format!("“{}” leads to “{}” already: a circle", b.name, a.name),
            ));
        }
        self.join(one, other);
        Ok(())
    }

    fn take_different(&mut self, a: &Subject, b: &Subject, before: &[Ruling]) -> Result<(), (Option<usize>, String)> {
        let (one, other) = (self.number(a), self.number(b));
        let (one, other) = (self.head(one), self.head(other));
        if one == other {
            let says = |r: &Ruling| matches!(r, Ruling::Same(c, d) if c.is(a) || c.is(b) || d.is(a) || d.is(b));
            return Err((before.iter().position(says), format!("“{}” and “{}” are said to be one", a.name, b.name)));
        }
        self.apart.entry(one).or_default().insert(other);
        self.apart.entry(other).or_default().insert(one);
        Ok(())
    }

    /// True when an earlier line that parts `c` from `d` is the one that parts these two.
    fn parts(&self, c: &Subject, d: &Subject, one: SubjectNo, other: SubjectNo) -> bool {
        let head = |subject: &Subject| self.numbers.get(&subject.key()).map(|&number| self.head(number));
        let (c, d, one, other) = (head(c), head(d), Some(self.head(one)), Some(self.head(other)));
        (c, d) == (one, other) || (d, c) == (one, other)
    }

    fn number(&mut self, subject: &Subject) -> SubjectNo {
        let key = subject.key();
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        let number = self.heads.len() as SubjectNo;
        self.heads.push(number);
        self.keys.push(key.clone());
        self.names.push(subject.name.clone());
        self.numbers.insert(key, number);
        number
    }

    fn join(&mut self, one: SubjectNo, other: SubjectNo) {
        let (a, b) = (self.head(one), self.head(other));
        let (kept, gone) = (a.min(b), a.max(b));
        let alone = |head| Cluster { members: vec![head], leads: Vec::new() };
        if kept != gone {
            let joined = self.clusters.remove(&gone).unwrap_or_else(|| alone(gone));
            joined.members.iter().for_each(|&member| self.heads[member as usize] = kept);
            let cluster = self.clusters.entry(kept).or_insert_with(|| alone(kept));
            cluster.members.extend(joined.members);
            cluster.leads.extend(joined.leads);
            for enemy in self.apart.remove(&gone).unwrap_or_default() {
                if let Some(theirs) = self.apart.get_mut(&enemy) {
                    theirs.remove(&gone);
                    theirs.insert(kept);
                }
                self.apart.entry(kept).or_default().insert(enemy);
            }
        }
        if let Some(cluster) = self.clusters.get_mut(&kept) {
            cluster.leads.push((one, other));
        }
    }

    /// True when rulings lead from one to the other.
    fn leads(&self, from: SubjectNo, to: SubjectNo) -> bool {
        let Some(cluster) = self.clusters.get(&self.head(from)) else { return false };
        let mut reached = vec![from];
        let mut at = 0;
        while let Some(&here) = reached.get(at) {
            let next = cluster.leads.iter().filter(|(a, b)| *a == here && !reached.contains(b)).map(|&(_, b)| b);
            let next: Vec<SubjectNo> = next.collect();
            reached.extend(next);
            at += 1;
        }
        reached[1..].contains(&to)
    }

    pub(in crate::names) fn head(&self, subject: SubjectNo) -> SubjectNo {
        self.heads[subject as usize]
    }

    /// The subject of a key.
    pub(in crate::names) fn subject(&self, key: &Key) -> Option<SubjectNo> {
        if self.keys.is_empty() { None } else { self.numbers.get(key).copied() }
    }

    /// All subjects, by their numbers.
    pub(in crate::names) fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// How the rulings write a subject.
    pub(in crate::names) fn name(&self, subject: SubjectNo) -> &str {
        &self.names[subject as usize]
    }

    /// All that are one with `subject`, itself with them.
    pub(in crate::names) fn members(&self, subject: SubjectNo) -> Vec<SubjectNo> {
        self.clusters.get(&self.head(subject)).map_or_else(|| vec![subject], |cluster| cluster.members.clone())
    }

    /// Under whose name those go that are one with `subject`; `None` when it is alone.
    pub(in crate::names) fn preferred(&self, subject: SubjectNo) -> Option<SubjectNo> {
        let cluster = self.clusters.get(&self.head(subject))?;
        let mut at = cluster.leads.last()?.1;
        // There are no circles.
        while let Some(&(_, next)) = cluster.leads.iter().rev().find(|(from, _)| *from == at) {
            at = next;
        }
        Some(at)
    }

    /// True when both must not be one.
    pub(in crate::names) fn are_apart(&self, one: SubjectNo, other: SubjectNo) -> bool {
        self.apart.get(&self.head(one)).is_some_and(|theirs| theirs.contains(&self.head(other)))
    }

    /// Those that must not be one with `subject`.
    pub(in crate::names) fn enemies(&self, subject: SubjectNo) -> impl Iterator<Item = SubjectNo> {
        let heads = self.apart.get(&self.head(subject)).into_iter().flatten();
        heads.flat_map(|&head| self.members(head))
    }

    /// What is said of subjects.
    pub(in crate::names) fn facts(&self) -> impl Iterator<Item = (SubjectNo, &Facts)> {
        self.facts.iter().map(|(&subject, facts)| (subject, facts))
    }

    /// True when nobody is to see `subject`.
    pub(in crate::names) fn hides(&self, subject: SubjectNo) -> bool {
        self.facts.get(&subject).is_some_and(|facts| facts.hidden)
    }

    /// The heads of clusters of several.
    pub(in crate::names) fn clusters(&self) -> impl Iterator<Item = SubjectNo> {
        self.clusters.keys().copied()
    }

    /// True when somebody is said not to be somebody else.
    pub(in crate::names) fn part_anybody(&self) -> bool {
        !self.apart.is_empty()
    }
}
