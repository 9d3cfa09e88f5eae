//! Articles for the tests of the writers, their names marked where they stand.

use std::sync::Arc;

use super::view::{Item, Marks, Named, Who};
use crate::document::{ArticleBuilder, BlockKind, Span};
use crate::names::{EntityId, Kind};

/// An article: `[p1:Kim Jong Un]` names person 1, `o` an organisation, `l` a place; a star in front of the number is for the one
/// followed. Entity 1 is called `name-1` unless it is in the table.
pub(super) fn item(path: &str, title: &str, text: &str) -> Item {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Title, title);
    let (mut named, mut following) = (Vec::new(), false);
    for paragraph in text.split("\n\n") {
        let (mut plain, mut found) = (String::new(), Vec::new());
        for (at, piece) in paragraph.split(['[', ']']).enumerate() {
            if at % 2 == 0 {
                plain += piece;
                continue;
            }
            let (head, surface) = piece.split_once(':').unwrap();
            let kind = match &head[..1] {
                "p" => Kind::Person,
                "o" => Kind::Organisation,
                _ => Kind::Place,
            };
            let number = head[1..].trim_start_matches('*');
            let wanted = number.len() < head.len() - 1;
            following |= wanted;
            let id = EntityId(number.parse().unwrap());
            found.push((plain.len()..plain.len() + surface.len(), kind, id, wanted));
            plain += surface;
        }
        let Some(block) = builder.block(BlockKind::Paragraph, &plain) else { continue };
        // A block is kept without the space at its edges, even where a name begins with it.
        let kept = |at: usize| block.start() + at.saturating_sub(plain.len() - plain.trim_start().len());
        for (range, kind, id, wanted) in found {
            let span = Span::new(kept(range.start), kept(range.end));
            let who = Arc::new(Who { id, name: format!("name-{}", id.0), kind });
            named.push(Named { span, kind, who, wanted });
        }
    }
    let article = Arc::new(builder.finish("x"));
    if !following {
        for named in &mut named {
            named.wanted = true;
        }
    }
    Item { path: path.to_owned(), ordinal: 0, article, named, marks: Marks::default(), following }
}
