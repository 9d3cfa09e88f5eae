//! The user's rulings: names that must be one, names that must not, and what is shown of each.
//!
//! Must-links are links like the others, from the weaker name to the strongest of those that are one; a name that must not
//! be with another is settled after it, for it is the weaker of the two, and keeps away from wherever that one is. So the
//! links remain a forest, and a function of the articles and the rulings. What an article joined and the rulings part
//! is divided here, beside what the machine found; where that is in many articles, in slices ([`Registry::catch_up`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use super::cast::Parted;
use super::node::{NodeId, NodeKey, Standing};
use super::record::{LocalRecord, Locals};
use super::view::{letters, words_of};
use super::{Record, Registry};
use crate::document::ArticleId;
use crate::names::rulings::{Key, Rules, Ruling, Subject, SubjectNo, key};
use crate::names::{Because, EntityId, Form, Kind, Local, LocalId};

/// The rulings as the registry obeys them.
#[derive(Debug, Default)]
pub(super) struct Ruled {
    rules: Arc<Rules>,
    /// By subject: its nodes.
    nodes: Vec<Vec<NodeId>>,
    subjects: HashMap<NodeId, SubjectNo>,
    /// By the heads of entities: what is shown in the place of what is found.
    shown: BTreeMap<NodeId, Shown>,
    /// True when that is to be looked up anew.
    stale: bool,
    /// Articles to be divided anew, each once, descending: the next one last.
    pending: Vec<ArticleId>,
}

/// What is shown of an entity.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The place of the ruling, and the name.
    called: Option<(usize, String)>,
    is: Option<(usize, Kind)>,
    /// The node whose name it goes by.
    named_by: Option<NodeId>,
    hidden: bool,
}

/// What the machine found in an article, and names that it missed.
#[derive(Debug, Clone)]
pub(super) struct Found {
    locals: Locals,
    /// So many at the end are missed names.
    missed: usize,
}

impl Registry {
    /// Obeys `rules` from now on, and no others. Articles whose own names they part follow with [`Registry::catch_up`].
    pub fn rule(&mut self, rules: Arc<Rules>) {
        if self.ruled.rules.list() == rules.list() {
            self.ruled.rules = rules;
            return;
        }
        self.revision += 1;
        let before = std::mem::replace(&mut self.ruled.rules, rules.clone());
        let changed = changed(&before, &rules);
        self.watch_all();
        let dirty: BTreeSet<NodeId> = changed.keys().flat_map(|key| self.nodes_of(key)).collect();
        if before.part_anybody() || rules.part_anybody() {
            let mut near = dirty.clone();
            near.extend(changed.iter().flat_map(|(key, name)| self.naming_like(key.kind, name)));
            for node in near {
                self.expect_divisions(node);
            }
            self.ruled.pending.sort_unstable_by(|a, b| b.cmp(a));
            self.ruled.pending.dedup();
        }
        self.ruled.stale = true;
        self.settle(dirty);
    }

    /// The nodes with a form that may be written like `name`.
    fn naming_like(&self, kind: Kind, name: &str) -> Vec<NodeId> {
        let word = words_of(name).last().and_then(|word| self.symbols.find(word));
        let letters = self.symbols.find(&letters(name));
        let by_letters = letters.into_iter().flat_map(|letters| self.by_letters.of(letters));
        let nodes = word.into_iter().flat_map(|word| self.by_word.of(word)).chain(by_letters);
        nodes.filter(|&node| self.nodes[node as usize].key.kind == kind).collect()
    }

    /// The rulings obeyed.
    #[must_use]
    pub fn rules(&self) -> &Arc<Rules> {
        &self.ruled.rules
    }

    /// Divides at most `most` of the articles that the rulings divide, `first` of all if it is one of them; returns them.
    /// None when all is done.
    pub fn catch_up(&mut self, first: Option<ArticleId>, most: usize) -> Vec<ArticleId> {
        let pending = &mut self.ruled.pending;
        let first = first.and_then(|id| pending.binary_search_by(|other| id.cmp(other)).ok());
        let mut done: Vec<ArticleId> = first.into_iter().map(|at| pending.remove(at)).collect();
        let rest = pending.len().saturating_sub(most.saturating_sub(done.len()));
        done.extend(pending.drain(rest..).rev());
        for &article in &done {
            let Some((raw, missed)) = self.found_in(article) else { continue };
            self.put(article, raw, missed, None);
        }
        self.revision += u64::from(!done.is_empty());
        done
    }

