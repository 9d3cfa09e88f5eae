//! The lines of an export: small copies of our types, so that the format never freezes a type, and the way there and back.

use chrono::{DateTime, SecondsFormat};
use serde::{Deserialize, Serialize};

use super::codec;
use super::identity::{ContentHash, Identity, Moment, Origin};
use super::notes::{Note, NoteId};
use super::passage::Passage;
use super::reading::{Place, Reading};
use super::trail::{Followed, Jump, Session, Trail};
use crate::document::Span;
use crate::text::safe;

/// Goes up when an older program could not read the lines any more. What it does not know in a line it passes over.
pub(super) const VERSION: u32 = 1;

/// One line.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    Kiosque { version: u32 },
    Article(Box<ArticleLine>),
    Trail { behind: Vec<JumpLine>, ahead: Vec<JumpLine> },
    Session(Box<SessionLine>),
}

/// What the user did with one article.
pub(super) struct Kept {
    pub article: Identity,
    /// All texts it has had.
    pub texts: Vec<ContentHash>,
    pub reading: Reading,
    pub tags: Vec<String>,
    /// Their numbers mean nothing elsewhere.
    pub notes: Vec<Note>,
}

/// A line in our own words.
pub(super) enum Item {
    Start,
    Article(Kept),
    Trail(Trail),
    Session(Session),
}

#[derive(Serialize, Deserialize)]
pub(super) struct ArticleLine {
    #[serde(flatten)]
    article: IdentityLine,
    texts: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    starred_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceLine>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<NoteLine>,
}

#[derive(Serialize, Deserialize)]
struct IdentityLine {
    title: String,
    /// Its path or what stands for one; in hexadecimal digits where it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    ordinal: u32,
    alone: bool,
    text: String,
}

#[derive(Serialize, Deserialize)]
struct PlaceLine {
    at: u32,
    text: String,
}

#[derive(Serialize, Deserialize)]
struct NoteLine {
    text: String,
    written_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    passage: Option<PassageLine>,
}

#[derive(Serialize, Deserialize)]
struct PassageLine {
    start: u32,
    end: u32,
    quoted: String,
}

