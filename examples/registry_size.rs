//! Measures what the mentions of a pile hold in memory: `registry_size ARTICLES` joins the names of as many made-up articles of
//! 4 KB into a registry and prints the bytes a mention. Two thousand different articles are analysed, then they come again
//! under other numbers. Linux only: the memory comes from /proc.

#[path = "../benches/made/mod.rs"]
mod made;

use anyhow::Context;
use kiosque::document::{Article, ArticleBuilder, ArticleId, BlockKind};
use kiosque::names::{ArticleNames, Registry, analyse};

/// Articles that are analysed; all others are these again.
const DIFFERENT: usize = 2000;

fn main() -> anyhow::Result<()> {
    let count: usize = std::env::args().nth(1).context("usage: registry_size ARTICLES")?.parse()?;
    let maker = made::Maker::default();
    let names: Vec<ArticleNames> =
        (0..DIFFERENT.min(count)).map(|n| analyse(&article(&maker.article(n, 4096)))).collect();
    let before = resident()?;
    let (mut registry, mut mentions) = (Registry::new(), 0);
    for n in 0..count {
        let names = &names[n % names.len()];
        mentions += names.mentions().len();
        registry.add(ArticleId(n as u32), names);
    }
    let bytes = resident()? - before;
    println!("{count} articles, {mentions} mentions: {} bytes a mention", bytes / mentions.max(1));
    Ok(())
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
