//! From what was typed to a tree, whatever was typed.
//!
//! Side by side holds more closely than `OR`: `a b OR c` is `(a b) OR c`.

use std::borrow::Cow;
use std::ops::Range;

use chrono::NaiveDate;

use super::Complaint;
use super::ast::{Flag, Name, NameKind, Node, Tag, Term};
use super::date::{Bound, Date, NoDate};
use super::field::{Field, FieldSpec};
use super::near::{self, Near, UNITS};
use super::text::Text;
use super::token::{self, Kind, Quote, Token, tokens};

/// How deep parentheses are followed. Nobody who means it goes deeper, and everything that walks the tree needs stack
/// for as many levels.
pub(super) const MAX_DEPTH: usize = 32;

/// Said of signs without a word.
const NOTHING: &str = "there is no letter or digit to look for here; it is left out";

/// What came of reading.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) root: Option<Node>,
    pub(super) complaints: Vec<Complaint>,
    /// True when the last word was taken as unfinished.
    pub(super) opened: bool,
}

/// Reads what was typed. With `open` a last word that is not negated is taken as unfinished.
pub(super) fn parse(typed: &str, today: NaiveDate, open: bool) -> Parsed {
    let open_end = open.then_some(typed.len()).filter(|_| typed.ends_with(char::is_alphanumeric));
    let mut parser = Parser {
        typed,
        today,
        tokens: tokens(typed),
        at: 0,
        ignored: 0,
        negations: 0,
        open_end,
        parsed: Parsed::default(),
    };
    parser.parsed.root = parser.any(0).and_then(|root| near::bind(root, &mut parser.parsed.complaints));
    parser.parsed.complaints.sort_by_key(|complaint| complaint.range.start);
    parser.parsed
}

struct Parser<'a> {
    typed: &'a str,
    today: NaiveDate,
    tokens: Vec<Token>,
    at: usize,
    /// Parentheses that were opened too deep down and wait for their closing ones.
    ignored: usize,
    /// Negations around what is being read.
    negations: usize,
    /// Where an unfinished word would end.
    open_end: Option<usize>,
    parsed: Parsed,
}

