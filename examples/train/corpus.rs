//! Annotated articles, and their words with the labels to learn.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::read::GzDecoder;
use kiosque::names::Kind;
use kiosque::names::evaluation::{GoldArticle, gold_article};
use kiosque::names::tagger::features::View;
use kiosque::names::tagger::label::{Class, Label};

/// An annotated article with the names that are none of the kinds too.
pub type Gold = GoldArticle<Class>;

/// Reads a file of annotated articles, one in a line, compressed or not.
pub fn read(path: &str) -> Result<Vec<Gold>> {
    let file = File::open(path).with_context(|| format!("reading {path}"))?;
    let mut text = String::new();
    if Path::new(path).extension().is_some_and(|end| end == "gz") {
        GzDecoder::new(file).read_to_string(&mut text)
    } else {
        (&file).read_to_string(&mut text)
    }
    .with_context(|| format!("reading {path}"))?;
    text.lines().filter(|l| !l.trim().is_empty()).map(|line| parse(line).with_context(|| path.to_owned())).collect()
}

fn parse(line: &str) -> Result<Gold> {
    let value: serde_json::Value = serde_json::from_str(line)?;
    let text = value["text"].as_str().context("no text")?;
    let mut mentions = Vec::new();
    for mention in value["mentions"].as_array().context("no mentions")? {
        let class = match mention["kind"].as_str() {
            Some("PER") => Class::Kind(Kind::Person),
            Some("ORG") => Class::Kind(Kind::Organisation),
            Some("LOC") => Class::Kind(Kind::Place),
            Some("MISC") => Class::Other,
            other => bail!("an unknown kind: {other:?}"),
        };
        let offset = |name: &str| mention[name].as_u64().map(|n| n as usize).context("no offset");
        mentions.push((offset("start")?, offset("end")?, class, mention["entity"].as_str().map(str::to_owned)));
    }
    Ok(gold_article(value["id"].as_str().unwrap_or_default(), text, &mentions))
}

/// An article as the learner sees it.
pub struct Example<'a> {
    /// Its words.
    pub view: View<'a>,
    /// The label of each.
    pub labels: Vec<Label>,
}

impl<'a> Example<'a> {
    /// Prepares an article. A name that starts or ends inside a word takes the whole word.
    pub fn new(gold: &'a Gold) -> Self {
        let view = View::new(&gold.article);
        let mut labels = vec![Label::OUTSIDE; view.len()];
        let mut i = 0;
        for mention in &gold.mentions {
            while i < view.len() && view.span(i).end() <= mention.span.start() {
                i += 1;
            }
            let start = i;
            while i < view.len() && view.span(i).start() < mention.span.end() {
                labels[i] = if i == start { Label::begin(mention.kind) } else { Label::inside(mention.kind) };
                i += 1;
            }
        }
        Self { view, labels }
    }

    /// Number of words.
    pub fn words(&self) -> usize {
        self.labels.len()
    }
}
