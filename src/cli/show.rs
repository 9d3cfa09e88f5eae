//! `kiosque show`: the articles, as a person reads them or as one object each.

use std::io::{self, Write};

use clap::Args;

use super::inputs::{self, Inputs, Telling, place, tell_problems};
use super::messages::Messages;
use super::page::Page;
use crate::export::{ArticleRecord, Marks, Piece, Whos, json};
use crate::library::Pile;

/// Print the articles as a person reads them
#[derive(Debug, Args)]
pub(super) struct Flags {
    /// One JSON object an article, with text, blocks and mentions, as `export` writes it
    #[arg(long)]
    json: bool,
    /// Also what is hidden as furniture: adverts, navigation, share links
    #[arg(long, conflicts_with = "json")]
    all: bool,
    #[command(flatten)]
    inputs: inputs::Flags,
}

impl Flags {
    pub(super) fn check(self) -> Show {
        Show { inputs: self.inputs.check(), json: self.json, furniture: self.all }
    }
}

/// The articles to print.
#[derive(Debug, PartialEq, Eq)]
pub struct Show {
    inputs: Inputs,
    json: bool,
    furniture: bool,
}

impl Show {
    /// Prints them; false when there is none.
    pub(super) fn run(&self, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        if self.json {
            let pile = self.inputs.load(messages);
            write_records(&pile, out, messages)?;
            return Ok(!pile.order().is_empty());
        }
        self.write_pages(&self.inputs.load_texts(messages), out, messages)
    }

    fn write_pages(&self, pile: &Pile, out: &mut dyn Write, messages: &mut Messages) -> io::Result<bool> {
        let page = Page::new(self.furniture);
        let mut first = true;
        for &id in pile.order() {
            let entry = pile.entry(id);
            // Without a text there is only a problem, and that is told.
            if let Some(article) = entry.article().filter(|article| !article.blocks().is_empty()) {
                if !first {
                    page.write_rule(out)?;
                }
                first = false;
                page.write(article, &place(entry.source(), article.part()), out)?;
            }
            tell_problems(entry, Telling::Everything, messages);
        }
        Ok(!first)
    }
}

/// One object an article.
fn write_records(pile: &Pile, out: &mut dyn Write, messages: &mut Messages) -> io::Result<()> {
    let mut whos = Whos::default();
    for &id in pile.order() {
        if let Some(item) = Piece::of(pile, id, &mut whos, None, Marks::default()).item() {
            json::write_line(out, &ArticleRecord::new(&item))?;
        }
        tell_problems(pile.entry(id), Telling::Errors, messages);
    }
    Ok(())
}
