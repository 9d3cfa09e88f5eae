//! Measures the room `names` against annotated texts.
//!
//! `cargo run --release --example evaluate -- [--errors] [--part N/M] GOLD.jsonl…`: one line of JSON an article with
//! `id`, `text` and `mentions` (byte offsets, kind PER, ORG, LOC or MISC, entity where known). Prints precision, recall and
//! F1 of exact names by kind, and for files with entities how well people can be followed. `--part 1/3` takes the first
//! third of each file, `--part -1/3` leaves it out.

use anyhow::{Context, Result};
use kiosque::document::{ArticleId, Span};
use kiosque::names::evaluation::{Follow, GoldArticle, Tallies, gold_article, tally};
use kiosque::names::{Kind, Registry, analyse};

fn main() -> Result<()> {
    let mut errors = false;
    let mut part = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--errors" => errors = true,
            "--part" => part = Some(arguments.next().context("--part wants N/M")?),
            path => file(path, errors, part.as_deref())?,
        }
    }
    Ok(())
}

fn file(path: &str, errors: bool, part: Option<&str>) -> Result<()> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {path}"))?;
    let lines: Vec<&str> = text.lines().collect();
    let golds: Vec<GoldArticle> = chosen(&lines, part)?.iter().map(|line| parse(line)).collect::<Result<_>>()?;
    let mut tallies = Tallies::default();
    let mut registry = Registry::new();
    for (i, gold) in golds.iter().enumerate() {
        let names = analyse(&gold.article);
        let found: Vec<_> = names.mentions().iter().map(|m| (m.span, m.kind)).collect();
        tally(&mut tallies, gold, &found);
        if errors {
            show_errors(gold, &found);
        }
        registry.add(ArticleId(i as u32), names);
    }
    println!("{path}: {} articles", golds.len());
    for kind in Kind::ALL {
        let t = tallies[kind.index()];
        println!(
            "  {:12} P {:.3}  R {:.3}  F1 {:.3}  ({} right, {} wrong, {} missed)",
            kind.name(),
            t.precision(),
            t.recall(),
            t.f1(),
            t.right,
            t.wrong,
            t.missed
        );
    }
    if golds.iter().any(|g| g.mentions.iter().any(|m| m.entity.is_some())) {
        follow(&golds, &registry);
    }
    Ok(())
}

/// How well one can follow people through all articles of the file.
fn follow(golds: &[GoldArticle], registry: &Registry) {
    let mut follow = Follow::default();
    for (i, gold) in golds.iter().enumerate() {
        let article = ArticleId(i as u32);
        let people = registry.mentions_in(article).iter().filter(|m| m.kind == Kind::Person);
        let found: Vec<_> = people.filter_map(|m| Some((m.span, registry.entity_of(article, m.local)?.0))).collect();
        follow.add(i, gold, &found);
    }
    let score = follow.score();
    println!(
        "  following    P {:.3}  R {:.3}  F1 {:.3}  ({} people split, {} entities hold several)",
        score.precision,
        score.recall,
        score.f1(),
        score.split.len(),
        score.merged.len()
    );
    for (person, parts) in &score.split {
        println!("    split in {parts}: {person}");
    }
    for people in &score.merged {
        println!("    merged: {}", people.join(" = "));
    }
}

fn chosen<'a>(lines: &[&'a str], part: Option<&str>) -> Result<Vec<&'a str>> {
    let Some(part) = part else { return Ok(lines.to_vec()) };
    let (n, m) = part.split_once('/').context("--part wants N/M")?;
    let (n, m): (i64, i64) = (n.parse()?, m.parse()?);
    let cut = lines.len() * n.unsigned_abs() as usize / m.unsigned_abs().max(1) as usize;
    Ok(if n < 0 { lines[cut..].to_vec() } else { lines[..cut].to_vec() })
}

fn parse(line: &str) -> Result<GoldArticle> {
    let record: serde_json::Value = serde_json::from_str(line)?;
    let mut mentions = Vec::new();
    for mention in record["mentions"].as_array().into_iter().flatten() {
        let kind = match mention["kind"].as_str() {
            Some("PER") => Kind::Person,
            Some("ORG") => Kind::Organisation,
            Some("LOC") => Kind::Place,
            _ => continue,
        };
        let at = |field: &str| mention[field].as_u64().unwrap_or(0) as usize;
        mentions.push((at("start"), at("end"), kind, mention["entity"].as_str().map(str::to_owned)));
    }
    let field = |name: &str| record[name].as_str().unwrap_or_default();
    Ok(gold_article(field("id"), field("text"), &mentions))
}

fn show_errors(gold: &GoldArticle, found: &[(Span, Kind)]) {
    let text = gold.article.text();
    let show = |sign: &str, span: Span, kind: Kind| {
        let left: String = text[..span.start()].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
        let right: String = text[span.end()..].chars().take(30).collect();
        println!(
            "{sign} {:12} {}[{}]{}",
            kind.name(),
            left.replace('\n', "⏎"),
            span.of(text),
            right.replace('\n', "⏎")
        );
    };
    for &(span, kind) in found {
        if !gold.mentions.iter().any(|m| m.span == span && m.kind == kind) {
            show("+", span, kind);
        }
    }
    for mention in &gold.mentions {
        if !found.contains(&(mention.span, mention.kind)) {
            show("-", mention.span, mention.kind);
        }
    }
}
