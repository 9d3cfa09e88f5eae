//! Completion in the line being typed: in that of the query the fields, and the values that the pile has for them.
//!
//! Every key asks anew, so every answer is bounded work: sources and languages are counted as articles come in, tags as
//! they are put on, names the registry looks up by their first letters.

use std::cmp::Reverse;
use std::ops::Range;

use tui_input::Input;

use super::App;
use super::action::Effect;
use super::prompt::{Prompt, Purpose, palette};
use crate::names::Kind;
use crate::search::query::{Complaint, Completion, Field, FieldSpec, Place, Query, ValueKind, complete};
use crate::text::fold::fold;
use crate::text::safe;

/// Candidates offered at once: nobody goes through more instead of typing another letter.
const MOST: usize = 24;

/// Sources looked at for one letter.
const MOST_SOURCES: usize = 5_000;

/// Something that may be meant by what is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// How it reads.
    pub name: String,
    /// What it finds, or how much.
    pub note: String,
    /// What would be typed for it.
    text: String,
    /// The bytes of the line that this would stand in the place of.
    range: Range<usize>,
}

impl Candidate {
    /// A candidate that would stand in the place of `range`.
    pub(super) fn new(name: &str, note: &str, text: &str, range: Range<usize>) -> Self {
        Self { name: name.to_owned(), note: note.to_owned(), text: text.to_owned(), range }
    }
}

/// What may be meant at the cursor, best first.
#[derive(Debug, Default)]
pub struct Candidates {
    /// What stands above the list.
    title: String,
    list: Vec<Candidate>,
    chosen: Option<usize>,
}

impl Candidates {
    /// None of them chosen.
    pub(super) fn new(title: &str, list: Vec<Candidate>) -> Self {
        Self { title: title.to_owned(), list, chosen: None }
    }

    /// Candidates for all of a line, each with what is to be said of it.
    pub(super) fn of_line(title: &str, list: Vec<(String, String)>, line: Option<&Prompt>) -> Self {
        let range = 0..line.map_or(0, |prompt| prompt.input.value().len());
        let whole = |(name, note): (String, String)| Candidate { text: name.clone(), name, note, range: range.clone() };
        Self::new(title, list.into_iter().map(whole).collect())
    }

    /// All of them.
    #[must_use]
    pub fn list(&self) -> &[Candidate] {
        &self.list
    }

    /// What they are.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The one chosen, if any is.
    #[must_use]
    pub fn chosen(&self) -> Option<usize> {
        self.chosen
    }

    /// Chooses another one: past either end none, then from the other end.
    fn choose(&mut self, delta: isize) {
        let places = self.list.len() + 1;
        let at = self.chosen.map_or(0, |at| at + 1).cast_signed() + delta;
        self.chosen = (at.rem_euclid(places.cast_signed()) as usize).checked_sub(1);
    }
}

impl App {
    /// What may be meant at the cursor of the line being typed.
    #[must_use]
    pub fn candidates(&self) -> Option<&Candidates> {
        self.prompt.as_ref().map(|prompt| &prompt.candidates).filter(|candidates| !candidates.list.is_empty())
    }

    /// What is odd about the query being typed, first of all: but for a word that something is still offered for.
    #[must_use]
    pub fn complaint(&self) -> Option<&Complaint> {
        let offered = self.candidates().and(self.prompt.as_ref()).map(cursor);
        self.narrowing.query().complaints().iter().find(|complaint| Some(complaint.range.end) != offered)
    }

    /// Looks up what may be meant at the cursor. While nothing is typed of it, only when `asked`, or when it is a value:
    /// the list covers articles.
    pub(super) fn offer(&mut self, asked: bool) {
        let Some(prompt) = &self.prompt else { return };
        let typed = prompt.input.value();
        let completed = || {
            let completion = complete(typed, cursor(prompt));
            completion.map(|completion| self.candidates_for(&completion, asked)).unwrap_or_default()
        };
        let candidates = match prompt.purpose {
            Purpose::Watch if Query::is_plain(typed) => {
                self.names_to_watch(typed, complete(typed, cursor(prompt)).as_ref())
            }
            Purpose::Query | Purpose::Watch => completed(),
            Purpose::Export => self.endings(typed),
            Purpose::Merge | Purpose::Split => self.names_for(prompt.purpose, typed),
            _ => return,
        };
        if let Some(prompt) = &mut self.prompt {
            prompt.candidates = candidates;
        }
    }

