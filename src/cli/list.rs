//! `kiosque list`: what articles there are, and which of them tell the same story.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use clap::Args;

use super::inputs::{self, Inputs, Telling, place, tell_problems};
use super::messages::Messages;
use crate::document::ArticleId;
use crate::export::{ListingRecord, json};
use crate::library::{Pile, Stories, fingerprint};

/// List the articles: path, day and title, parted by tabs
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// One JSON object an article, with source, language, length, problems and story
    #[arg(long)]
    json: bool,
    /// Those that tell the same story together, the number of the story in front of each line
    #[arg(long)]
    stories: bool,
    #[command(flatten)]
    inputs: inputs::Flags,
}

impl Flags {
    pub(super) fn check(self) -> List {
        List { inputs: self.inputs.check(), json: self.json, stories: self.stories }
    }
}

/// The list to print.
#[derive(Debug, PartialEq, Eq)]
pub struct List {
    inputs: Inputs,
    json: bool,
    stories: bool,
}

/// The stories of a pile: by article, the number of its story, from 1 in the order of the pile.
fn numbered(pile: &Pile) -> (Stories, HashMap<ArticleId, usize>) {
    let mut stories = Stories::default();
    let said = |&id: &ArticleId| Some((id, pile.article(id).and_then(|article| fingerprint::of(article))));
    stories.apply(pile.order().iter().filter_map(said));
    let mut numbers = HashMap::new();
    for id in pile.order().iter().filter_map(|&id| stories.of(id).map(|story| story[0])) {
        let next = numbers.len() + 1;
        numbers.entry(id).or_insert(next);
    }
    let number = |&id: &ArticleId| Some((id, numbers[&stories.of(id)?[0]]));
    let by_article = pile.order().iter().filter_map(number).collect();
    (stories, by_article)
}

/// The order of the pile, each story at the place of its first article.
fn together(pile: &Pile, stories: &Stories) -> Vec<ArticleId> {
    let place: HashMap<ArticleId, usize> = pile.order().iter().copied().zip(0..).collect();
    let (mut out, mut told) = (Vec::new(), HashSet::new());
    for &id in pile.order() {
        match stories.of(id) {
            None => out.push(id),
            Some(story) if told.insert(story[0]) => {
                let from = out.len();
                out.extend(story.iter().copied());
                out[from..].sort_by_key(|id| place.get(id));
            }
            Some(_) => {}
        }
    }
    out
}

impl List {
    /// Prints it; false when there is no article.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let pile = self.inputs.load_texts(messages);
        let telling = Telling::beside(self.json);
        let (stories, numbers) = if self.json || self.stories { numbered(&pile) } else { Default::default() };
        let order = if self.stories { together(&pile, &stories) } else { pile.order().to_vec() };
        for id in order {
            let entry = pile.entry(id);
            let story = numbers.get(&id).copied();
            if self.json {
                if let Some(record) = ListingRecord::new(&pile, id, story) {
                    json::write_line(out, &record)?;
                }
            } else {
                let day = entry.article().and_then(|article| article.published()).map(|at| at.day().to_string());
                if self.stories {
                    write!(out, "{}\t", story.map_or_else(String::new, |story| story.to_string()))?;
                }
                let place = place(entry.source(), entry.article().and_then(|article| article.part()));
                writeln!(out, "{place}\t{}\t{}", day.unwrap_or_default(), pile.title(id))?;
            }
            tell_problems(entry, telling, messages);
        }
        Ok(!pile.order().is_empty())
    }
}
