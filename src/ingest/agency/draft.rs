//! An item while it is read: what is known of it so far, and its body.

use quick_xml::escape::partial_escape;

use super::parts::WEAK;
use crate::document::Article;
use crate::ingest::fields::Role;
use crate::ingest::record::{Record, is_markup};

/// Values that are kept of an item; what agencies send has some ten.
const KNOWN: usize = 200;

/// Drafts around an item that are asked for what it does not say: its components, itself, the message.
const AROUND: usize = 6;

/// What is known of an item.
#[derive(Debug, Default)]
pub struct Draft {
    /// Values with their role and their number; the smallest number of a role counts, and of equal ones the first.
    known: Vec<(Role, u8, String)>,
    body: String,
    /// True when the body is markup.
    marked: bool,
    notes: Vec<String>,
    /// True when an article was made of a component of this.
    pub given: bool,
}

impl Draft {
    /// Takes a value for a role.
    pub fn tell(&mut self, role: Role, number: u8, value: &str) {
        let value = value.trim();
        if !value.is_empty() && self.known.len() < KNOWN {
            self.known.push((role, number, value.to_owned()));
        }
    }

    /// Takes a text beside the article.
    pub fn note(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.notes.push(text.trim().to_owned());
        }
    }

    /// Takes text of the body.
    pub fn text(&mut self, text: &str) {
        if self.marked {
            self.body.push_str(&partial_escape(text));
        } else {
            self.body.push_str(text);
        }
    }

    /// Takes a tag of the body, which is markup from now on: `p`, `/p`.
    pub fn tag(&mut self, tag: &str, address: Option<&str>) {
        self.mark();
        self.body.extend(["<", tag]);
        if let Some(address) = address {
            self.body.extend([" href=\"", &quick_xml::escape::escape(address), "\""]);
        }
        self.body.push('>');
    }

    /// Makes a body that is plain text markup.
    fn mark(&mut self) {
        if self.marked {
            return;
        }
        self.marked = true;
        let plain = std::mem::take(&mut self.body);
        if is_markup(&plain) {
            self.body = plain;
            return;
        }
        for line in plain.lines().filter(|line| !line.trim().is_empty()) {
            self.body.extend(["<p>", &partial_escape(line), "</p>"]);
        }
    }

    /// True when it has a text.
    pub fn has_body(&self) -> bool {
        if !self.marked {
            return !self.body.trim().is_empty();
        }
        let outside = self.body.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
        outside.into_iter().any(|text| !text.trim().is_empty())
    }

    /// True when it has a headline of its own.
    pub fn has_headline(&self) -> bool {
        self.known.iter().any(|(role, number, _)| *role == Role::Title && *number < WEAK)
    }

    /// Takes in a component that is no article by itself.
    pub fn absorb(&mut self, mut part: Self) {
        self.given |= part.given;
        self.known.append(&mut part.known);
        self.known.truncate(KNOWN);
        self.notes.append(&mut part.notes);
        if !part.has_body() {
            return;
        }
        if self.has_body() && (self.marked || part.marked) {
            self.mark();
            part.mark();
        }
        self.marked = part.marked;
        if self.has_body() {
            self.body.push_str("\n\n");
            self.body.push_str(&part.body);
        } else {
            self.body = part.body;
        }
    }

    /// The article, with what those around it know and it does not; `None` when it says nothing that could be read.
    pub fn article(self, around: &[Self], name: &str) -> Option<Article> {
        let mut record = Record::default();
        let all = || self.known.iter().chain(around.iter().rev().take(AROUND).flat_map(|outer| &outer.known));
        let mut known: Vec<&(Role, u8, String)> = all().collect();
        // Stable: of two with one number the nearer one stays before the other.
        known.sort_by_key(|(_, number, _)| *number);
        let mut notes = self.notes.clone();
        for (role, number, value) in known {
            if record.has(*role) {
                // A second headline or summary of its own is text that is not the article's.
                let told = matches!(role, Role::Title | Role::Summary) && *number < WEAK;
                let own = self.known.iter().any(|(_, _, own)| own == value);
                let first =
                    self.known.iter().find(|(known, _, _)| known == role).is_none_or(|(_, _, first)| first != value);
                if told && own && first && !notes.contains(value) {
                    notes.push(value.clone());
                }
                continue;
            }
            record.set(*role, value);
        }
        let body = self.has_body();
        if body {
            record.set(Role::Text, &self.body);
        } else if !record.can_be_read() {
            return None;
        }
        for note in notes {
            record.note(&note);
        }
        let markup = self.marked || is_markup(&self.body);
        Some(record.article_of(body && markup, name))
    }
}
