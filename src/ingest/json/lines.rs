//! JSON Lines: an object a line, each read by itself, so that a broken line costs no other.

use super::collect::Collection;
use super::value::Bounded;
use super::{repair, walk};
use crate::document::Problem;
use crate::ingest::Reading;
use crate::ingest::limits::Budget;
use crate::ingest::source::Source;
use crate::text::count::counted;

/// The endings of its files.
const ENDINGS: &[&str] = &[".jsonl", ".ndjson", ".jl"];

/// Lines that are looked at to recognise it.
const LOOKED_AT: usize = 20;

/// Broken lines that are told one by one; the others are counted.
const TOLD: usize = 10;

/// True when the first lines are objects, one each, and an article is among them.
pub fn recognises(source: &Source) -> Option<&'static str> {
    let text = super::begin(source.text()?);
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let budget = Budget::default();
    let mut collection = Collection::new(source.hints().fields, &budget, source.name());
    let (mut lines, mut objects) = (0, 0);
    for (_, line) in numbered(text).take(LOOKED_AT) {
        lines += 1;
        let parsed = parse(line).ok().filter(|_| line.starts_with('{'));
        objects += usize::from(parsed.is_some());
        if collection.len() == 0
            && let Some(bounded) = parsed
        {
            collection.take(&bounded.value, false, super::collect::DEPTH);
        }
        // Pretty-printed JSON shows at once that its lines are none.
        if objects == 0 && lines > 2 {
            return None;
        }
        if objects > 2 && collection.len() > 0 {
            break;
        }
    }
    let several = objects > 1 || objects == 1 && source.is_named(ENDINGS);
    let fits = several && objects * 2 > lines && collection.len() > 0;
    fits.then_some("each of its lines is an object, with articles among them")
}

/// One article for each line that is one.
pub fn read(source: &Source) -> Reading {
    let text = super::begin(source.text().unwrap_or_default());
    let mut collection = Collection::new(source.hints().fields, source.budget(), source.name());
    let (mut problems, mut broken) = (Vec::new(), 0_usize);
    for (number, line) in numbered(text) {
        match parse(line) {
            Ok(bounded) => {
                collection.cut += usize::from(bounded.cut);
                let taken = collection.take(&bounded.value, true, 1);
                collection.empty += usize::from(!taken);
            }
            Err(error) => {
                broken += 1;
                if broken <= TOLD {
                    let (reason, column) = (walk::reason(&error), error.column());
                    problems.push(Problem::new(format!("Line {number} is left out: {reason} (column {column}).")));
                }
            }
        }
        if collection.full.is_some() {
            break;
        }
    }
    if broken > TOLD {
        let lines = counted(broken - TOLD, "more line");
        problems.push(Problem::new(format!("Left out in the same way: {lines}.")));
    }
    let (articles, told) = collection.finish();
    problems.extend(told);
    problems.extend(source.problem());
    Reading { problems, ..Reading::of(articles) }
}

/// The lines that are not blank, with their numbers from 1.
fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.split('\n').enumerate().map(|(at, line)| (at + 1, line.trim().trim_start_matches('\x1E')));
    lines.filter(|(_, line)| !line.is_empty())
}

fn parse(line: &str) -> serde_json::Result<Bounded> {
    serde_json::from_str(line).or_else(|error| match repair::mend(line) {
        Some(mended) => serde_json::from_str(&mended),
        None => Err(error),
    })
}
