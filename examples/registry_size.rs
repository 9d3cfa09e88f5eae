//! Measures what the names of a pile cost: `registry_size ARTICLES [NAMES]` joins the names of as many made-up articles of
//! 4 KB into a registry and prints the bytes a mention and the microseconds an article. Two thousand different articles are analysed, then they come again under other numbers. With NAMES, so many
//! people whom one article names once, eight in each, come after them: what they cost is printed a name. At last, how
//! long the screen waits for what it asks each frame, and how large it is packed. Linux only: the memory comes from /proc.

#[path = "../benches/made/mod.rs"]
mod made;

use std::time::{Duration, Instant};

use anyhow::Context;
use kiosque::document::{Article, ArticleBuilder, ArticleId, BlockKind, Span};
use kiosque::library::{Bearers, Together};
use kiosque::names::{ArticleNames, EntityId, Found, Kind, Registry, Tokenised, analyse, resolve};
use kiosque::search::query::Query;

/// Articles that are analysed; all others are these again.
const DIFFERENT: usize = 2000;
/// People that an article names once.
const ONCE: usize = 8;

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1).map(|n| n.parse::<usize>());
    let count = arguments.next().context("usage: registry_size ARTICLES [NAMES]")??;
    let people = arguments.next().transpose()?.unwrap_or_default();
    let maker = made::Maker::default();
    let names: Vec<ArticleNames> =
        (0..DIFFERENT.min(count)).map(|n| analyse(&article(&maker.article(n, 4096)))).collect();
    let before = resident()?;
    let (mut registry, mut mentions) = (Registry::new(), 0);
    let mut took = Duration::ZERO;
    for n in 0..count {
        let names = names[n % names.len()].clone();
        mentions += names.mentions().len();
        let start = Instant::now();
        registry.add(ArticleId(n as u32), &names);
        took += start.elapsed();
    }
    let took = took.as_secs_f64() * 1e6 / count.max(1) as f64;
    let bytes = (resident()? - before) as f64 / mentions.max(1) as f64;
    println!("{count} articles, {mentions} mentions: {bytes:.1} bytes a mention, {took:.1} µs an article");
    if people > 0 {
        add_people(&mut registry, count, people)?;
    }
    ask(&registry);
    keep(&registry)
}

/// Packs all of it and reads it back.
fn keep(registry: &Registry) -> anyhow::Result<()> {
    let start = Instant::now();
    let packed = registry.pack();
    let packing = start.elapsed();
    let start = Instant::now();
    let again = Registry::unpack(&packed).context("it is not read back")?;
    let unpacking = start.elapsed();
    anyhow::ensure!(again.all_mentions() == registry.all_mentions(), "it is not the same");
    println!("kept in {:.1} MB, packed in {packing:.0?}, read back in {unpacking:.0?}", packed.len() as f64 / 1e6);
    Ok(())
}

/// People named once each, in articles from `first` on.
fn add_people(registry: &mut Registry, first: usize, people: usize) -> anyhow::Result<()> {
    let (before, mut slowest, mut all) = (resident()?, 0.0, 0.0);
    for n in 0..people / ONCE {
        let cast: Vec<String> = (n * ONCE..(n + 1) * ONCE).map(person).collect();
        let names = once(&cast);
        let start = Instant::now();
        registry.add(ArticleId((first + n) as u32), &names);
        let took = start.elapsed().as_secs_f64() * 1e3;
        (slowest, all) = (f64::max(slowest, took), all + took);
    }
    let bytes = (resident()? - before) / people;
    let each = all * 1e3 / people as f64;
    println!("{people} people named once: {bytes} bytes and {each:.1} µs a name, the slowest article {slowest:.1} ms");
    Ok(())
}

/// A name that comes only once for each number: one of 700 given names and one of 3,000 family names.
fn person(n: usize) -> String {
    let mixed = n.wrapping_mul(7919) % 2_100_000;
    let word = |mut at: usize, syllables: usize| {
        let mut word = String::new();
        for _ in 0..syllables {
            word += ["ba", "do", "fi", "gu", "ke", "la", "mo", "ni", "pru", "que", "ran", "sil", "tor", "vel"][at % 14];
            at /= 14;
        }
        word[..1].to_uppercase() + &word[1..]
    };
    format!("{} {}", word(mixed % 700, 3), word(mixed / 700, 4))
}

/// An article of names between commas.
fn once(people: &[String]) -> ArticleNames {
    let mut at = 0;
    let mut spans = Vec::new();
    for person in people {
        spans.push(Found { span: Span::new(at, at + person.len()), kind: Kind::Person });
        at += person.len() + 2;
    }
    resolve(&Tokenised::new(&article(&people.join(", "))), &spans)
}

/// Asks what the screen asks each frame.
fn ask(registry: &Registry) {
    let time = |what: &str, ask: &dyn Fn() -> usize| {
        // The quickest of nine: others may use the machine.
        let runs = (0..9).map(|_| {
            let start = Instant::now();
            (ask(), start.elapsed())
        });
        let Some((answer, took)) = runs.min_by_key(|(_, took)| *took) else { return };
        println!("{what}: {answer} in {:.3} ms", took.as_secs_f64() * 1e3);
    };
    let most = registry.most_mentioned(2);
    let Some(&(first, ..)) = most.iter().find(|(_, kind, _)| *kind == Kind::Person) else { return };
    time("the 500 most mentioned of each kind", &|| registry.most_mentioned(500).len());
    time("their names", &|| registry.most_mentioned(500).iter().map(|&(id, ..)| registry.name(id).len()).sum());
    time("mentions of the first", &|| registry.mentions(first) as usize);
    time("articles of the first", &|| registry.article_count(first));
    time("mentions of the first in an article", &|| registry.mentions_of(first, ArticleId(77)) as usize);
    time("names in an article", &|| registry.entities_in(ArticleId(77)).len());
    let people = most.iter().filter(|(_, kind, _)| *kind == Kind::Person).map(|&(id, ..)| id);
    let pair: Vec<EntityId> = people.take(2).collect();
    time("articles of the two most named, and where they meet", &|| Together::find(&pair, registry).len());
    let both: Vec<String> = pair.iter().map(|&id| format!("person:\"{}\"", registry.name(id))).collect();
    let query = Query::parse(&format!("{} near:sentence", both.join(" ")), chrono::NaiveDate::default());
    time("a query for their meetings", &|| {
        let bearers = Bearers::find(&query, registry);
        let near = query.nears()[0].0;
        (0..2000).map(ArticleId).filter(|&id| bearers.bring_together(near, id)).count()
    });
    time("the card of the first", &|| registry.entity(first).map_or(0, |entity| entity.articles().len()));
}

fn article(text: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    for paragraph in text.split("\n\n") {
        builder.block(BlockKind::Paragraph, paragraph);
    }
    builder.finish("made")
}

/// Bytes of memory in use.
fn resident() -> anyhow::Result<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS in /proc/self/status")?;
    Ok(line.split_whitespace().nth(1).context("no figure in VmRSS")?.parse::<usize>()? * 1024)
}
