//! Who is who inside one article: mentions become locals, each a person, organisation or place of this article.
//!
//! The result depends on nothing but the article and the names found in it, so articles can be analysed in any order
//! and on any thread. What an article leaves open is settled, or left open, by the
//! [`Registry`](super::Registry).

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt};

use super::alike::relation;
use super::describe::{Beside, beside};
use super::lexicon::Gender;
use super::name::PersonName;
use super::plain::{entity_key, exact_acronyms, is_acronym_of, plain_key};
use super::quotes::{Quotation, quotations};
use super::sentences::sentences_of;
use super::translit::{alike, skeleton};
use super::{Because, Found, Kind, Tokenised};
use crate::document::{Article, Span};
use crate::text::level::level;

/// Index into [`ArticleNames::locals`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalId(pub u32);

/// A span that names somebody or something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mention {
    /// The name as it stands in [`Article::text`].
    pub span: Span,
    /// What it names.
    pub kind: Kind,
    /// Whom, within the article.
    pub local: LocalId,
    /// In which sentence of the article it starts, counted from 0 over [`sentences`](super::sentences::sentences): names with one number stand together.
    pub sentence: u32,
}

/// One way in which an article writes a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// As it stands in the text, white space levelled.
    pub surface: String,
    /// How often.
    pub count: u32,
    /// Why it belongs here.
    pub because: Because,
}

/// A person, organisation or place of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Local {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) key: String,
    pub(super) forms: Vec<Form>,
    pub(super) roles: Vec<(String, u32)>,
    pub(super) gender: Option<Gender>,
    pub(super) full: bool,
    pub(super) ambiguous: bool,
}

impl Local {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The fullest form of its name in this article, as it stands there.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Every way in which the article writes it, in order of first appearance.
    #[must_use]
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }

    /// Roles and titles found beside it, with how often, in order of first appearance.
    #[must_use]
    pub fn descriptions(&self) -> &[(String, u32)] {
        &self.roles
    }

    /// The gender that titles and roles tell, else the given name.
    #[must_use]
    pub fn gender(&self) -> Option<Gender> {
        self.gender
    }

    /// True when the article names several people whom this bare name fits, and does not say which.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        self.ambiguous
    }

    /// True when the name can stand for its bearer in any article; false for a bare surname.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.full
    }
}

/// The names of one article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleNames {
    pub(super) mentions: Vec<Mention>,
    pub(super) locals: Vec<Local>,
    pub(super) quotations: Vec<Quotation>,
}

impl ArticleNames {
    /// The mentions, in order and disjoint.
    #[must_use]
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// Whom and what the article names, in order of first mention.
    #[must_use]
    pub fn locals(&self) -> &[Local] {
        &self.locals
    }

    /// Who says what, in order and disjoint.
    #[must_use]
    pub fn quotations(&self) -> &[Quotation] {
        &self.quotations
    }
}

/// All mentions of one spelling.
struct Group {
    kind: Kind,
    surface: String,
    key: String,
    person: Option<PersonName>,
    spans: Vec<Span>,
    beside: Vec<Beside>,
}

/// Says who is who among the names found in the article whose words these are. `found` must be in order and disjoint.
#[must_use]
pub fn resolve(words: &Tokenised, found: &[Found]) -> ArticleNames {
    let article = words.article();
    let groups = group(article, found);
    let heads = heads(article, &groups);
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|&g| groups[g].spans[0]);
    let mut ids: HashMap<usize, u32> = HashMap::new();
    let mut locals: Vec<Local> = Vec::new();
    let mut mentions: Vec<Mention> = Vec::with_capacity(found.len());
    for &g in &order {
        let head = heads[g].head;
        let id = *ids.entry(head).or_insert_with(|| {
            locals.push(new_local(&groups[head], heads[head].ambiguous));
            locals.len() as u32 - 1
        });
        add_group(&mut locals[id as usize], &groups[g], heads[g].because);
        let kind = groups[g].kind;
        let mention = |&span| Mention { span, kind, local: LocalId(id), sentence: 0 };
        mentions.extend(groups[g].spans.iter().map(mention));
    }
    mentions.sort_by_key(|m| m.span);
    number_sentences(words, &mut mentions);
    let quotations = quotations(words, &mentions, &locals);
    ArticleNames { mentions, locals, quotations }
}

