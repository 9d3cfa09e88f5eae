//! Files of annotated articles, and what a recogniser gets wrong in them; for `train` and `evaluate`.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use kiosque::document::Span;
use kiosque::names::Kind;
use kiosque::names::evaluation::{Evaluation, GoldArticle, parse};

/// Reads a file of annotated articles, compressed or not.
pub fn read(path: &str) -> Result<Vec<GoldArticle>> {
    let file = File::open(path).with_context(|| format!("reading {path}"))?;
    let mut text = String::new();
    if Path::new(path).extension().is_some_and(|end| end == "gz") {
        GzDecoder::new(file).read_to_string(&mut text)
    } else {
        (&file).read_to_string(&mut text)
    }
    .with_context(|| format!("reading {path}"))?;
    parse(&text).with_context(|| path.to_owned())
}

/// Prints every name that was missed (`-`) or found wrongly (`+`), with some words around it.
pub fn show(golds: &[GoldArticle], evaluation: &Evaluation) {
    for (gold, [missed, wrong]) in golds.iter().zip(&evaluation.mistakes) {
        let signed = missed.iter().map(|m| ('-', m)).chain(wrong.iter().map(|w| ('+', w)));
        let mut all: Vec<(Span, char, Kind)> = signed.map(|(sign, &(span, kind))| (span, sign, kind)).collect();
        all.sort();
        for (span, sign, kind) in all {
            println!("{sign} {:12} {}", kind.name(), around(gold.article.text(), span));
        }
    }
}

fn around(text: &str, span: Span) -> String {
    let from = text.floor_char_boundary(span.start().saturating_sub(40));
    let to = text.ceil_char_boundary((span.end() + 30).min(text.len()));
    format!("{}[{}]{}", &text[from..span.start()], span.of(text), &text[span.end()..to]).replace('\n', "⏎")
}