    /// How many articles are still to be divided.
    #[must_use]
    pub fn behind(&self) -> usize {
        self.ruled.pending.len()
    }

    /// The names that the rulings know of and the machine missed in `article`, each with how often: in place of those it
    /// had.
    pub fn add_missed(&mut self, article: ArticleId, names: &[(Subject, u32)]) {
        let had = self.articles.get(article).and_then(|record| record.found.as_ref()).map_or(0, |f| f.missed);
        if had == 0 && names.is_empty() {
            return;
        }
        let Some((mut raw, missed)) = self.found_in(article) else { return };
        self.revision += 1;
        raw.truncate(raw.len() - missed);
        for (subject, count) in names {
            let form = Form { surface: subject.name.clone(), count: *count, because: Because::Named };
            let local = local(&subject.key(), subject.kind, vec![form]);
            raw.push(self.record(article, &local));
        }
        self.put(article, raw, names.len(), None);
    }

    /// True when the rulings make something else of an article than the machine found in it.
    #[must_use]
    pub fn is_ruled_in(&self, article: ArticleId) -> bool {
        self.articles.get(article).is_some_and(|record| record.found.is_some())
    }

    /// The local that a mention belongs to which the machine gave to `local`: another one where the rulings part
    /// `surface` from that.
    #[must_use]
    pub fn local_of(&self, article: ArticleId, local: LocalId, kind: Kind, surface: &str) -> LocalId {
        let Some(record) = self.articles.get(article) else { return local };
        let Some((found, form)) = record.found.as_ref().zip(self.symbols.find(surface)) else { return local };
        let says = |(at, held): &(usize, LocalRecord)| {
            let other = *at >= found.locals.nodes().len() && self.nodes[held.node as usize].key.kind == kind;
            (*at == local.0 as usize || other) && held.forms.iter().any(|f| f.0 == form)
        };
        record.locals.iter().enumerate().find(says).map_or(local, |(at, _)| LocalId(at as u32))
    }

    /// The names that the rulings part from the locals that the machine gave them to, by article.
    pub(super) fn parted_by_article(&self) -> HashMap<ArticleId, Parted> {
        if !self.ruled.rules.part_anybody() {
            return HashMap::default();
        }
        let own = |(record, id): (&Record, u32)| Some((ArticleId(id), self.parted_in(record)?));
        self.articles.iter().zip(0..).filter_map(own).collect()
    }

    fn parted_in(&self, record: &Record) -> Option<Parted> {
        let first = record.found.as_ref()?.locals.nodes().len();
        let own = record.locals.iter().enumerate().skip(first).flat_map(|(at, local)| {
            let kind = self.nodes[local.node as usize].key.kind;
            let forms = local.forms.into_iter();
            forms.map(move |(form, ..)| (kind, self.symbols.get(form).to_owned(), LocalId(at as u32)))
        });
        Some(own.collect())
    }

    /// The missed names by which the rulings know `id`, by their places among them.
    #[must_use]
    pub fn missed_names_of(&self, id: EntityId) -> Vec<usize> {
        let root = self.canonical(id).0;
        let is_it = |subject: &Subject| self.nodes_of(&subject.key()).into_iter().any(|node| self.root(node) == root);
        let missed = self.ruled.rules.missed().iter().enumerate();
        missed.filter(|(_, subject)| is_it(subject)).map(|(at, _)| at).collect()
    }

    /// The local of a missed name, by its place among those given to [`Registry::add_missed`].
    #[must_use]
    pub fn missed_local(&self, article: ArticleId, at: usize) -> Option<LocalId> {
        let found = self.articles.get(article)?.found.as_ref().filter(|found| at < found.missed)?;
        Some(LocalId((found.locals.nodes().len() - found.missed + at) as u32))
    }

    /// The subject by which a ruling names `id`: its own name, whatever the rulings call it. `None` for nobody.
    #[must_use]
    pub fn subject(&self, id: EntityId) -> Option<Subject> {
        let root = self.head(id)?;
        let node = self.ruled.shown.get(&root).and_then(|shown| shown.named_by).unwrap_or(root);
        let node = &self.nodes[node as usize];
        Some(Subject::new(node.key.kind, self.display_name(node)))
    }