/// Tells each of `mentions`, which are in order, its sentence.
fn number_sentences(words: &Tokenised, mentions: &mut [Mention]) {
    let mut sentences = sentences_of(words).peekable();
    let mut at = 0;
    for mention in mentions {
        while sentences.next_if(|sentence| sentence.end() <= mention.span.start()).is_some() {
            at += 1;
        }
        mention.sentence = at;
    }
}

/// Where a group belongs.
#[derive(Clone, Copy)]
struct Belongs {
    head: usize,
    because: Because,
    ambiguous: bool,
}

fn group(article: &Article, found: &[Found]) -> Vec<Group> {
    let text = article.text();
    let mut index: HashMap<(Kind, String, Option<Gender>), usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut people: HashMap<String, PersonName> = HashMap::new();
    let mut block = article.visible_blocks().peekable();
    for name in found {
        while block.next_if(|b| b.span.end() < name.span.end()).is_some() {}
        let Some(around) = block.peek().map(|b| b.span) else { break };
        let surface = level(name.span.of(text));
        let person = (name.kind == Kind::Person)
            .then(|| &*people.entry(surface.clone()).or_insert_with(|| PersonName::new(&surface)));
        let near = if person.is_some() { beside(text, around, name.span) } else { Beside::default() };
        // "M. Roy" and "Mme Roy" are kept apart until somebody in full claims them.
        let title = near.gender.filter(|_| near.civility && person.is_some_and(|p| !p.is_full()));
        let at = *index.entry((name.kind, surface.clone(), title)).or_insert_with(|| {
            let kind = name.kind;
            let key = match person {
                Some(person) => person.joined(),
                None => entity_key(kind, &surface),
            };
            groups.push(Group { kind, surface, key, person: person.cloned(), spans: Vec::new(), beside: Vec::new() });
            groups.len() - 1
        });
        groups[at].spans.push(name.span);
        groups[at].beside.push(near);
    }
    groups
}

/// For each group the group whose local it belongs to.
fn heads(article: &Article, groups: &[Group]) -> Vec<Belongs> {
    let mut out: Vec<Belongs> =
        (0..groups.len()).map(|head| Belongs { head, because: Because::Named, ambiguous: false }).collect();
    same_letters(groups, &mut out);
    acronyms(article, groups, &mut out);
    let people: Vec<usize> = (0..groups.len()).filter(|&g| groups[g].person.is_some() && out[g].head == g).collect();
    fuller(groups, &people, &mut out);
    bare(groups, &people, &mut out);
    for g in 0..groups.len() {
        let mut head = out[g].head;
        while out[head].head != head {
            head = out[head].head;
        }
        out[g].head = head;
    }
    out
}

fn same_letters(groups: &[Group], out: &mut [Belongs]) {
    let mut first: HashMap<(Kind, &str, Option<Gender>), usize> = HashMap::new();
    for (g, group) in groups.iter().enumerate() {
        let full = group.person.as_ref().is_none_or(PersonName::is_full);
        let title = group.beside[0].gender.filter(|_| !full && group.beside[0].civility);
        let head = *first.entry((group.kind, &group.key, title)).or_insert(g);
        if head != g {
            let same = group.kind == Kind::Person || plain_key(&group.surface) == plain_key(&groups[head].surface);
            let because = if same { Because::SameLetters } else { Because::OtherName };
            out[g] = Belongs { head, because, ambiguous: false };
        }
    }
}

/// An acronym goes with the long form that introduces it, `Conseil de sécurité des Nations unies (CSNU)`, or with the only
/// one whose initials it has exactly.
fn acronyms(article: &Article, groups: &[Group], out: &mut [Belongs]) {
    introduced(article, groups, out);
    let organisations = || (0..groups.len()).filter(|&g| groups[g].kind == Kind::Organisation);
    let mut long: HashMap<String, BTreeSet<usize>> = HashMap::new();
    for g in organisations() {
        for acronym in exact_acronyms(&groups[g].surface) {
            long.entry(acronym).or_default().insert(head_of(out, g));
        }
    }
    for g in organisations().filter(|&g| groups[g].surface.chars().all(char::is_uppercase)) {
        let fits = long.get(&plain_key(&groups[g].surface)).filter(|fits| fits.len() == 1 && out[g].head == g);
        if let Some(&head) = fits.and_then(|fits| fits.first()) {
            out[g] = Belongs { head, because: Because::Acronym, ambiguous: false };
        }
    }
}

