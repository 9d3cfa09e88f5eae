//! Where a text says the names that the machine misses.

use memchr::memmem;

use super::Rules;
use crate::document::{Article, Span};
use crate::names::Mention;

/// Where `article` says the missed names of `rules` and nothing in `mentions` stands: ascending, disjoint, each with the
/// place of the name among them. Of names that overlap, the longer one is there.
#[must_use]
pub fn spots(rules: &Rules, article: &Article, mentions: &[Mention]) -> Vec<(Span, usize)> {
    let mut names: Vec<(usize, &str)> =
        rules.missed().iter().enumerate().map(|(at, subject)| (at, subject.name.as_str())).collect();
    names.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
    let mut found: Vec<(Span, usize)> = Vec::new();
    for (at, name) in names {
        for block in article.visible_blocks() {
            let text = block.span.of(article.text());
            for place in memmem::find_iter(text.as_bytes(), name.as_bytes()) {
                let (before, after) = (&text[..place], &text[place + name.len()..]);
                let inside = before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric);
                let start = block.span.start() + place;
                let span = Span::new(start, start + name.len());
                let taken = touches(mentions, |m| m.span, span) || touches(&found, |f| f.0, span);
                if !inside && !taken {
                    let to = found.partition_point(|(other, _)| other.start() < span.start());
                    found.insert(to, (span, at));
                }
            }
        }
    }
    found
}

/// True when some of ascending, disjoint `items` stands on a part of `span`.
fn touches<T>(items: &[T], of: impl Fn(&T) -> Span, span: Span) -> bool {
    let at = items.partition_point(|item| of(item).end() <= span.start());
    items.get(at).is_some_and(|item| of(item).start() < span.end())
}
