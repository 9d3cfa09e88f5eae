//! Measures the room `names` against annotated texts.
//!
//! `cargo run --release --example evaluate -- [--errors] [--model MODEL] GOLD…`: files of annotated articles as
//! `kiosque::names::evaluation::parse` reads them, `.gz` or not. Prints precision, recall and F1 of exact names by kind, and
//! for files that say who is who how well people can be followed, with those split and those merged. `--model` takes
//! another model than the one in the program, for instance one that has not learnt from the texts.

#[path = "../train/annotated.rs"]
mod annotated;

use anyhow::{Context, Result};
use kiosque::names::evaluation::Evaluation;
use kiosque::names::tagger::Tagger;
use kiosque::names::tagger::model::Model;

fn main() -> Result<()> {
    let (mut errors, mut other, mut files) = (false, None, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--errors" => errors = true,
            "--model" => other = Some(arguments.next().context("--model wants a file")?),
            _ => files.push(argument),
        }
    }
    let read =
        |path: &String| Model::read(&std::fs::read(path).with_context(|| format!("reading {path}"))?).context("");
    let other = other.as_ref().map(read).transpose()?;
    let tagger = Tagger::new(other.as_ref().unwrap_or_else(|| Model::get()));
    for path in &files {
        let golds = annotated::read(path)?;
        let evaluation = Evaluation::of(&golds, &tagger);
        println!("{path}: {} articles\n{evaluation}", golds.len());
        if let Some(follow) = &evaluation.follow {
            follow.split.iter().for_each(|(person, parts)| println!("    split in {parts}: {person}"));
            follow.merged.iter().for_each(|people| println!("    merged: {}", people.join(" = ")));
        }
        if errors {
            annotated::show(&golds, &evaluation);
        }
    }
    Ok(())
}
