//! A walk down the outer objects and arrays of a JSON text, one element at a time, so that a file which is cut or broken gives
//! what stands before the break, and no more than one element of a long array is held beside the articles.
//!
//! Values inside are parsed by `serde_json`; only the few outermost levels are walked here.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::Deserializer;

use super::collect::Collection;
use super::repair;
use super::value::{Bounded, Members, Value};
use crate::document::{Article, Problem};

/// Levels that are walked.
const DEPTH: usize = 3;

/// Members and elements without articles that are kept of one object or array, in case they are a part of one.
const KEPT: usize = 1000;

/// Elements in which a first article is looked for, before the content is believed to hold none.
const LOOKED_AT: usize = 500;

/// Why a walk ends before the text does.
enum End {
    /// The text is no JSON from here on.
    Broken(Problem),
    /// Enough is known.
    Enough,
}

/// A walk.
pub struct Walk<'t, 'a> {
    text: Cow<'t, str>,
    at: usize,
    /// Set once the text was repaired: there is nothing more to mend.
    repaired: bool,
    /// Set when only the first article is wanted; then counts the elements.
    looking: Option<usize>,
    collection: Collection<'a>,
}

impl<'t, 'a> Walk<'t, 'a> {
    /// At the beginning of `text`.
    pub fn new(text: &'t str, collection: Collection<'a>) -> Self {
        Self { text: Cow::Borrowed(text), at: 0, repaired: false, looking: None, collection }
    }

    /// True when there is an article.
    pub fn finds_one(mut self) -> bool {
        self.looking = Some(0);
        // A break behind the first article does not count.
        let _ = self.roots();
        self.collection.len() > 0
    }

    /// All articles and what is to be told.
    pub fn run(mut self) -> (Vec<Article>, Vec<Problem>) {
        let end = self.roots();
        let (articles, mut problems) = self.collection.finish();
        if let Err(End::Broken(problem)) = end {
            problems.insert(0, problem);
        }
        (articles, problems)
    }

    /// One value after the other: files are put together of several.
    fn roots(&mut self) -> Result<(), End> {
        loop {
            while matches!(self.peek(), Some(b',' | b'\x1E')) {
                self.at += 1;
            }
            match self.peek() {
                None => return Ok(()),
                Some(b'{' | b'[') => drop(self.value(0)?),
                Some(_) => return Err(self.broken("an object or an array is missing")),
            }
        }
    }