    /// The names within `id` that are written as `surface` beside another name, each as the subject that it belongs to:
    /// what a ruling must part it from. Empty when it is the entity's only name.
    #[must_use]
    pub fn bearers_of(&self, id: EntityId, surface: &Subject) -> Vec<Subject> {
        let Some(root) = self.head(id) else { return Vec::new() };
        let wanted = surface.key();
        let mut out = Vec::new();
        for node in self.tree(root).into_iter().map(|n| (n, &self.nodes[n as usize])) {
            let subject = Subject::new(node.1.key.kind, self.display_name(node.1));
            let bears = node.1.forms.keys().any(|(form, _)| key(subject.kind, self.symbols.get(form)) == wanted);
            if subject.key() != wanted && (bears || node.0 == root) && !subject.name.is_empty() {
                out.push(subject);
            }
        }
        out
    }

    /// True when the pile writes `id` like `surface`.
    #[must_use]
    pub fn is_written(&self, id: EntityId, surface: &Subject) -> bool {
        let wanted = surface.key();
        let same = |form| key(wanted.kind, self.symbols.get(form)) == wanted;
        let mut nodes = self.head(id).map(|root| self.tree(root)).unwrap_or_default().into_iter();
        nodes.any(|node| {
            let node = &self.nodes[node as usize];
            node.key.kind == wanted.kind && node.forms.keys().any(|(form, _)| same(form))
        })
    }

    /// The entities whose name, or one of whose names, `subject` is: what a ruling about it holds for.
    #[must_use]
    pub fn meant(&self, subject: &Subject) -> Vec<EntityId> {
        let mut roots: Vec<NodeId> = self.nodes_of(&subject.key()).into_iter().collect();
        roots.retain(|&node| self.nodes[node as usize].is_live());
        let roots: BTreeSet<NodeId> = roots.into_iter().map(|node| self.root(node)).collect();
        roots.into_iter().map(EntityId).collect()
    }

    /// True when the user hid `id`.
    #[must_use]
    pub fn is_hidden(&self, id: EntityId) -> bool {
        !self.ruled.shown.is_empty() && self.ruled.shown.get(&self.canonical(id).0).is_some_and(|shown| shown.hidden)
    }

    /// What the entity headed by `root` is.
    pub(super) fn kind_of(&self, root: NodeId) -> Kind {
        let own = self.nodes[root as usize].key.kind;
        let Some(shown) = self.ruled.shown.get(&root) else { return own };
        let named = shown.named_by.map(|node| self.nodes[node as usize].key.kind);
        shown.is.map(|(_, kind)| kind).or(named).unwrap_or(own)
    }

    /// The name that the user wants for the entity headed by `root`.
    pub(super) fn shown_name(&self, root: NodeId) -> Option<&str> {
        let shown = self.ruled.shown.get(&root)?;
        let called = shown.called.as_ref().map(|(_, name)| name.as_str());
        called.or_else(|| Some(self.display_name(&self.nodes[shown.named_by? as usize])))
    }