    fn candidates_for(&self, completion: &Completion, asked: bool) -> Candidates {
        let typed = self.prompt.as_ref().map_or("", |prompt| prompt.input.value());
        let range = completion.range.clone();
        let list: Vec<Candidate> = match completion.place {
            Place::Field if completion.prefix.is_empty() && !asked && !typed.is_empty() => Vec::new(),
            // A field that is typed already is not to be offered once more.
            Place::Field if typed[range.clone()].ends_with(':') => Vec::new(),
            Place::Field => {
                let field = |spec: &FieldSpec| (format!("{}:", spec.name), spec.help.to_owned());
                let whole =
                    |(name, note): (String, String)| Candidate { text: name.clone(), name, note, range: range.clone() };
                completion.fields().map(field).map(whole).collect()
            }
            Place::Value(spec) => {
                let values = self.values(spec, &completion.prefix).into_iter();
                let whole = |(name, note): (String, String)| Candidate {
                    text: Completion::as_value(&name).into_owned(),
                    name,
                    note,
                    range: range.clone(),
                };
                values.map(whole).filter(|candidate| candidate.text != typed[range.clone()]).collect()
            }
        };
        let title = match completion.place {
            Place::Field => "Fields".to_owned(),
            Place::Value(spec) => format!("{}: {}", spec.name, spec.help),
        };
        Candidates { title, list, chosen: None }
    }

    /// What could stand behind the colon of a field, and what is to be said of it.
    fn values(&self, spec: &FieldSpec, prefix: &str) -> Vec<(String, String)> {
        let wanted = fold(prefix);
        match spec.value {
            ValueKind::Choice(choices) => {
                let fit = choices.iter().filter(|choice| choice.starts_with(&wanted));
                fit.map(|choice| ((*choice).to_owned(), String::new())).collect()
            }
            ValueKind::Tag => {
                let fit = self.marks.tags().filter(|(tag, _)| fold(tag).starts_with(&wanted));
                most(fit.map(|(tag, count)| (tag.to_owned(), count)))
            }
            ValueKind::Language => {
                let fit = self.pile.languages().filter(|(code, _)| code.starts_with(&wanted));
                most(fit.map(|(code, count)| (code.to_owned(), count as usize)))
            }
            ValueKind::Words if matches!(spec.field, Field::Source | Field::Feed) => {
                let starts = |folded: &str| folded.match_indices(&wanted).any(|(at, _)| starts_word(folded, at));
                let fit = self.pile.publishers().take(MOST_SOURCES).filter(|(name, _)| starts(&fold(name)));
                most(fit.map(|(name, count)| (name.to_owned(), count as usize)))
            }
            ValueKind::Name => self.names_like(kinds_of(spec.field), prefix),
            ValueKind::Words | ValueKind::Date => Vec::new(),
        }
    }

    /// Names that the whole line may become, and the fields that its last word may.
    fn names_to_watch(&self, typed: &str, completion: Option<&Completion>) -> Candidates {
        let range = 0..typed.len();
        let whole = |(name, note): (String, String)| Candidate { text: name.clone(), name, note, range: range.clone() };
        let names = if typed.trim().is_empty() { Vec::new() } else { self.names_like(&Kind::ALL, typed) };
        let mut list: Vec<Candidate> = names.into_iter().filter(|(name, _)| name != typed.trim()).map(whole).collect();
        if let Some(completion) = completion.filter(|completion| !completion.prefix.is_empty()) {
            list.extend(self.candidates_for(completion, false).list);
        }
        Candidates { title: "Names of the pile, and fields of a query".to_owned(), list, chosen: None }
    }

    /// Names that go on like `prefix`; while nothing is typed, those of the article on the screen.
    fn names_like(&self, kinds: &[Kind], prefix: &str) -> Vec<(String, String)> {
        let registry = self.pile.registry();
        let counted = |count, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
        if prefix.trim().is_empty() {
            let here = self.reading.as_ref().map(|r| registry.entities_in(r.id)).unwrap_or_default().into_iter();
            let entities = here.filter_map(|(id, count)| Some((registry.entity(id)?, count)));
            let fit = entities.filter(|(entity, _)| kinds.contains(&entity.kind())).take(MOST);
            return fit.map(|(e, count)| (safe::line(e.name()).into_owned(), format!("{count} here"))).collect();
        }
        let mut found: Vec<(String, u32)> =
            kinds.iter().flat_map(|&kind| registry.starting_with(kind, prefix, MOST)).collect();
        found.sort_by_key(|(_, count)| Reverse(*count));
        found.truncate(MOST);
        found.into_iter().map(|(name, count)| (safe::line(&name).into_owned(), counted(count, "mention"))).collect()
    }

