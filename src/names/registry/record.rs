//! What one article says of its names, kept so that it can be taken back: in few bytes, for there is one of these for each
//! article of the pile.

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
#[derive(Debug, Default)]
pub(super) struct Locals {
    /// The node of each, apart from the rest: it is asked for with every mention on the screen.
    nodes: Box<[NodeId]>,
    /// The rest, packed in the same order.
    rest: Box<[u8]>,
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
        Self { nodes: locals.iter().map(|local| local.node).collect(), rest: rest.into_boxed_slice() }
    }

    /// The node of each local.
    pub(super) fn nodes(&self) -> &[NodeId] {
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