    /// The next byte behind white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        let white = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.at += white;
        rest.get(white).copied()
    }

    fn value(&mut self, depth: usize) -> Result<Value, End> {
        match self.peek() {
            Some(b'{') if depth < DEPTH => self.object(depth),
            Some(b'[') if depth < DEPTH => self.list(),
            _ => {
                let value = self.bounded()?;
                self.collection.take(&value, false, DEPTH);
                Ok(value)
            }
        }
    }

    /// Walks an object. What was read before a break may be an article as well.
    fn object(&mut self, depth: usize) -> Result<Value, End> {
        let before = self.collection.len();
        let mut members = Vec::new();
        let end = self.members(&mut members, depth);
        let found = self.collection.found(&members);
        self.collection.settle(&members, found, before, false);
        self.look()?;
        end.map(|()| Value::Object(members))
    }

    fn members(&mut self, members: &mut Members, depth: usize) -> Result<(), End> {
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'}') => break,
                Some(b',') if !members.is_empty() => self.at += 1,
                Some(b'"') => {
                    let name: String = self.parse()?;
                    if self.peek() != Some(b':') {
                        return Err(self.broken("a colon is missing"));
                    }
                    self.at += 1;
                    self.peek();
                    let start = self.at;
                    let value = self.value(depth + 1);
                    if value.is_err() && self.at == start {
                        members.extend(self.rest_of_text().map(|text| (name.clone(), text)));
                    }
                    let value = value?;
                    if members.len() < KEPT {
                        members.push((name, value));
                    }
                }
                _ => return Err(self.broken("a name or a closing brace is missing")),
            }
        }
        self.at += 1;
        Ok(())
    }

    /// A string that the end of the file cuts is still the beginning of a text.
    fn rest_of_text(&self) -> Option<Value> {
        let rest = self.text[self.at..].strip_prefix('"')?;
        let closed = |text: &str| serde_json::from_str(&format!("\"{text}\"")).ok();
        // The cut may go through an escape.
        closed(rest).or_else(|| closed(&rest[..rest.rfind('\\')?])).map(Value::Text)
    }

    /// Walks an array: what is an article goes to the others at once.
    fn list(&mut self) -> Result<Value, End> {
        self.at += 1;
        let (mut kept, mut seen, mut first) = (Vec::new(), false, true);
        loop {
            match self.peek() {
                Some(b']') => break,
                Some(b',') if !first => self.at += 1,
                Some(_) => {
                    first = false;
                    let value = self.element()?;
                    let record = matches!(value, Value::Object(_) | Value::List(_));
                    let before = self.collection.len();
                    let taken = record && self.collection.take(&value, seen, 1);
                    self.collection.empty += usize::from(seen && record && !taken);
                    seen |= taken;
                    if !taken && kept.len() < KEPT {
                        kept.push(value);
                    }
                    self.collection.list(before);
                    self.look()?;
                }
                None => return Err(self.broken("it ends too early, in an array that is not closed")),
            }
        }
        self.at += 1;
        Ok(Value::List(kept))
    }

    /// An element. Of one that breaks off, what stands before the break may be an article.
    fn element(&mut self) -> Result<Value, End> {
        let element = self.bounded();
        if element.is_err() && self.peek() == Some(b'{') {
            // It breaks where it broke before.
            let _ = self.object(DEPTH - 1);
        }
        element
    }

    /// Ends the walk when enough is known.
    fn look(&mut self) -> Result<(), End> {
        if self.collection.full.is_some() {
            return Err(End::Enough);
        }
        let Some(looked_at) = &mut self.looking else { return Ok(()) };
        *looked_at += 1;
        if self.collection.len() == 0 && *looked_at < LOOKED_AT { Ok(()) } else { Err(End::Enough) }
    }

    fn bounded(&mut self) -> Result<Value, End> {
        let bounded: Bounded = self.parse()?;
        self.collection.cut += usize::from(bounded.cut);
        Ok(bounded.value)
    }

    /// Parses the next value. Where it breaks, the text is repaired once.
    fn parse<T: DeserializeOwned>(&mut self) -> Result<T, End> {
        loop {
            let mut stream = Deserializer::from_str(&self.text[self.at..]).into_iter::<T>();
            let error = match stream.next() {
                Some(Ok(value)) => {
                    self.at += stream.byte_offset();
                    return Ok(value);
                }
                Some(Err(error)) => error,
                None => return Err(self.broken("it ends too early")),
            };
            let mended = if self.repaired { None } else { repair::mend(&self.text[self.at..]) };
            self.repaired = true;
            let Some(mended) = mended else { return Err(self.broken_at(&error)) };
            // What is mended takes the same room, so all that is behind stands where it stood.
            self.text = Cow::Owned([&self.text[..self.at], &mended].concat());
        }
    }

    fn broken_at(&self, error: &serde_json::Error) -> End {
        let (line, column) = self.place();
        // The parser counts from where it began.
        let column = if error.line() <= 1 { column + error.column() } else { error.column() };
        End::Broken(broken(line + error.line().max(1) - 1, column, &reason(error)))
    }

    fn broken(&self, reason: &str) -> End {
        let (line, column) = self.place();
        End::Broken(broken(line, column + 1, reason))
    }

    /// The line, from 1, and the bytes before this place in it.
    fn place(&self) -> (usize, usize) {
        let before = &self.text.as_bytes()[..self.at];
        let line = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        (memchr::memchr_iter(b'\n', before).count() + 1, self.at - line)
    }
}

fn broken(line: usize, column: usize, reason: &str) -> Problem {
    Problem::new(format!("The JSON breaks at line {line}, column {column}: {reason}; what stands before is read."))
}

/// What is wrong, in a few words.
pub fn reason(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "it ends too early".to_owned();
    }
    let message = error.to_string();
    message.split(" at line ").next().unwrap_or_default().to_owned()
}