impl Parser<'_> {
    fn complain(&mut self, range: Range<usize>, message: impl Into<Cow<'static, str>>) {
        self.parsed.complaints.push(Complaint { range, message: message.into() });
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    /// What stands on both sides of `OR`, up to the end of the group.
    fn any(&mut self, depth: usize) -> Option<Node> {
        const LONELY: &str = "OR stands between two things; one of them is missing here";
        let mut branches = Vec::new();
        let mut waiting: Option<Range<usize>> = None;
        loop {
            let start = self.at;
            branches.extend(self.all(depth));
            let nothing = self.at == start;
            let Some(Token { kind: Kind::Or, range }) = self.peek().cloned() else {
                if let Some(range) = waiting.filter(|_| nothing) {
                    self.complain(range, LONELY);
                }
                return Node::any(branches);
            };
            self.at += 1;
            if nothing {
                self.complain(range, LONELY);
            } else {
                waiting = Some(range);
            }
        }
    }

    /// What stands side by side, up to an `OR` or the end of the group.
    fn all(&mut self, depth: usize) -> Option<Node> {
        let mut parts = Vec::new();
        while let Some(Token { kind, range }) = self.peek() {
            match kind {
                Kind::Or => break,
                Kind::And => self.at += 1,
                Kind::Close if self.ignored > 0 => {
                    self.ignored -= 1;
                    self.at += 1;
                }
                Kind::Close if depth > 0 => break,
                Kind::Close => {
                    let range = range.clone();
                    self.at += 1;
                    self.complain(range, "this parenthesis closes nothing; it is left out");
                }
                Kind::Open | Kind::Not { .. } | Kind::Term(_) => parts.extend(self.one(depth)),
            }
        }
        Node::all(parts)
    }

    /// A term or a group, with the minus before it.
    fn one(&mut self, depth: usize) -> Option<Node> {
        let mut minus: Option<Range<usize>> = None;
        while let Some(Token { kind: Kind::Not { word }, range }) = self.peek() {
            let (word, range) = (*word, range.clone());
            self.at += 1;
            let fits = self.peek().is_some_and(|next| {
                let side = !matches!(next.kind, Kind::Or | Kind::And | Kind::Close);
                side && (word || next.range.start == range.end)
            });
            if !fits {
                let message = "a minus excludes what stands right behind it, and here is nothing; it is left out";
                self.complain(range, message);
                return None;
            }
            minus = Some(minus.map_or(range.clone(), |first| first.start..range.end));
        }
        self.negations += usize::from(minus.is_some());
        let token = self.peek()?.clone();
        self.at += 1;
        let node = match token.kind {
            Kind::Open => self.group(&token.range, depth),
            Kind::Term(term) => {
                let start = minus.as_ref().map_or(token.range.start, |minus| minus.start);
                self.term(&term, &token.range, start)
            }
            _ => None,
        };
        self.negations -= usize::from(minus.is_some());
        node.map(|node| if minus.is_some() { node.negated() } else { node })
    }

    /// The inside of the parenthesis that stands at `open`.
    fn group(&mut self, open: &Range<usize>, depth: usize) -> Option<Node> {
        if depth == MAX_DEPTH {
            if self.ignored == 0 {
                self.complain(open.clone(), "parentheses stand too deep in one another here; these are left out");
            }
            self.ignored += 1;
            return None;
        }
        let start = self.at;
        let inner = self.any(depth + 1);
        let nothing = self.at == start;
        match self.peek().map(|close| close.range.clone()) {
            Some(close) => {
                self.at += 1;
                if nothing {
                    self.complain(open.start..close.end, "there is nothing in these parentheses; they are left out");
                }
            }
            None => self.complain(open.clone(), "this parenthesis is not closed; it is read to the end"),
        }
        inner
    }

    /// A word, a phrase or a field, which stands at `range`; `start` is where the minus before it stands.
    fn term(&mut self, term: &token::Term, range: &Range<usize>, start: usize) -> Option<Node> {
        let value = &self.typed[term.value.clone()];
        if term.quote == Quote::Unclosed {
            let from = term.head.as_ref().map_or(range.start, |head| head.end + 1);
            let message = "this quotation mark is not closed; the phrase is read to the end";
            self.complain(from..range.end, message);
        }
        if let Some(head) = &term.head {
            let name = &self.typed[head.clone()];
            if let Some(spec) = FieldSpec::find(name) {
                return self.field(spec, term, range);
            }
            // A word with a colon behind it or an address: `Kim:`, `https://…`.
            if !value.is_empty() && !value.starts_with("//") {
                let message = unknown(name);
                self.complain(range.clone(), message);
            }
        }
        let whole = if term.quote == Quote::None { &self.typed[range.clone()] } else { value };
        let text = Text::new(whole);
        // One thing to say of a quotation mark at the end is enough.
        if text.is_none() && (term.quote != Quote::Unclosed || !value.trim().is_empty()) {
            let message = match term.quote {
                Quote::None => NOTHING,
                _ if value.trim().is_empty() => "an empty phrase is left out",
                _ => "there is no letter or digit to look for in this phrase; it is left out",
            };
            self.complain(start..range.end, message);
        }
        let open = self.opens(range.end, term.quote);
        text.map(|text| Node::Term(Term::Text(if open { text.opened() } else { text })))
    }

    /// The condition of a known field.
    fn field(&mut self, spec: &'static FieldSpec, term: &token::Term, range: &Range<usize>) -> Option<Node> {
        let typed = self.typed;
        let value = &typed[term.value.clone()];
        if value.trim().is_empty() {
            if term.quote == Quote::Unclosed {
                return None;
            }
            let message = format!("{}: wants something right behind it, as in {}", spec.name, spec.example);
            self.complain(range.clone(), message);
            return None;
        }
        let text = |parser: &mut Self, make: fn(Text) -> Term| {
            let open = |text: Text| if parser.opens(range.end, term.quote) { text.opened() } else { text };
            Text::new(value).map(open).map(make)
        };
        let name = |parser: &mut Self, kind| {
            let open = |name: Name| if parser.opens(range.end, term.quote) { name.opened() } else { name };
            Name::new(kind, value).map(open).map(Term::Name)
        };
        let found = match spec.field {
            Field::Name => {
                let open = self.opens(range.end, term.quote);
                let called = Node::called(value, open);
                if called.is_none() {
                    self.complain(term.value.clone(), NOTHING);
                }
                return called;
            }
            Field::Title => text(self, Term::Title),
            Field::Source => text(self, Term::Source),
            Field::Feed => text(self, Term::Feed),
            Field::Person => name(self, NameKind::Person),
            Field::Organisation => name(self, NameKind::Organisation),
            Field::Place => name(self, NameKind::Place),
            Field::Near => {
                let known = UNITS.iter().any(|unit| unit.eq_ignore_ascii_case(value.trim()));
                known.then(|| Term::Near(Near::new(range.clone())))
            }
            Field::Tag => Tag::new(value).map(Term::Tag),
            Field::Language => language(value).map(Term::Language),
            Field::Is => Flag::find(value.trim()).map(Term::Is),
            Field::After => return self.date(Bound::After, &term.value).map(Node::Term),
            Field::Before => return self.date(Bound::Before, &term.value).map(Node::Term),
            Field::On => return self.date(Bound::On, &term.value).map(Node::Term),
        };
        if found.is_none() {
            let message: Cow<str> = match spec.field {
                Field::Language => "a language is two letters, as in lang:fr; it is left out".into(),
                Field::Near => "near: goes with sentence; it is left out".into(),
                Field::Is => "is: goes with unread, read, starred, noted or new; it is left out".into(),
                _ => NOTHING.into(),
            };
            self.complain(term.value.clone(), message);
        }
        found.map(Node::Term)
    }

    fn date(&mut self, bound: Bound, value: &Range<usize>) -> Option<Term> {
        let date = Date::parse(bound, &self.typed[value.clone()], self.today);
        let message = match date {
            Ok(date) => return Some(Term::Date(date)),
            Err(NoDate::Form) => "a date is 2023, 2023-09, 13/09/2023, today, yesterday, 7d, 2w or 3m; it is left out",
            Err(NoDate::Calendar) => "the calendar has no such day; it is left out",
        };
        self.complain(value.clone(), message);
        None
    }

    /// True when what ends at `end` is to be taken as unfinished; remembers it.
    fn opens(&mut self, end: usize, quote: Quote) -> bool {
        let opens = self.open_end == Some(end) && quote != Quote::Closed && self.negations == 0;
        self.parsed.opened |= opens;
        opens
    }
}

/// What to say of a field that does not exist.
fn unknown(name: &str) -> String {
    let lower = name.to_lowercase();
    let like = super::FIELDS.iter().find(|spec| strsim::osa_distance(spec.name, &lower) == 1);
    let like = like.map(|spec| format!(" (perhaps {}:)", spec.name)).unwrap_or_default();
    format!("there is no field {name}:{like}; this is looked for as it stands")
}

/// The code of a language: `fr`, also from `fr-CA`.
fn language(value: &str) -> Option<String> {
    let code = value.trim().split(['-', '_']).next()?.to_ascii_lowercase();
    let fits = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
    fits.then_some(code)
}