#[derive(Serialize, Deserialize)]
struct FollowedLine {
    name: String,
    kind: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct JumpLine {
    article: IdentityLine,
    place: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    followed: Option<FollowedLine>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SessionLine {
    query: String,
    filter: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    followed: Option<FollowedLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<IdentityLine>,
    place: u32,
}

impl From<Item> for Line {
    fn from(item: Item) -> Self {
        match item {
            Item::Start => Self::Kiosque { version: VERSION },
            Item::Article(kept) => Self::Article(Box::new(ArticleLine {
                article: identity_line(&kept.article),
                texts: kept.texts.iter().map(|text| digits(&text.0)).collect(),
                read_at: kept.reading.read_at.map(time),
                starred_at: kept.reading.starred_at.map(time),
                place: kept.reading.place.map(|place| PlaceLine { at: place.at, text: digits(&place.text.0) }),
                tags: kept.tags,
                notes: kept.notes.into_iter().map(note_line).collect(),
            })),
            Item::Trail(Trail { behind, ahead }) => {
                let lines = |jumps: Vec<Jump>| jumps.iter().map(jump_line).collect();
                Self::Trail { behind: lines(behind), ahead: lines(ahead) }
            }
            Item::Session(session) => Self::Session(Box::new(SessionLine {
                followed: session.followed.as_ref().map(followed_line),
                article: session.article.as_ref().map(identity_line),
                query: session.query,
                filter: session.filter,
                place: session.place,
            })),
        }
    }
}

/// What is wrong with a line that has all its parts.
pub(super) type Wrong = &'static str;

impl TryFrom<Line> for Item {
    type Error = Wrong;

    fn try_from(line: Line) -> Result<Self, Wrong> {
        Ok(match line {
            Line::Kiosque { .. } => Self::Start,
            Line::Article(line) => Self::Article(Kept {
                article: identity(line.article)?,
                texts: line.texts.iter().map(|text| hash(text)).collect::<Result<_, _>>()?,
                reading: Reading {
                    read_at: line.read_at.as_deref().map(moment).transpose()?,
                    starred_at: line.starred_at.as_deref().map(moment).transpose()?,
                    place: line.place.as_ref().map(place).transpose()?,
                },
                tags: line.tags.iter().map(|tag| line_of(tag)).collect(),
                notes: line.notes.into_iter().map(note).collect::<Result<_, _>>()?,
            }),
            Line::Trail { behind, ahead } => {
                let jumps = |lines: Vec<JumpLine>| lines.into_iter().map(jump).collect::<Result<_, _>>();
                Self::Trail(Trail { behind: jumps(behind)?, ahead: jumps(ahead)? })
            }
            Line::Session(line) => Self::Session(Session {
                followed: line.followed.as_ref().map(followed).transpose()?,
                article: line.article.map(identity).transpose()?,
                query: line_of(&line.query),
                filter: line_of(&line.filter),
                place: line.place,
            }),
        })
    }
}

fn identity_line(article: &Identity) -> IdentityLine {
    let path = std::str::from_utf8(&article.origin.0).ok().map(str::to_owned);
    IdentityLine {
        title: article.title.clone(),
        path_bytes: path.is_none().then(|| digits(&article.origin.0)),
        path,
        ordinal: article.ordinal,
        alone: article.alone,
        text: digits(&article.text.0),
    }
}

fn identity(line: IdentityLine) -> Result<Identity, Wrong> {
    let bytes = line.path_bytes.as_deref().and_then(undigits);
    let origin = line.path.map(String::into_bytes).or(bytes).ok_or("an article in it has no path")?;
    let (origin, text) = (Origin(origin), hash(&line.text)?);
    Ok(Identity { text, origin, ordinal: line.ordinal, alone: line.alone, title: line_of(&line.title) })
}

fn place(PlaceLine { at, text }: &PlaceLine) -> Result<Place, Wrong> {
    Ok(Place { at: *at, text: hash(text)? })
}

fn note_line(note: Note) -> NoteLine {
    let passage = note.passage.map(|passage| PassageLine {
        start: passage.span.start() as u32,
        end: passage.span.end() as u32,
        quoted: passage.quoted,
    });
    NoteLine { text: note.text, written_at: time(note.written_at), passage }
}

fn note(line: NoteLine) -> Result<Note, Wrong> {
    let passage = line.passage.map(passage).transpose()?;
    Ok(Note {
        id: NoteId(0),
        passage,
        text: safe::body(&line.text).into_owned(),
        written_at: moment(&line.written_at)?,
    })
}

fn passage(PassageLine { start, end, quoted }: PassageLine) -> Result<Passage, Wrong> {
    let span = (start <= end).then(|| Span::new(start as usize, end as usize));
    Ok(Passage { span: span.ok_or("a passage in it ends before it starts")?, quoted })
}

fn jump_line(jump: &Jump) -> JumpLine {
    let followed = jump.followed.as_ref().map(followed_line);
    JumpLine { article: identity_line(&jump.article), place: jump.place, followed }
}

fn jump(line: JumpLine) -> Result<Jump, Wrong> {
    let followed = line.followed.as_ref().map(followed).transpose()?;
    Ok(Jump { article: identity(line.article)?, place: line.place, followed })
}

fn followed_line(followed: &Followed) -> FollowedLine {
    FollowedLine { name: followed.name.clone(), kind: followed.kind.name().to_owned() }
}

fn followed(line: &FollowedLine) -> Result<Followed, Wrong> {
    let kind = codec::kind_of(&line.kind).ok_or("somebody followed in it is of no known kind")?;
    Ok(Followed { name: line_of(&line.name), kind })
}

/// Lines may have been written by anything: nothing in them may reach a terminal unfiltered.
fn line_of(text: &str) -> String {
    safe::line(text).into_owned()
}

fn moment(time: &str) -> Result<Moment, Wrong> {
    let time = DateTime::parse_from_rfc3339(time).map_err(|_| "a time in it is none")?;
    Ok(Moment(time.timestamp()))
}

/// A time that no calendar has, which only a broken clock can give, becomes 1970.
fn time(moment: Moment) -> String {
    DateTime::from_timestamp(moment.0, 0).unwrap_or_default().to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn hash(text: &str) -> Result<ContentHash, Wrong> {
    let bytes = undigits(text).and_then(|bytes| bytes.try_into().ok());
    bytes.map(ContentHash).ok_or("a hash in it is none")
}

fn digits(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn undigits(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| if let [a, b] = pair { Some(digit(*a)? << 4 | digit(*b)?) } else { None }).collect()
}
