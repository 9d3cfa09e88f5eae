//! What the elements of agencies' XML are: the parts of an item, and those of a body as elements of a page.
//!
//! Names come without prefix, in small letters: NewsML 1.2 and NewsML-G2 differ in their capitals only where they share a name.

use crate::ingest::fields::Role;

/// What the text of an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Something known of the item. Of two for one role the one with the smaller number counts.
    Known(Role, u8),
    /// Text beside the article: a dateline, a note, rights.
    Note,
}

/// A title with at least this number names the page or the file, and is no headline.
pub const WEAK: u8 = 8;

/// What an element of this name in one of that name is.
pub fn part(name: &str, parent: &str) -> Option<Part> {
    use Part::{Known, Note};
    use Role::{Author, Date, Source, Summary, Title};
    Some(match (name, parent) {
        ("headline" | "hl1", _) => Known(Title, 0),
        ("title", "itemmeta" | "head") => Known(Title, WEAK),
        ("slugline", _) => Known(Title, WEAK + 1),
        ("abstract", "body.head" | "contentmeta") => Known(Summary, 0),
        ("hl2", "hedline") | ("subheadline", _) => Known(Summary, 1),
        ("description", "contentmeta") => Known(Summary, 2),
        ("byline", _) | ("by", "contentmeta") => Known(Author, 0),
        ("creator", "contentmeta" | "administrativemetadata") => Known(Author, 3),
        ("provider", _) => Known(Source, 1),
        ("distributor", "body.head") => Known(Source, 2),
        ("creditline", _) | ("infosource", "contentmeta") => Known(Source, 3),
        ("source", "administrativemetadata") => Known(Source, 4),
        ("versioncreated" | "thisrevisioncreated", _) => Known(Date, 1),
        ("contentcreated", _) => Known(Date, 2),
        ("firstcreated", _) => Known(Date, 3),
        ("dateid", _) => Known(Date, 4),
        ("sent" | "dateandtime", _) => Known(Date, 6),
        (
            "dateline" | "tagline" | "byttl" | "bytag" | "copyrightline" | "copyrightnotice" | "usageterms" | "ednote"
            | "newslinetext",
            _,
        )
        | ("note" | "rights", "body.head") => Note,
        _ => return None,
    })
}

/// Attributes that say something of the item: the element, the attribute, its role and number.
pub const ATTRIBUTES: [(&str, &str, Role, u8); 21] = [
    ("newsitem", "lang", Role::Language, 2),
    ("newsitem", "guid", Role::Url, 1),
    ("newscomponent", "lang", Role::Language, 2),
    ("nitf", "lang", Role::Language, 1),
    ("inlinexml", "lang", Role::Language, 1),
    ("inlinedata", "lang", Role::Language, 1),
    ("html", "lang", Role::Language, 1),
    ("language", "tag", Role::Language, 0),
    ("language", "formalname", Role::Language, 0),
    ("contentset", "lang", Role::Language, 2),
    ("provider", "literal", Role::Source, 2),
    ("provider", "qcode", Role::Source, 5),
    ("provider", "formalname", Role::Source, 2),
    ("creator", "literal", Role::Author, 4),
    ("infosource", "literal", Role::Source, 4),
    ("story.date", "norm", Role::Date, 0),
    ("date.issue", "norm", Role::Date, 0),
    ("date.release", "norm", Role::Date, 2),
    ("pubdata", "date.publication", Role::Date, 1),
    ("pubdata", "name", Role::Source, 0),
    ("doc.copyright", "holder", Role::Source, 6),
];

/// True for what stands for one article at least: an item of a message, or a component of one.
pub fn is_scope(name: &str) -> bool {
    is_item(name) || name == "newscomponent"
}

/// True for a whole item.
pub fn is_item(name: &str) -> bool {
    matches!(name, "newsitem" | "packageitem" | "nitf")
}

/// True for the element that holds a body.
pub fn begins_body(name: &str) -> bool {
    matches!(name, "inlinexml" | "inlinedata" | "datacontent" | "body.content")
}

/// True for what lies in a body and is none of its text.
pub fn ends_body(name: &str) -> bool {
    matches!(
        name,
        "nitf" | "head" | "script" | "style" | "media-metadata" | "media-object" | "nitf-table-metadata" | "pronounce"
    )
}

/// The element of a page that an element of a body stands for; `None` for those that mark words only.
pub fn tag(name: &str) -> Option<&'static str> {
    const SAME: [&str; 28] = [
        "p",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "table",
        "tr",
        "td",
        "th",
        "div",
        "figure",
        "figcaption",
        "a",
        "section",
        "aside",
        "footer",
        "caption",
    ];
    let known = match name {
        "hl2" => "h2",
        "para" | "paragraph" | "credit" | "media-producer" => "p",
        "bq" => "blockquote",
        "block" | "article" | "body" => "div",
        "media" => "figure",
        "media-caption" => "figcaption",
        name => SAME.into_iter().find(|known| *known == name)?,
    };
    Some(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_one_only_of_the_content() {
        assert_eq!(part("description", "contentmeta"), Some(Part::Known(Role::Summary, 2)));
        assert_eq!(part("description", "subject"), None);
        assert_eq!(part("title", "head"), Some(Part::Known(Role::Title, WEAK)));
        assert_eq!((tag("hl2"), tag("person"), tag("p")), (Some("h2"), None, Some("p")));
    }
}
