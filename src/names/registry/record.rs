//! What one article says of its names, kept so that it can be taken back: in few bytes, for there is one of these for each
//! article of the pile.

use std::sync::Arc;

use super::node::NodeId;
use super::symbols::Symbol;
use crate::names::Because;
use crate::names::packed;
use crate::text::packing::{self, Input};

/// What an article says of one local.
#[derive(Debug, Clone)]
pub(super) struct LocalRecord {
    pub(super) node: NodeId,
    pub(super) forms: Vec<(Symbol, Because, u32)>,
    pub(super) roles: Vec<(Symbol, u32)>,
    /// Shorter full names that this article gives to the same bearer.
    pub(super) aliases: Vec<(NodeId, Because)>,
}

impl LocalRecord {
    /// How often the article names it.
    pub(super) fn count(&self) -> u32 {
        self.forms.iter().map(|f| f.2).sum()
    }
}

/// The locals of one article.
#[derive(Debug, Clone, Default)]
pub(super) struct Locals {
    /// The node of each, apart from the rest: it is asked for with every mention on the screen, and lent to threads that look
    /// into many articles.
    nodes: Arc<[NodeId]>,
    /// The rest, packed in the same order.
    rest: Arc<[u8]>,
}

impl Locals {
    pub(super) fn new(locals: &[LocalRecord]) -> Self {
        let mut rest = Vec::new();
        for local in locals {
            // Most have neither roles nor aliases.
            let more = !local.roles.is_empty() || !local.aliases.is_empty();
            packing::count(&mut rest, local.forms.len() << 1 | usize::from(more));
            for &(form, because, count) in &local.forms {
                packing::number(&mut rest, form.number());
                packing::number(&mut rest, count);
                rest.push(packed::reason_number(because));
            }
            if more {
                packing::count(&mut rest, local.roles.len());
                for &(role, count) in &local.roles {
                    packing::number(&mut rest, role.number());
                    packing::number(&mut rest, count);
                }
                packing::count(&mut rest, local.aliases.len());
                for &(alias, because) in &local.aliases {
                    packing::number(&mut rest, alias);
                    rest.push(packed::reason_number(because));
                }
            }
        }
        Self { nodes: locals.iter().map(|local| local.node).collect(), rest: rest.into() }
    }

    /// Appends them.
    pub(super) fn pack(&self, out: &mut Vec<u8>) {
        packing::count(out, self.nodes.len());
        for &node in self.nodes.iter() {
            packing::number(out, node);
        }
        packing::bytes(out, &self.rest);
    }

    /// What [`Locals::pack`] appended, when it speaks of nothing but the first `nodes` nodes and of symbols that are `known`.
    pub(super) fn unpack(input: &mut Input, nodes: u32, known: impl Fn(Symbol) -> bool) -> Option<Self> {
        let all: Vec<NodeId> = input.list(Input::number)?;
        let out = Self { nodes: all.into(), rest: input.bytes()?.into() };
        let fits = |local: &LocalRecord| {
            let mut symbols = local.forms.iter().map(|form| form.0).chain(local.roles.iter().map(|role| role.0));
            local.node < nodes && local.aliases.iter().all(|&(alias, _)| alias < nodes) && symbols.all(&known)
        };
        let fitting = out.iter().take_while(fits).count();
        (fitting == out.nodes.len()).then_some(out)
    }

    /// The node of each local.
    pub(super) fn nodes(&self) -> &Arc<[NodeId]> {
        &self.nodes
    }

    /// Everything, as it was given to [`Locals::new`].
    pub(super) fn iter(&self) -> impl Iterator<Item = LocalRecord> {
        let mut input = Input::new(&self.rest);
        self.nodes.iter().map_while(move |&node| local(node, &mut input))
    }
}

fn local(node: NodeId, input: &mut Input) -> Option<LocalRecord> {
    let head = input.number()?;
    let symbol = |input: &mut Input| Symbol::from_number(input.number()?);
    let forms = (0..head >> 1).map(|_| {
        let (form, count) = (symbol(input)?, input.number()?);
        Some((form, packed::reason(input)?, count))
    });
    let forms = forms.collect::<Option<_>>()?;
    let (mut roles, mut aliases) = (Vec::new(), Vec::new());
    if head & 1 > 0 {
        roles = input.list(|input| Some((symbol(input)?, input.number()?)))?;
        aliases = input.list(|input| Some((input.number()?, packed::reason(input)?)))?;
    }
    Some(LocalRecord { node, forms, roles, aliases })
}