    /// The heads of the entities that the user gave a name of its own, with the name.
    pub(super) fn called(&self) -> impl Iterator<Item = (NodeId, &str)> {
        let called = |(&root, shown): (&NodeId, &'_ Shown)| shown.called.is_some().then_some(root);
        self.ruled.shown.iter().filter_map(called).filter_map(|root| Some((root, self.shown_name(root)?)))
    }

    /// True when the user said that the entities are two.
    pub(super) fn are_ruled_apart(&self, root: NodeId, other: NodeId) -> bool {
        if !self.ruled.rules.part_anybody() {
            return false;
        }
        let subjects = self.tree(root).into_iter().filter_map(|node| self.ruled.subjects.get(&node));
        let enemies = subjects.flat_map(|&subject| self.ruled.rules.enemies(subject));
        let mut nodes = enemies.flat_map(|enemy| self.ruled.nodes[enemy as usize].iter());
        nodes.any(|&node| self.nodes[node as usize].is_live() && self.root(node) == other)
    }

    /// The strongest of those that must be one with `node`, when that is another one.
    pub(super) fn forced(&self, node: NodeId) -> Option<NodeId> {
        let subject = *self.ruled.subjects.get(&node)?;
        let held = &self.nodes[node as usize];
        let top = self.top_of(subject).filter(|&top| held.is_live() && self.strength(top) > self.strength(node))?;
        // "Mme Bush" is not "Bush", who is George.
        let told = match held.key.standing {
            Standing::Bare(told) => told,
            Standing::Open | Standing::Full => None,
        };
        let theirs = self.person(top).and_then(|person| person.gender());
        (told.is_none() || theirs.is_none() || told == theirs).then_some(top)
    }

    /// The strongest name in use of those that are one with `subject`; `None` where it is alone.
    fn top_of(&self, subject: SubjectNo) -> Option<NodeId> {
        let members = self.ruled.rules.members(subject);
        if members.len() < 2 {
            return None;
        }
        let live = |full: bool| {
            let members = members.iter().filter(move |&&m| self.ruled.rules.keys()[m as usize].full == full);
            let nodes = members.flat_map(|&member| self.ruled.nodes[member as usize].iter().copied());
            nodes.filter(|&n| self.nodes[n as usize].is_live()).max_by_key(|&n| self.strength(n))
        };
        live(true).or_else(|| live(false))
    }

    /// True when `node` must not be where `other` is.
    pub(super) fn is_refused(&self, node: NodeId, other: NodeId) -> bool {
        let Some(&subject) = self.ruled.subjects.get(&node) else { return false };
        let mut enemies =
            self.ruled.rules.enemies(subject).flat_map(|enemy| self.ruled.nodes[enemy as usize].iter().copied());
        let root = self.root(other);
        enemies.any(|enemy| {
            let held = &self.nodes[enemy as usize];
            held.is_live() && self.strength(enemy) > self.strength(node) && self.root(enemy) == root
        })
    }

    /// True for a name that joins nobody because the user hid it.
    pub(super) fn is_ruled_out(&self, node: NodeId) -> bool {
        self.ruled.subjects.get(&node).is_some_and(|&subject| self.ruled.rules.hides(subject))
    }

    /// The names that must be, or must not be, where `node` is.
    pub(super) fn ruled_with(&self, node: NodeId) -> Vec<NodeId> {
        let Some(&subject) = self.ruled.subjects.get(&node) else { return Vec::new() };
        // Of many bare names none matters to the others while there is a full one.
        let matters = self.nodes[node as usize].key.standing == Standing::Full
            || self.top_of(subject).is_none_or(|top| self.nodes[top as usize].key.standing != Standing::Full);
        let members = self.ruled.rules.members(subject).into_iter().filter(|_| matters);
        let both = members.chain(self.ruled.rules.enemies(subject));
        both.flat_map(|other| self.ruled.nodes[other as usize].iter().copied()).filter(|&n| n != node).collect()
    }

    /// Remembers that something may have changed for a name of which something is said.
    pub(super) fn note_ruled(&mut self, node: NodeId) {
        self.ruled.stale |= !self.ruled.subjects.is_empty() && self.ruled.subjects.contains_key(&node);
    }

    /// Looks up what is shown of whom, when that may have changed.
    pub(super) fn refresh_shown(&mut self) {
        if !std::mem::take(&mut self.ruled.stale) {
            return;
        }
        for root in std::mem::take(&mut self.ruled.shown).into_keys() {
            self.set_total_kind(root, self.nodes[root as usize].key.kind);
        }
        let rules = self.ruled.rules.clone();
        let mut shown: BTreeMap<NodeId, Shown> = BTreeMap::new();
        let of_subject = |subject: SubjectNo| {
            let nodes = self.ruled.nodes[subject as usize].iter().copied();
            nodes.filter(|&node| self.nodes[node as usize].is_live())
        };
        let is_with = |root: NodeId, subject: SubjectNo| {
            let own = self.ruled.subjects.get(&root);
            own.is_some_and(|&own| rules.head(own) == rules.head(subject))
        };
        for preferred in rules.clusters().filter_map(|head| rules.preferred(head)) {
            if let Some(node) = of_subject(preferred).max_by_key(|&node| self.strength(node))
                && is_with(self.root(node), preferred)
                && self.root(node) != node
            {
                shown.entry(self.root(node)).or_default().named_by = Some(node);
            }
        }
        for (subject, facts) in rules.facts() {
            for node in of_subject(subject) {
                let root = self.root(node);
                let entry = shown.entry(root).or_default();
                if facts.called.as_ref().map(|c| c.0) > entry.called.as_ref().map(|c| c.0) {
                    entry.called.clone_from(&facts.called);
                }
                entry.is = entry.is.max(facts.is);
                entry.hidden |= facts.hidden && (root == node || is_with(root, subject));
            }
        }
        self.ruled.shown = shown;
        let roots: Vec<NodeId> = self.ruled.shown.keys().copied().collect();
        for root in roots {
            self.set_total_kind(root, self.kind_of(root));
        }
    }

    /// Finds the nodes of all subjects.
    fn watch_all(&mut self) {
        let rules = self.ruled.rules.clone();
        self.ruled.subjects.clear();
        self.ruled.nodes = rules.keys().iter().map(|key| self.nodes_of(key).into_iter().collect()).collect();
        for (nodes, subject) in self.ruled.nodes.iter().zip(0..) {
            self.ruled.subjects.extend(nodes.iter().map(|&node| (node, subject)));
        }
    }

    /// Takes in a node that is new.
    pub(super) fn watch(&mut self, node: NodeId) {
        if self.ruled.rules.keys().is_empty() {
            return;
        }
        if let Some(subject) = self.ruled.rules.subject(&self.key_of(node)) {
            self.ruled.nodes[subject as usize].push(node);
            self.ruled.subjects.insert(node, subject);
        }
    }

    /// The key by which rulings know a node.
    fn key_of(&self, node: NodeId) -> Key {
        let NodeKey { kind, standing, key } = self.nodes[node as usize].key;
        let text = self.symbols.get(key);
        // A given name is another one in every article, and the user's word is for all of them.
        let text = text.split('\u{1}').next().unwrap_or(text).to_owned();
        Key { kind, full: standing == Standing::Full, text }
    }

    /// The nodes of a key.
    fn nodes_of(&self, key: &Key) -> BTreeSet<NodeId> {
        let mut out = BTreeSet::new();
        if let Some(symbol) = self.symbols.find(&key.text) {
            let standing = if key.full { Standing::Full } else { Standing::Open };
            let node = NodeKey { kind: key.kind, standing, key: symbol };
            out.extend(self.known(node));
            if !key.full {
                out.extend(self.bare_nodes(node));
            }
        }
        if !key.full
            && let Some(letters) = self.symbols.find(&key.text)
        {
            out.extend(self.by_letters.of(letters).filter(|&node| self.key_of(node) == *key));
        }
        out
    }

    /// What the machine found in `article`, and how many missed names stand behind it; `None` when that is nothing.
    pub(super) fn found_in(&self, article: ArticleId) -> Option<(Vec<LocalRecord>, usize)> {
        let record = self.articles.get(article)?;
        let (locals, missed) = match &record.found {
            Some(found) => (&found.locals, found.missed),
            None => (&record.locals, 0),
        };
        Some((locals.iter().collect(), missed))
    }

    /// Puts what was found in an article, and what the rulings make of it, in the place of what stands there.
    /// `sentences` are packed as in `company`; `None` for those that stand there.
    pub(super) fn put(
        &mut self,
        article: ArticleId,
        found: Vec<LocalRecord>,
        missed: usize,
        sentences: Option<Arc<[u8]>>,
    ) {
        let divided = self.divide(article, &found);
        let apart = divided.is_some() || missed > 0;
        let kept = apart.then(|| Box::new(Found { locals: Locals::new(&found), missed }));
        let locals = divided.unwrap_or(found);
        let sentences =
            sentences.or_else(|| self.articles.get(article).map(|record| record.sentences.clone())).unwrap_or_default();
        let record = Record { locals: Locals::new(&locals), sentences, found: kept };
        let before = self.articles.put(article, record);
        let mut dirty = BTreeSet::new();
        // First the new ones: a name that stays is never out of the list of its articles.
        for local in &locals {
            self.count(article, local, true, &mut dirty);
        }
        for local in before.locals.iter() {
            self.count(article, &local, false, &mut dirty);
        }
        self.settle(dirty);
    }

    /// The locals of an article without the names that the rulings part from them; those stand behind them. `None` when
    /// nothing is parted.
    fn divide(&mut self, article: ArticleId, found: &[LocalRecord]) -> Option<Vec<LocalRecord>> {
        let rules = self.ruled.rules.clone();
        if !rules.part_anybody() {
            return None;
        }
        let mut out: Option<Vec<LocalRecord>> = None;
        for (at, local) in found.iter().enumerate() {
            let parted = self.parted(local.node, local.forms.iter().map(|form| form.0), &rules);
            if parted.is_empty() {
                continue;
            }
            let all = out.get_or_insert_with(|| found.to_vec());
            let kind = self.nodes[local.node as usize].key.kind;
            let gone = |form: &(super::Symbol, Because, u32)| parted.values().flatten().any(|f| *f == form.0);
            all[at].forms.retain(|form| !gone(form));
            for (&subject, forms) in &parted {
                let key = rules.keys()[subject as usize].clone();
                let alias = self.nodes_of(&key);
                let forms = local.forms.iter().filter(|form| forms.contains(&form.0));
                let form = |&(form, _, count): &(super::Symbol, Because, u32)| Form {
                    surface: self.symbols.get(form).to_owned(),
                    count,
                    because: Because::Named,
                };
                let split = self::local(&key, kind, forms.map(form).collect());
                let record = self.record(article, &split);
                let all = out.as_mut()?;
                all[at].aliases.retain(|(node, _)| !alias.contains(node));
                all.push(record);
            }
        }
        out
    }

    /// The forms of a local that must not be with its other names, by their subjects.
    fn parted(
        &self,
        node: NodeId,
        forms: impl ExactSizeIterator<Item = super::Symbol>,
        rules: &Rules,
    ) -> BTreeMap<SubjectNo, Vec<super::Symbol>> {
        let mut parted: BTreeMap<SubjectNo, Vec<super::Symbol>> = BTreeMap::new();
        if forms.len() < 2 {
            return parted;
        }
        let own = rules.subject(&self.key_of(node));
        let kind = self.nodes[node as usize].key.kind;
        let subject = |form| Some((form, rules.subject(&key(kind, self.symbols.get(form)))?));
        let mut known: Vec<(super::Symbol, SubjectNo)> = forms.filter_map(subject).collect();
        // The fullest name stays.
        known.sort_by_key(|&(_, subject)| {
            let key = &rules.keys()[subject as usize];
            (Some(subject) != own, !key.full, std::cmp::Reverse(key.text.len()), &key.text)
        });
        let mut kept: Vec<SubjectNo> = own.into_iter().collect();
        for (form, subject) in known {
            if kept.iter().any(|&other| rules.are_apart(other, subject)) {
                parted.entry(subject).or_default().push(form);
            } else {
                kept.push(subject);
            }
        }
        parted
    }

    /// Notes the articles of `node` that the rulings divide, or divided before.
    fn expect_divisions(&mut self, node: NodeId) {
        let held = &self.nodes[node as usize];
        let mut forms: Vec<super::Symbol> = held.forms.keys().map(|(form, _)| form).collect();
        forms.dedup();
        let parts = !self.parted(node, forms.into_iter(), &self.ruled.rules).is_empty();
        let was = |id: &ArticleId| self.articles.get(*id).is_some_and(|record| record.found.is_some());
        self.ruled.pending.extend(held.articles.keys().filter(|id| parts || was(id)));
    }
}

/// The keys about which something else is said than before, each as it is written.
fn changed(before: &Rules, after: &Rules) -> HashMap<Key, String> {
    let (old, new): (HashSet<&Ruling>, HashSet<&Ruling>) =
        (before.list().iter().collect(), after.list().iter().collect());
    let mut out: HashMap<Key, String> = HashMap::default();
    for subject in old.symmetric_difference(&new).flat_map(|ruling| ruling.subjects()) {
        let key = subject.key();
        for rules in [before, after] {
            let Some(number) = rules.subject(&key) else { continue };
            for other in rules.members(number).into_iter().chain(rules.enemies(number)) {
                out.entry(rules.keys()[other as usize].clone()).or_insert_with(|| rules.name(other).to_owned());
            }
        }
        out.insert(key, subject.name.clone());
    }
    out
}

/// A local of some forms.
fn local(key: &Key, kind: Kind, forms: Vec<Form>) -> Local {
    let name = forms.first().map_or(String::new(), |form| form.surface.clone());
    let (key, full) = (key.text.clone(), key.full);
    Local { kind, name, key, forms, roles: Vec::new(), gender: None, full, ambiguous: false }
}

#[cfg(test)]
mod tests;