/// `Conseil de sécurité des Nations unies (CSNU)`.
fn introduced(article: &Article, groups: &[Group], out: &mut [Belongs]) {
    let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
    let organisations = || groups.iter().enumerate().filter(|(_, g)| g.kind == Kind::Organisation);
    for (g, group) in organisations() {
        ends.extend(group.spans.iter().map(|s| (s.end(), g)));
    }
    for (g, group) in organisations() {
        for span in &group.spans {
            let Some((&end, &long)) = ends.range(..=span.start()).next_back() else { continue };
            let between = &article.text()[end..span.start()];
            let numbers = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
            let introduced = matches!(between.trim(), "(" | "[") && between.len() < 4;
            if introduced
                && head_of(out, long) != head_of(out, g)
                && is_acronym_of(&group.surface, &groups[long].surface)
                && numbers(&group.surface) == numbers(&groups[long].surface)
            {
                out[out[g].head] = Belongs { head: out[long].head, because: Because::Acronym, ambiguous: false };
                break;
            }
        }
    }
}

/// Full names that are the same person: an initial, a middle name, a part, a misspelling of one other full name.
fn fuller(groups: &[Group], people: &[usize], out: &mut [Belongs]) {
    let name = |g: usize| groups[g].person.as_ref().filter(|p| p.is_full());
    let full: Vec<usize> = people.iter().copied().filter(|&g| name(g).is_some()).collect();
    let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
    for &g in &full {
        for word in name(g).into_iter().flat_map(PersonName::words).map(skeleton).collect::<BTreeSet<_>>() {
            by_word.entry(word).or_default().push(g);
        }
    }
    for &g in &full {
        let Some(own) = name(g) else { continue };
        let rank = |p: &PersonName, key: &str| (p.fullness(), key.to_owned());
        // Its words, or all of them as one (`Greg Belobo`, `Jacques Greg-Belobo`), lead to the names worth comparing.
        let whole = own.bare();
        let near: BTreeSet<usize> = own
            .words()
            .chain([whole.as_str()])
            .filter_map(|w| by_word.get(&skeleton(w)))
            .filter(|list| list.len() <= MOST_COMPARED)
            .flatten()
            .copied()
            .collect();
        let mut fits: Vec<(usize, Because)> = Vec::new();
        for other in near {
            let Some(theirs) = name(other).filter(|_| other != g) else { continue };
            let stronger = rank(theirs, &groups[other].key) > rank(own, &groups[g].key);
            if let Some(because) = relation(own, theirs).filter(|_| stronger) {
                fits.push((other, because));
            }
        }
        let genders_agree = |other: usize| agree(told_gender(&groups[g]), told_gender(&groups[other]));
        fits.retain(|&(other, _)| genders_agree(other));
        if let [(head, because)] = fits[..] {
            out[g] = Belongs { head, because, ambiguous: false };
        }
    }
}

/// Lists of people who share a word longer than this are not compared pair by pair, to stay linear.
const MOST_COMPARED: usize = 64;

