//! What the tests of the readers share: how an article is shown, a sentence of text, a packer.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::Reading;
use crate::document::{Article, Block, BlockKind};

/// A sentence that records are filled with.
pub const TEXT: &str =
    "Le conseil a voté lundi la réouverture du marché couvert, fermé depuis l’incendie du printemps.";

/// One line for each block: a sign for its kind, then its text.
pub fn shape(article: &Article) -> String {
    let sign = |kind| match kind {
        BlockKind::Title => "# ",
        BlockKind::Heading => "## ",
        BlockKind::Paragraph => "",
        BlockKind::ListItem => "* ",
        BlockKind::Quotation => "> ",
        BlockKind::Preformatted => "| ",
        BlockKind::Caption => "^ ",
        BlockKind::Furniture => "~ ",
    };
    let line = |b: &Block| format!("{}{}", sign(b.kind), b.span.of(article.text()).replace('\n', "⏎"));
    article.blocks().iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Title, source, author, date, address and visible text of each article, what is not known left out, [`TEXT`] as `@`.
pub fn shown(articles: &[Article]) -> Vec<String> {
    let one = |article: &Article| {
        let body: Vec<&str> = article.visible_blocks().skip(1).map(|block| block.span.of(article.text())).collect();
        let date = article.published().map(|at| at.to_string());
        let known = [Some(article.title()), article.source(), article.author(), date.as_deref(), article.address()];
        format!("{} | {}", known.into_iter().flatten().collect::<Vec<_>>().join(", "), body.join(" ¶ "))
            .replace(TEXT, "@")
    };
    articles.iter().map(one).collect()
}

/// What is wrong with the whole, a line each.
pub fn problems(reading: &Reading) -> String {
    reading.problems.iter().map(|problem| problem.message().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Bytes packed by gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
