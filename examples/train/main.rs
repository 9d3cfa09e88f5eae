//! Trains the tagger of names.
//!
//! `cargo run --release --example train -- [--out MODEL] [GOLD.jsonl…]` learns from annotated articles, `.gz` or not, and
//! writes a model; without files it takes those in `assets/training`. The same texts give the same bytes. `--hold N` keeps
//! every Nth article of each file out and measures on it, `--test FILE` measures on a file that is not learnt from, and
//! `--show` prints each name that was missed or found wrongly. The shipped `assets/names.model` is trained on all
//! annotated texts the project has, with the settings that are the defaults here.

mod corpus;
mod learn;

use std::ops::Range;

use anyhow::{Context, Result};
use kiosque::document::Span;
use kiosque::names::Kind;
use kiosque::names::tagger::label::Class;
use kiosque::names::tagger::model::Model;
use kiosque::names::tagger::{Tagger, names};

use corpus::{Example, Gold};

/// The annotated articles that come with the project.
const OWN: [&str; 2] = [
    concat!(env!("CARGO_MANIFEST_DIR"), "/assets/training/written-fr.jsonl.gz"),
    concat!(env!("CARGO_MANIFEST_DIR"), "/assets/training/written-en.jsonl.gz"),
];

/// What was asked for.
struct Request {
    out: String,
    files: Vec<String>,
    tests: Vec<String>,
    hold: usize,
    show: bool,
    settings: learn::Settings,
}

fn main() -> Result<()> {
    let request = request()?;
    let (mut taught, mut kept) = (Vec::new(), Vec::new());
    for file in &request.files {
        let (mut part, hold) = (Vec::new(), request.hold);
        for (i, gold) in corpus::read(file)?.into_iter().enumerate() {
            // One article in N, spread over the file.
            if hold > 0 && i % hold == hold - 1 { part.push(gold) } else { taught.push(gold) }
        }
        kept.push((file.clone(), part));
    }
    let examples: Vec<Example> = taught.iter().map(Example::new).collect();
    eprintln!("{} articles, {} words", examples.len(), examples.iter().map(Example::words).sum::<usize>());
    let bytes = learn::learn(&examples, &request.settings);
    std::fs::write(&request.out, &bytes).with_context(|| format!("writing {}", request.out))?;
    eprintln!("{}: {} bytes", request.out, bytes.len());
    for test in request.tests {
        let golds = corpus::read(&test)?;
        kept.push((test, golds));
    }
    let model = Model::read(&bytes)?;
    for (file, golds) in kept.iter().filter(|(_, golds)| !golds.is_empty()) {
        measure(file, golds, &model, request.show);
    }
    Ok(())
}

fn request() -> Result<Request> {
    let mut request = Request {
        out: "target/names.model".to_owned(),
        files: Vec::new(),
        tests: Vec::new(),
        hold: 0,
        show: false,
        settings: learn::Settings::default(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().with_context(|| format!("{argument} wants a value"));
        match argument.as_str() {
            "--out" => request.out = value()?,
            "--hold" => request.hold = value()?.parse()?,
            "--test" => request.tests.push(value()?),
            "--show" => request.show = true,
            "--epochs" => request.settings.epochs = value()?.parse()?,
            "--rate" => request.settings.rate = value()?.parse()?,
            "--decay" => request.settings.decay = value()?.parse()?,
            "--rare" => request.settings.rare = value()?.parse()?,
            "--dropout" => request.settings.dropout = value()?.parse()?,
            _ => request.files.push(argument),
        }
    }
    if request.files.is_empty() {
        request.files = OWN.map(str::to_owned).to_vec();
    }
    Ok(request)
}

/// Prints every name that was missed or found wrongly, with some words around it.
fn show(gold: &Gold, found: &[(Span, Class)]) {
    let text = gold.article.text();
    let wanted: Vec<(Span, Class)> = gold.mentions.iter().map(|m| (m.span, m.kind)).collect();
    let around = |span: Span| {
        let from = text.floor_char_boundary(span.start().saturating_sub(30));
        let to = text.ceil_char_boundary((span.end() + 25).min(text.len()));
        format!("{}[{}]{}", &text[from..span.start()], span.of(text), &text[span.end()..to]).replace('\n', " ")
    };
    for (span, class) in wanted.iter().filter(|name| !found.contains(name)) {
        println!("- {class:?} {}", around(*span));
    }
    for (span, class) in found.iter().filter(|name| !wanted.contains(name)) {
        println!("+ {class:?} {}", around(*span));
    }
}

fn spanned(example: &Example, (words, class): (Range<usize>, Class)) -> (Span, Class) {
    (Span::new(example.view.span(words.start).start(), example.view.span(words.end - 1).end()), class)
}

/// Prints precision, recall and F1 of exact names by class, before one name gets one kind.
fn measure(file: &str, golds: &[Gold], model: &Model, showing: bool) {
    let (mut right, mut got, mut wanted) = ([0usize; 4], [0usize; 4], [0usize; 4]);
    let index = |class: Class| match class {
        Class::Kind(kind) => kind.index(),
        Class::Other => 3,
    };
    for gold in golds {
        let example = Example::new(gold);
        let (labels, _) = Tagger::new(model).labels(&example.view);
        let found: Vec<(Span, Class)> = names(&labels).into_iter().map(|name| spanned(&example, name)).collect();
        for (span, class) in &found {
            got[index(*class)] += 1;
            right[index(*class)] += usize::from(gold.mentions.iter().any(|m| m.span == *span && m.kind == *class));
        }
        for mention in &gold.mentions {
            wanted[index(mention.kind)] += 1;
        }
        if showing {
            show(gold, &found);
        }
    }
    println!("{file}");
    for (i, name) in Kind::ALL.iter().map(|kind| kind.name()).chain(["other"]).enumerate() {
        let (p, r) = (right[i] as f64 / got[i].max(1) as f64, right[i] as f64 / wanted[i].max(1) as f64);
        println!("  {name:12} P {p:.3}  R {r:.3}  F1 {:.3}", 2.0 * p * r / (p + r).max(1e-9));
    }
}
