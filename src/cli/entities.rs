//! `kiosque entities`: the people, organisations and places of the pile, and why each name is theirs.

use std::cmp::Reverse;
use std::io::{self, Write};

use clap::{Args, ValueEnum};

use super::Refusal;
use super::inputs::{Inputs, Telling, tell_problems};
use super::messages::Messages;
use super::read::library_of_environment;
use super::rulings;
use super::wanted::{self, Wanted};
use crate::export::{EntityRecord, Names, json};
use crate::library::rulings::NamesFile;
use crate::names::{Because, Entity, EntityId, Kind, Registry};

/// List the people, organisations and places: every way each is written and why it is theirs, their roles, and who else
/// they may be
#[derive(Debug, Args)]
#[command(override_usage = "kiosque entities [OPTIONS] [NAME] <PATH>...")]
pub(super) struct Flags {
    /// One JSON object an entity, with the articles that name it
    #[arg(long)]
    json: bool,
    /// Only people, organisations or places
    #[arg(long, value_enum)]
    kind: Option<KindFlag>,
    #[command(flatten)]
    rulings: rulings::Flags,
    #[command(flatten)]
    wanted: wanted::Flags,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KindFlag {
    Person,
    Organisation,
    Place,
}

impl Flags {
    pub(super) fn check(self) -> Result<Entities, Refusal> {
        let (name, inputs) = self.wanted.check()?;
        let rulings = self.rulings.check(library_of_environment().as_deref(), false);
        let kind = self.kind.map(|kind| match kind {
            KindFlag::Person => Kind::Person,
            KindFlag::Organisation => Kind::Organisation,
            KindFlag::Place => Kind::Place,
        });
        Ok(Entities { inputs, rulings, name, kind, json: self.json })
    }
}

/// The entities to print.
#[derive(Debug, PartialEq, Eq)]
pub struct Entities {
    inputs: Inputs,
    rulings: Option<NamesFile>,
    name: Option<Wanted>,
    kind: Option<Kind>,
    json: bool,
}

impl Entities {
    /// Prints them, most mentioned first; false when there is none.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let pile = rulings::load(self.rulings.as_ref(), &self.inputs, messages);
        let registry = pile.registry();
        let wanted = self.name.as_ref().map(|wanted| wanted.find(registry, messages));
        let mut entities: Vec<EntityId> = registry
            .ids()
            .filter(|&id| wanted.is_some() || !registry.is_hidden(id))
            .filter(|&id| self.kind.is_none_or(|kind| registry.kind(id) == Some(kind)))
            .filter(|id| wanted.as_ref().is_none_or(|wanted| wanted.contains(id)))
            .collect();
        entities.sort_by_cached_key(|&id| (registry.kind(id), Reverse(registry.mentions(id)), registry.name(id), id));
        let mut names = Names::new(registry);
        for entity in entities.iter().filter_map(|&id| registry.entity(id)) {
            if self.json {
                json::write_line(out, &EntityRecord::new(&pile, &entity))?;
            } else {
                write(registry, &entity, &mut names, out)?;
            }
        }
        let telling = Telling::beside(self.json);
        pile.order().iter().for_each(|&id| tell_problems(pile.entry(id), telling, messages));
        Ok(!entities.is_empty())
    }
}

fn write(registry: &Registry, entity: &Entity, names: &mut Names, out: &mut dyn Write) -> io::Result<()> {
    let (mentions, articles) = (entity.mentions(), entity.articles().len());
    let unsure = if entity.is_ambiguous() { ", fits several" } else { "" };
    let kind = entity.kind().name();
    writeln!(out, "{} ({kind}{unsure}): {mentions} in {articles}", names.of(entity.id()))?;
    for variant in entity.variants().iter().filter(|v| v.because != Because::Named || v.form != entity.name()) {
        writeln!(out, "    {} ×{}: {}", variant.form, variant.count, variant.because.explain(&variant.joined_to))?;
    }
    for (role, count) in entity.descriptions() {
        writeln!(out, "    as {role} ×{count}")?;
    }
    for (other, hint) in registry.suggestions(entity.id()) {
        writeln!(out, "    may be {} ({})", names.of(other), hint.name())?;
    }
    Ok(())
}
