//! `near:`: the names that stand beside it in a query are to stand together in the text.
//!
//! It goes with the group that it stands in, side by side: `person:Kim (place:Moscou OR place:Kiev) near:sentence`. What the
//! group excludes, and what it asks of anything but names, has no part in it. Where fewer than two names must be found, there
//! is nothing that could be near, and that is said.

use std::borrow::Cow;
use std::ops::Range;

use super::Complaint;
use super::ast::{Name, Node, Term};
use super::field::{Field, FieldSpec};

/// What is called near: standing in one sentence.
pub(super) const UNITS: [&str; 1] = ["sentence"];

/// What to say where there are no two names.
const LONELY: &str = "near: wants two names beside it, as in person:Kim person:Poutine near:sentence; it is left out";

/// Names that are to stand in one sentence.
#[derive(Debug, Clone)]
pub struct Near {
    company: Company,
    /// Where it was typed, for what there is to say of it.
    range: Range<usize>,
}

/// Those with the same names are the same, wherever they were typed.
impl PartialEq for Near {
    fn eq(&self, other: &Self) -> bool {
        self.company == other.company
    }
}

impl Eq for Near {}

/// Which names must be there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Company {
    /// All of these.
    All(Vec<Self>),
    /// At least one of these.
    Any(Vec<Self>),
    /// This one.
    Name(Name),
}

impl Near {
    /// One whose names are not known yet.
    pub(super) fn new(range: Range<usize>) -> Self {
        Self { company: Company::All(Vec::new()), range }
    }

    /// The names.
    #[must_use]
    pub fn company(&self) -> &Company {
        &self.company
    }
}

impl Company {
    /// The names that a part of a query wants; `None` when it can hold without any.
    fn of(node: &Node) -> Option<Self> {
        match node {
            Node::Term(Term::Name(name)) => Some(Self::Name(name.clone())),
            Node::All(parts) => Self::all(parts),
            Node::Any(parts) => parts.iter().map(Self::of).collect::<Option<_>>().map(Self::Any),
            Node::Term(_) | Node::Not(_) => None,
        }
    }

    fn all(parts: &[Node]) -> Option<Self> {
        let mut wanted: Vec<Self> = Vec::new();
        for part in parts.iter().filter_map(Self::of) {
            // Whoever is asked for twice is still one.
            if !wanted.contains(&part) {
                wanted.push(part);
            }
        }
        if wanted.len() > 1 { Some(Self::All(wanted)) } else { wanted.pop() }
    }

    /// How many names must be there at least.
    #[must_use]
    pub fn least(&self) -> usize {
        match self {
            Self::All(parts) => parts.iter().map(Self::least).sum(),
            Self::Any(parts) => parts.iter().map(Self::least).min().unwrap_or(0),
            Self::Name(_) => 1,
        }
    }

    /// True when the names that `is_there` are enough.
    pub fn holds(&self, is_there: &mut impl FnMut(&Name) -> bool) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(is_there)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(is_there)),
            Self::Name(name) => is_there(name),
        }
    }

    /// Calls `visit` for each name.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a Name)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.visit(visit)),
            Self::Name(name) => visit(name),
        }
    }
}

/// Gives every `near:` in a query the names beside it, and takes those out that have none, with a word on it.
pub(super) fn bind(node: Node, complaints: &mut Vec<Complaint>) -> Option<Node> {
    match node {
        Node::All(parts) => {
            let keep = |part: Node| if near_in(&part).is_some() { Some(part) } else { bind(part, complaints) };
            // Groups may have become flat.
            match Node::all(parts.into_iter().filter_map(keep).collect())? {
                Node::All(parts) => group(parts, complaints),
                other => take_out(other, complaints),
            }
        }
        Node::Any(parts) => {
            let parts = parts.into_iter().filter_map(|part| bind(part, complaints)).collect();
            Node::any(parts)
        }
        Node::Not(inner) if near_in(&inner).is_none() => bind(*inner, complaints).map(Node::negated),
        other => take_out(other, complaints),
    }
}

/// What stands side by side, in which each part but a `near:` is done.
fn group(parts: Vec<Node>, complaints: &mut Vec<Complaint>) -> Option<Node> {
    let company = Company::all(&parts).filter(|company| company.least() > 1);
    let bound = |mut part: Node| match (near_in_mut(&mut part), &company) {
        (None, _) => Some(part),
        (Some(near), Some(company)) => {
            near.company.clone_from(company);
            Some(part)
        }
        (Some(_), None) => take_out(part, complaints),
    };
    Node::all(parts.into_iter().filter_map(bound).collect())
}

/// Anything but a `near:`, which is complained of.
fn take_out(node: Node, complaints: &mut Vec<Complaint>) -> Option<Node> {
    let Some(near) = near_in(&node) else { return Some(node) };
    complaints.push(Complaint { range: near.range.clone(), message: Cow::Borrowed(LONELY) });
    None
}

/// The `near:` that a part is, with or without a minus.
fn near_in(node: &Node) -> Option<&Near> {
    match node {
        Node::Term(Term::Near(near)) => Some(near),
        Node::Not(inner) => match &**inner {
            Node::Term(Term::Near(near)) => Some(near),
            _ => None,
        },
        _ => None,
    }
}

fn near_in_mut(node: &mut Node) -> Option<&mut Near> {
    match node {
        Node::Term(Term::Near(near)) => Some(near),
        Node::Not(inner) => match &mut **inner {
            Node::Term(Term::Near(near)) => Some(near),
            _ => None,
        },
        _ => None,
    }
}

/// How it is written.
pub(super) fn shown() -> String {
    format!("{}:{}", FieldSpec::of(Field::Near).name, UNITS[0])
}