    /// Tab: takes the candidate chosen, else the first one; where none is shown, looks for some.
    pub(super) fn complete(&mut self, out: &mut Vec<Effect>) {
        if self.prompt.as_ref().is_some_and(|prompt| matches!(prompt.purpose, Purpose::Missed(_))) {
            return self.next_kind_of_missed();
        }
        if self.candidates().is_none() {
            return self.offer(true);
        }
        self.take_candidate(out);
    }

    /// Puts the candidate into the line; the choice goes on behind it.
    fn take_candidate(&mut self, out: &mut Vec<Effect>) {
        let Some(prompt) = &mut self.prompt else { return };
        let Some(taken) = prompt.candidates.list.get(prompt.candidates.chosen.unwrap_or(0)).cloned() else { return };
        let value = prompt.input.value();
        let (before, after) = (&value[..taken.range.start], &value[taken.range.end..]);
        // Behind a value the next word begins.
        let goes_on = prompt.purpose == Purpose::Query && after.is_empty() && !taken.text.ends_with(':');
        let space = if goes_on { " " } else { "" };
        let front = format!("{before}{}{space}", taken.text);
        let line = format!("{front}{after}");
        prompt.input = Input::new(line).with_cursor(front.chars().count());
        self.typed(out);
    }

    /// Enter where a candidate is chosen takes it; true when it did.
    pub(super) fn accept_candidate(&mut self, out: &mut Vec<Effect>) -> bool {
        let chosen = self.candidates().is_some_and(|candidates| candidates.chosen.is_some());
        if chosen {
            self.take_candidate(out);
        }
        chosen
    }

    /// How many rows there are to choose from above the line being typed, and which is chosen; `None` without any.
    #[must_use]
    pub fn choices(&self) -> Option<(usize, Option<usize>)> {
        let prompt = self.prompt.as_ref()?;
        let rows = match prompt.purpose {
            Purpose::Palette => palette(prompt.input.value()).len(),
            Purpose::Saved => self.rows_like(prompt.input.value()).len(),
            Purpose::Doubt => return None,
            _ => return self.candidates().map(|candidates| (candidates.list.len(), candidates.chosen)),
        };
        Some((rows, Some(prompt.choice)))
    }

    /// Takes one of these rows: a name that the whole line is about is all that it asks for.
    pub(super) fn pick(&mut self, row: usize, out: &mut Vec<Effect>) {
        let Some(prompt) = self.prompt.as_mut() else { return };
        match prompt.purpose {
            Purpose::Palette | Purpose::Saved => {
                prompt.choice = row;
                self.accept(out);
            }
            purpose => {
                prompt.candidates.chosen = Some(row);
                if self.accept_candidate(out) && matches!(purpose, Purpose::Merge | Purpose::Split) {
                    self.accept(out);
                }
            }
        }
    }

    /// Chooses among the candidates; false when there are none.
    pub(super) fn choose_candidate(&mut self, delta: isize) -> bool {
        let offered = self.candidates().is_some();
        if let Some(prompt) = self.prompt.as_mut().filter(|_| offered) {
            prompt.candidates.choose(delta);
        }
        offered
    }
}

/// The byte of the line before which the cursor stands.
fn cursor(prompt: &Prompt) -> usize {
    prompt.input.value().chars().take(prompt.input.cursor()).map(char::len_utf8).sum()
}

fn kinds_of(field: Field) -> &'static [Kind] {
    match field {
        Field::Person => &[Kind::Person],
        Field::Organisation => &[Kind::Organisation],
        Field::Place => &[Kind::Place],
        _ => &Kind::ALL,
    }
}

fn starts_word(folded: &str, at: usize) -> bool {
    !folded[..at].ends_with(char::is_alphanumeric)
}

/// Those that most articles have, with how many.
fn most(found: impl Iterator<Item = (String, usize)>) -> Vec<(String, String)> {
    let mut found: Vec<(String, usize)> = found.collect();
    found.sort_by(|a, b| (Reverse(a.1), &a.0).cmp(&(Reverse(b.1), &b.0)));
    let told = |count: usize| format!("{count} article{}", if count == 1 { "" } else { "s" });
    found.into_iter().take(MOST).map(|(name, count)| (name, told(count))).collect()
}
