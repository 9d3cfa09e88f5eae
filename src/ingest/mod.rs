//! stub
use crate::document::*;
/// h
pub struct Hints<'a> {
    /// n
    pub name: &'a str,
    /// c
    pub charset: Option<&'a str>,
}
/// f
pub enum Format {
    /// p
    PlainText,
    /// h
    Html,
}
/// d
pub fn detect(bytes: &[u8], _: &Hints) -> Option<Format> {
    (!bytes.contains(&0)).then_some(Format::PlainText)
}
/// r
pub fn read(bytes: &[u8], hints: &Hints) -> Vec<Article> {
    let t = String::from_utf8_lossy(bytes);
    let mut b = ArticleBuilder::new();
    let mut first = true;
    for l in t.split('\n') {
        let k = if first && l.len() < 150 && l.len() > 20 {
            BlockKind::Title
        } else if l.len() < 15 {
            BlockKind::Furniture
        } else {
            BlockKind::Paragraph
        };
        if b.block(k, l).is_some() {
            first = false;
        }
    }
    vec![b.finish(hints.name)]
}
