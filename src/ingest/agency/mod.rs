//! The XML in which news agencies send their articles: NewsML-G2, NewsML 1.2 and NITF, one item or a message of many.
//!
//! `reader` goes through the events of the file, `parts` says what each element is, `draft` holds an item while it is read. The
//! body becomes markup and is read as a page's. Names count without their prefixes; no entity is expanded but those of XML
//! and HTML, nothing outside of the file is looked at, and what is no text (pictures, references, codes of subjects) is not
//! read.

mod draft;
mod parts;
mod reader;

use quick_xml::Reader as Events;
use quick_xml::events::Event;

use super::Reading;
use super::source::Source;

/// Events before the outermost element: declaration, comments, document type.
const PROLOGUE: usize = 50;

/// True when the outermost element is one of an agency's.
pub fn recognises(source: &Source) -> Option<&'static str> {
    let text = source.text()?.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if !text.starts_with('<') {
        return None;
    }
    let mut events = Events::from_str(text);
    for _ in 0..PROLOGUE {
        let (Event::Start(start) | Event::Empty(start)) = (match events.read_event() {
            Ok(Event::Eof) | Err(_) => return None,
            Ok(event) => event,
        }) else {
            continue;
        };
        return match start.local_name().into_inner() {
            "newsMessage" | "newsItem" | "packageItem" => Some("its outermost element is one of NewsML-G2"),
            "NewsML" => Some("its outermost element is that of NewsML"),
            "nitf" => Some("its outermost element is that of NITF"),
            _ => None,
        };
    }
    None
}

/// One article for each item with a text.
pub fn read(source: &Source) -> Reading {
    let (articles, mut problems) = reader::read(source.text().unwrap_or_default(), source.name(), source.budget());
    problems.extend(source.problem());
    Reading { problems, ..Reading::of(articles) }
}

#[cfg(test)]
mod tests;