/// Bare names go to the only full name they fit.
fn bare(groups: &[Group], people: &[usize], out: &mut [Belongs]) {
    let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
    for &g in people {
        let Some(name) = groups[g].person.as_ref().filter(|p| p.is_full()) else { continue };
        for word in name.words() {
            by_word.entry(word.to_owned()).or_default().push(g);
            by_word.entry(format!("~{}", skeleton(word))).or_default().push(g);
        }
    }
    for &g in people {
        let Some(own) = groups[g].person.as_ref().filter(|p| !p.is_full()) else { continue };
        let Some(first) = own.words().next() else { continue };
        let mut fits = matching(groups, &by_word, own, first);
        let title = groups[g].beside.iter().find(|b| b.civility).and_then(|b| b.gender);
        fits.retain(|&f| agree(title, told_gender(&groups[f])));
        let mut persons: BTreeSet<usize> = fits.iter().map(|&f| head_of(out, f)).collect();
        if persons.len() > 1 {
            // A family name is used bare more often than a given name.
            let surname = own.bare();
            let closer: BTreeSet<usize> = fits
                .iter()
                .filter(|&&f| groups[f].person.as_ref().is_some_and(|p| p.surnames().contains(&surname)))
                .map(|&f| head_of(out, f))
                .collect();
            if closer.len() == 1 {
                persons = closer;
            }
        }
        match persons.len() {
            0 => {}
            1 => {
                let head = persons.into_iter().next().unwrap_or(g);
                let because = fits.first().map_or(Because::Part, |&f| which_part(own, &groups[f]));
                out[g] = Belongs { head, because, ambiguous: false };
            }
            _ => out[g].ambiguous = true,
        }
    }
}

/// What the bare name `own` is of a full one that it fits.
fn which_part(own: &PersonName, full: &Group) -> Because {
    let (bare, Some(full)) = (own.bare(), &full.person) else { return Because::Part };
    if full.surnames().contains(&bare) {
        Because::Surname
    } else if full.words().next() == Some(&bare) {
        Because::GivenName
    } else if own.is_part_of(full) {
        Because::Part
    } else {
        Because::Transliteration
    }
}

fn matching(groups: &[Group], by_word: &HashMap<String, Vec<usize>>, own: &PersonName, first: &str) -> Vec<usize> {
    // A hyphenated bare name may be two words of the full one (`Jong-un`), so try its start as well.
    let direct = by_word.get(first).into_iter().flatten();
    let longer = (1..first.len()).filter(|&i| first.is_char_boundary(i) && first.len() < 24);
    let split = longer.filter_map(|i| by_word.get(&first[..i])).flatten();
    let all: BTreeSet<usize> = direct.chain(split).copied().collect();
    let full = |f: &usize| groups[*f].person.as_ref();
    let parts: Vec<usize> = all.into_iter().filter(|f| full(f).is_some_and(|p| own.is_part_of(p))).collect();
    if !parts.is_empty() {
        return parts;
    }
    let bare = own.bare();
    let spelt = by_word.get(&format!("~{}", skeleton(&bare))).into_iter().flatten().copied();
    spelt.filter(|f| full(f).is_some_and(|p| p.surnames().iter().any(|surname| alike(surname, &bare)))).collect()
}

fn head_of(out: &[Belongs], g: usize) -> usize {
    let mut head = g;
    while out[head].head != head {
        head = out[head].head;
    }
    head
}

fn agree(a: Option<Gender>, b: Option<Gender>) -> bool {
    a.is_none() || b.is_none() || a == b
}

/// The gender of the titles and roles beside a group, else of the given name.
fn told_gender(group: &Group) -> Option<Gender> {
    let told = group.beside.iter().filter(|b| b.civility).find_map(|b| b.gender);
    told.or_else(|| group.person.as_ref().filter(|p| p.is_full()).and_then(PersonName::gender))
        .or_else(|| group.beside.iter().find_map(|b| b.gender))
}

fn new_local(group: &Group, ambiguous: bool) -> Local {
    let full = group.person.as_ref().is_none_or(PersonName::is_full);
    let key = match &group.person {
        Some(person) if !full => person.bare(),
        _ => group.key.clone(),
    };
    Local {
        kind: group.kind,
        name: group.surface.clone(),
        key,
        forms: Vec::new(),
        roles: Vec::new(),
        gender: told_gender(group),
        full,
        ambiguous,
    }
}

fn add_group(local: &mut Local, group: &Group, because: Because) {
    match local.forms.iter_mut().find(|f| f.surface == group.surface) {
        Some(form) => form.count += group.spans.len() as u32,
        None => {
            local.forms.push(Form { surface: group.surface.clone(), count: group.spans.len() as u32, because });
        }
    }
    for role in group.beside.iter().flat_map(|b| &b.roles) {
        match local.roles.iter_mut().find(|(r, _)| r == role) {
            Some((_, count)) => *count += 1,
            None => local.roles.push((role.clone(), 1)),
        }
    }
}
