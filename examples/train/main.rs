//! Trains the tagger of names.
//!
//! `cargo run --release --example train -- [--out MODEL] [GOLD.jsonl…]` learns from annotated articles, `.gz` or not, and
//! writes a model; without files it takes those in `assets/training`. The same texts give the same bytes. `--hold N` keeps
//! every Nth article of each file out and measures on it, `--test FILE` measures on a file that is not learnt from, and
//! `--show` prints each name that was missed or found wrongly. The shipped `assets/names.model` is trained on all
//! annotated texts the project has, with the settings that are the defaults here.

mod annotated;
mod corpus;
mod learn;

use std::path::Path;

use anyhow::{Context, Result};
use kiosque::names::evaluation::Evaluation;
use kiosque::names::tagger::Tagger;
use kiosque::names::tagger::model::Model;

use corpus::Example;

/// The annotated articles that come with the project, in the order of their names.
fn own() -> Result<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/training");
    let files = std::fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut files: Vec<String> = files.map(|f| Ok(f?.path().to_string_lossy().into_owned())).collect::<Result<_>>()?;
    files.retain(|file| Path::new(file).file_name() != Some("README.md".as_ref()));
    files.sort();
    Ok(files)
}

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
        for (i, gold) in annotated::read(file)?.into_iter().enumerate() {
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
        let golds = annotated::read(&test)?;
        kept.push((test, golds));
    }
    let model = Model::read(&bytes)?;
    for (file, golds) in kept.iter().filter(|(_, golds)| !golds.is_empty()) {
        let evaluation = Evaluation::of(golds, &Tagger::new(&model));
        println!("{file}: {} articles\n{evaluation}", golds.len());
        if request.show {
            annotated::show(golds, &evaluation);
        }
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
        request.files = own()?;
    }
    Ok(request)
}
