//! What the tagger looks at: each word with its neighbours, the lists, its run of capitals, and what the rest of the
//! article does with the same word. Every feature is a 64-bit number; no text is built for it.

use std::ops::Range;

use foldhash::{HashMap, HashMapExt};

use crate::document::{Article, Span};
use crate::names::lexicon::{Cue, Facts, Lexicon};
use crate::names::spelling::Marks;
use crate::names::tokens::{Gap, Shape, Token, tokens};
use crate::names::words::{Small, Words};

/// Words before and behind a capital that are looked at; what is further away from any is no name, unless a head noun joins
/// it.
const BEFORE: usize = 1;
const BEHIND: usize = 4;
const BEHIND_HEAD: usize = 7;
/// No stretch is longer: the lattice of a text without an end stays small.
const MAX_STRETCH: usize = 400;
/// A head noun governs no word further behind it than this.
const MAX_HEAD: usize = 10;
/// Longest phrase looked up in the lists.
const MAX_PHRASE: usize = 8;

/// Multiplicative mixing (the constant of Fibonacci hashing), enough for a table of features.
pub(in crate::names) fn mix(a: u64, b: u64) -> u64 {
    let x = (a ^ b.rotate_left(23)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^ (x >> 29)
}

/// What is the same for every occurrence of one key in whatever article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Marked {
    marks: Marks,
    facts: u64,
}

/// What is the same for every occurrence of one key in an article.
#[derive(Debug, Clone, Default)]
struct Form {
    marked: Marked,
    /// Of the first occurrence.
    pattern: u64,
    /// In this article: as an ordinary word, capitalised in mid-sentence, behind a given name or a title, behind a
    /// preposition of place, behind a definite article.
    lower: u32,
    amid: u32,
    person: u32,
    place: u32,
    article: u32,
}

/// An article prepared for the tagger.
pub struct View<'a> {
    words: Words<'a>,
    forms: Vec<Form>,
    /// For each word the form it shares with its other occurrences, whatever their case.
    form: Vec<u32>,
    /// For each word the run of capitals it stands in or next to.
    runs: Vec<Run>,
    /// For each word the head noun (`Conseil`, `musée`) that may still govern it.
    heads: Vec<Option<u32>>,
    /// For each word what listed phrases cover it: bits of [`PHRASES`] at begin and inside.
    phrases: Vec<u16>,
}

/// A run of capitalised words, small words between them included.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    from: u32,
    to: u32,
}

/// The lists whose phrases count.
const PHRASES: [Cue; 7] = [
    Cue::ListedOrganisation,
    Cue::KnownOrg,
    Cue::City,
    Cue::Country,
    Cue::KnownPlace,
    Cue::KnownPerson,
    Cue::KnownOther,
];

impl<'a> View<'a> {
    /// Prepares `article`.
    #[must_use]
    pub fn new(article: &'a Article) -> Self {
        let tokens =
            article.visible_blocks().flat_map(|block| tokens(block.span.of(article.text()), block.span.start()));
        Self::of(article.text(), tokens.collect())
    }

    /// Prepares the words `tokens` of `text`, from blocks or parts of them.
    #[must_use]
    pub fn of(text: &'a str, tokens: Vec<Token>) -> Self {
        let words = Words::new(text, tokens);
        let mut view = Self {
            forms: Vec::new(),
            form: Vec::new(),
            runs: Vec::new(),
            heads: Vec::new(),
            phrases: Vec::new(),
            words,
        };
        view.collect_forms();
        view.collect_runs();
        view.collect_heads();
        view.collect_phrases();
        view
    }

    /// The words.
    pub(in crate::names) fn words(&self) -> &Words<'a> {
        &self.words
    }

    /// Number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// True without words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.len() == 0
    }

    /// The keys of a range of words, spaces between them: one for every way to write the same name.
    pub(super) fn spelling(&self, words: &Range<usize>) -> String {
        words.clone().map(|i| self.words.key(i)).collect::<Vec<_>>().join(" ")
    }

    /// Where word `i` stands.
    #[must_use]
    pub fn span(&self, i: usize) -> Span {
        self.words.span(i)
    }

    fn collect_forms(&mut self) {
        let words = &self.words;
        let mut by_key: HashMap<&str, u32> = HashMap::new();
        let mut by_spelling: Vec<Option<u32>> = vec![None; words.spellings()];
        for i in 0..words.len() {
            let number = *by_spelling[words.spelling_of(i)].get_or_insert_with(|| {
                *by_key.entry(words.key(i)).or_insert_with(|| {
                    let spelling = words.spelling(i);
                    let marked = Marked { marks: spelling.marks, facts: spelling.facts.0 };
                    self.forms.push(Form { marked, pattern: spelling.pattern, ..Form::default() });
                    self.forms.len() as u32 - 1
                })
            });
            self.form.push(number);
            let form = &mut self.forms[number as usize];
            if !words.is_capital(i) {
                form.lower += 1;
            } else if !words.weak(i) {
                form.amid += 1;
            }
            if i > 0 && words.is_capital(i) && words.joined(i) {
                let before = words.facts(i - 1);
                let given = before.given() > 1 && words.is_capital(i - 1);
                form.person += u32::from(given || before.has(Cue::Title));
                form.place += u32::from(matches!(words.small(i - 1), Small::To | Small::In | Small::Towards));
                form.article += u32::from(words.small(i - 1) == Small::Article);
            }
        }
    }

    fn collect_runs(&mut self) {
        let words = &self.words;
        let count = words.len();
        self.runs = vec![Run::default(); count];
        let mut i = 0;
        while i < count {
            if !words.is_capital(i) {
                i += 1;
                continue;
            }
            let (from, mut to) = (i, i + 1);
            loop {
                // Up to three small words may stand between two capitals of one name: `Cour de justice de la Haye`.
                let next = (to..(to + 4).min(count)).find(|&j| words.is_capital(j));
                let Some(next) = next else { break };
                let close = (to..=next).all(|j| words.joined(j) && words.gap(j) < Gap::Stop)
                    && (to..next).all(|j| {
                        matches!(
                            words.small(j),
                            Small::Of | Small::OfThe | Small::Article | Small::Particle | Small::And
                        )
                    });
                if !close {
                    break;
                }
                to = next + 1;
            }
            for run in &mut self.runs[from..to] {
                *run = Run { from: from as u32, to: to as u32 };
            }
            i = to;
        }
    }

    /// `Agence nationale pour la rénovation urbaine`: the head governs what follows without a break.
    fn collect_heads(&mut self) {
        let words = &self.words;
        let heads = [Cue::OrgHead, Cue::PlaceHead, Cue::EventHead];
        let mut held: Option<usize> = None;
        for i in 0..words.len() {
            held = held.filter(|&head| words.joined(i) && i - head <= MAX_HEAD);
            let better = held.is_none_or(|head| words.is_capital(i) && !words.is_capital(head));
            if better && words.facts(i).any(&heads) {
                held = Some(i);
            }
            self.heads.push(held.map(|head| head as u32));
        }
    }

    fn collect_phrases(&mut self) {
        let words = &self.words;
        self.phrases = vec![0; words.len()];
        for i in 0..words.len() {
            if !words.is_capital(i) && !words.has(i, Cue::OrgHead) {
                continue;
            }
            let end = (i + 1..(i + MAX_PHRASE).min(words.len()))
                .find(|&j| !words.joined(j))
                .unwrap_or((i + MAX_PHRASE).min(words.len()));
            let mut best = [0usize; PHRASES.len()];
            let mut found = |length: usize, facts: Facts| {
                for (n, &cue) in PHRASES.iter().enumerate() {
                    if facts.has(cue) {
                        best[n] = length;
                    }
                }
            };
            found(1, words.facts(i));
            if let Some(place) = words.spelling(i).phrases {
                let behind = (i + 1..end).map(|j| words.key(j));
                Lexicon::get().phrases(place, behind, |further, facts| found(1 + further, facts));
            }
            for (n, &length) in best.iter().enumerate().filter(|(_, length)| **length > 0) {
                self.phrases[i] |= 1 << (2 * n);
                for word in &mut self.phrases[i + 1..i + length] {
                    *word |= 2 << (2 * n);
                }
            }
        }
    }

    /// Number of different words.
    #[must_use]
    pub(super) fn forms(&self) -> usize {
        self.forms.len()
    }

    /// Which of them word `i` is.
    pub(super) fn form_of(&self, i: usize) -> usize {
        self.form[i] as usize
    }

    /// True when word `i` is written as a name may be.
    pub(super) fn is_capital(&self, i: usize) -> bool {
        self.words.is_capital(i)
    }

    /// The first and the last word of the run of capitals that word `i` is in; the word itself outside of any.
    pub(super) fn run(&self, i: usize) -> (usize, usize) {
        let run = self.runs[i];
        if run.from == run.to { (i, i) } else { (run.from as usize, run.to as usize - 1) }
    }

    /// The stretches of words worth looking at: capitals, what a head noun joins to them, and a few words behind. All else
    /// is outside any name. No stretch reaches from one block into the next, so no name does.
    #[must_use]
    pub fn stretches(&self) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        let mut block = 0..0;
        for i in 0..self.len() {
            if i >= block.end {
                let end = (i + 1..self.len()).find(|&j| self.words.gap(j) == Gap::Blank).unwrap_or(self.len());
                block = i..end;
            }
            if !self.words.is_capital(i) && self.words.shape(i) != Shape::Inner {
                continue;
            }
            let free = out.last().map_or(0, |last| last.end).max(block.start);
            let range = self.opening(i).max(free)..self.closing(i).min(block.end);
            match out.last_mut() {
                Some(last) if last.end >= range.start && range.start > block.start && last.len() < MAX_STRETCH => {
                    last.end = last.end.max(range.end);
                }
                _ if range.start < range.end => out.push(range),
                _ => {}
            }
        }
        out
    }

    /// Where a name may start that reaches to the capital `i`: at its head noun, else a word before it.
    fn opening(&self, i: usize) -> usize {
        let head = self.heads[i].map(|head| head as usize);
        i.saturating_sub(BEFORE).min(head.unwrap_or(i))
    }

    /// Behind the last word that a name may have which goes on behind the capital `i`.
    fn closing(&self, i: usize) -> usize {
        let governed = self.heads[i].is_some();
        let reach = if governed { BEHIND_HEAD } else { BEHIND };
        // One word behind the end of what stands together tells where the name ends.
        let end = (i + 1..(i + 1 + reach).min(self.len())).find(|&j| !self.words.joined(j)).map(|j| j + 1);
        end.unwrap_or(i + 1 + reach).min(self.len())
    }

    /// Appends the features of word `i` to `out`.
    pub fn features(&self, i: usize, out: &mut Vec<u64>) {
        for (offset, form) in self.neighbours(i).into_iter().enumerate() {
            self.marked(form).features(offset, out);
        }
        self.features_in_place(i, out);
    }

    /// The forms of the words from two before `i` to two behind it; [`View::forms`] beyond the edges of the text.
    pub(super) fn neighbours(&self, i: usize) -> [usize; REACH] {
        std::array::from_fn(|offset| {
            let at = (i + offset).wrapping_sub(REACH / 2);
            self.form.get(at).map_or(self.forms.len(), |&form| form as usize)
        })
    }

    /// What all occurrences of a form have in common; beyond the edges of the text, nothing.
    pub(super) fn marked(&self, form: usize) -> Marked {
        self.forms.get(form).map(|form| form.marked).unwrap_or_default()
    }

    /// Appends the features of word `i` that no single spelling gives.
    pub(super) fn features_in_place(&self, i: usize, out: &mut Vec<u64>) {
        let mut sink = Sink { out, template: PAIRS };
        self.pair_features(i, &mut sink);
        self.shape_features(i, &mut sink);
        self.list_features(i, &mut sink);
        self.run_features(i, &mut sink);
        self.article_features(i, &mut sink);
        self.head_features(i, &mut sink);
    }

    fn form(&self, i: usize) -> &Form {
        &self.forms[self.form[i] as usize]
    }

    /// The key of the word `offset` away, 0 beyond the edges of the text.
    fn key(&self, i: usize, offset: isize) -> u64 {
        let at = i.wrapping_add_signed(offset);
        if at < self.len() { self.form(at).marked.marks.key } else { 0 }
    }

    fn facts(&self, i: usize, offset: isize) -> u64 {
        let at = i.wrapping_add_signed(offset);
        if at < self.len() { self.form(at).marked.facts } else { 0 }
    }

    fn pair_features(&self, i: usize, sink: &mut Sink) {
        let key = self.key(i, 0);
        sink.add(mix(self.key(i, -1), key));
        sink.add(mix(key, self.key(i, 1)));
        sink.add(mix(self.key(i, -2), self.key(i, -1)));
        sink.add(mix(self.key(i, 1), self.key(i, 2)));
    }

    /// How a word is written, with what stands before it, in one small number.
    pub(super) fn look(&self, at: usize) -> u64 {
        if at >= self.len() {
            return 999;
        }
        let (shape, gap) = (self.words.shape(at) as u64, self.words.gap(at) as u64);
        shape * 64 + gap * 4 + u64::from(self.words.weak(at)) * 2 + u64::from(self.words.starts(at))
    }

    fn shape_features(&self, i: usize, sink: &mut Sink) {
        sink.template = SHAPES;
        let here = self.look(i);
        let (before, behind) = (self.look(i.wrapping_sub(1)), self.look(i + 1));
        sink.add(here);
        sink.add(before);
        sink.add(behind);
        sink.add(mix(mix(before, here), behind));
        sink.add(mix(self.form(i).pattern, u64::from(self.words.weak(i))));
        sink.add(mix(u64::from(self.words.english()), here));
        sink.add(mix(here, self.key(i, -1)));
    }

    fn list_features(&self, i: usize, sink: &mut Sink) {
        sink.template = LISTS;
        let (before, here, behind) =
            (self.facts(i, -1) & SIGNATURE, self.facts(i, 0) & SIGNATURE, self.facts(i, 1) & SIGNATURE);
        let look = self.look(i);
        sink.add(mix(here, look));
        sink.add(mix(before, here));
        sink.add(mix(here, behind));
        sink.add(mix(mix(before, here), mix(behind, look)));
        sink.add(u64::from(self.phrases[i]));
        sink.add(mix(u64::from(self.phrases[i]), look));
    }

    /// The run of capitals around the word: what stands before and behind it, how it starts and ends.
    fn run_features(&self, i: usize, sink: &mut Sink) {
        let run = self.runs[i];
        let (from, to) = (run.from as usize, run.to as usize);
        if from == to {
            sink.template += 9;
            return;
        }
        let place = u64::from(from == i) + 2 * u64::from(to == i + 1);
        let position = place + 4 * (i - from).min(3) as u64 + 16 * (to - from).min(5) as u64;
        let (first, last) = (self.form(from), self.form(to - 1));
        sink.add(position);
        sink.add(mix(self.key(from, -1), place));
        sink.add(mix(self.key(to - 1, 1), place));
        sink.add(mix(self.facts(from, -1) & SIGNATURE, position));
        sink.add(mix(self.facts(to - 1, 1) & SIGNATURE, position));
        sink.add(mix(first.marked.facts & SIGNATURE, position));
        sink.add(mix(last.marked.facts & SIGNATURE, position));
        sink.add(mix(first.marked.marks.key, place));
        sink.add(mix(last.marked.marks.key, place));
    }

    /// The head noun in front, how far it is, and how far the next capital.
    fn head_features(&self, i: usize, sink: &mut Sink) {
        let Some(head) = self.heads[i].map(|head| head as usize) else {
            sink.template += 7;
            return;
        };
        let far = (i - head) as u64;
        let key = mix(self.form(head).marked.marks.key, u64::from(self.words.is_capital(head)));
        let sort = (self.facts(head, 0) & SIGNATURE) | u64::from(self.words.is_capital(head));
        let next = (i + 1..(i + 6).min(self.len())).take_while(|&j| self.words.joined(j));
        let next = next.into_iter().position(|j| self.words.is_capital(j)).map_or(9, |n| n as u64);
        let small = self.words.small(i) as u64 * 16 + self.words.small(i + 1) as u64;
        sink.add(mix(sort, far));
        sink.add(mix(key, far));
        sink.add(mix(key, small));
        sink.add(mix(key, self.key(i, 0)));
        sink.add(mix(mix(sort, far), self.look(i)));
        sink.add(mix(mix(sort, next), small));
        sink.add(mix(mix(key, next), far));
    }

    fn article_features(&self, i: usize, sink: &mut Sink) {
        let form = self.form(i);
        let look = self.look(i);
        let few = |n: u32| u64::from(n.min(3));
        // What this occurrence itself adds to the counts tells nothing new.
        let amid = form.amid - u32::from(self.words.is_capital(i) && !self.words.weak(i));
        let lower = form.lower - u32::from(!self.words.is_capital(i));
        sink.add(few(lower) * 4 + few(amid));
        sink.add(mix(few(lower) * 4 + few(amid), look));
        sink.add(mix(
            few(form.person) + 4 * few(form.place) + 16 * few(form.article),
            u64::from(self.words.is_capital(i)),
        ));
        sink.add(mix(few(form.person), look));
        sink.add(mix(few(form.place), look));
        sink.add(mix(few(form.person) + 4 * few(form.place), form.marked.facts & SIGNATURE));
    }
}

/// The words to which a word says something by its spelling alone: itself and two on each side.
pub(super) const REACH: usize = 5;

// Templates in the order in which they were numbered once; the trained weights hang on the numbers.
/// Behind those of the keys.
const PAIRS: u64 = 5;
/// Behind those of the pairs.
const AFFIXES: u64 = 9;
/// Behind those of the affixes, the neighbours' endings included.
const SHAPES: u64 = 19;
/// Behind those of the shapes: what the lists say of each neighbour.
const FACTS: u64 = 29;
/// Behind those: what the lists say of several together.
const LISTS: u64 = 39;

impl Marked {
    /// The number of the key.
    pub(super) fn number(&self) -> u64 {
        self.marks.key
    }

    /// Appends what the form says at `offset` of the neighbours of a word; the word itself is in the middle of them.
    pub(super) fn features(&self, offset: usize, out: &mut Vec<u64>) {
        let mut sink = Sink { out, template: offset as u64 };
        sink.add(self.marks.key);
        match offset {
            1 | 3 => {
                sink.template = SHAPES - 2 + u64::from(offset == 3);
                sink.add(self.marks.affixes[6]);
            }
            2 => {
                sink.template = AFFIXES;
                self.marks.affixes.iter().for_each(|&affix| sink.add(affix));
            }
            _ => {}
        }
        sink.template = FACTS + 2 * offset as u64 + 1;
        let mut bits = self.facts & !0x1FF;
        while bits != 0 {
            sink.bare(u64::from(bits.trailing_zeros()));
            bits &= bits - 1;
        }
        let facts = Facts(self.facts);
        sink.add(u64::from(facts.given()) * 8 + u64::from(facts.common()));
    }
}

/// The facts that count together.
const SIGNATURE: u64 = {
    let cues = [
        Cue::GivenName,
        Cue::Surname,
        Cue::City,
        Cue::Country,
        Cue::Title,
        Cue::Role,
        Cue::Says,
        Cue::OrgHead,
        Cue::PlaceHead,
        Cue::GenericPlace,
        Cue::EventHead,
        Cue::Demonym,
        Cue::Stop,
        Cue::KnownOrg,
        Cue::KnownPlace,
        Cue::KnownPerson,
        Cue::KnownOther,
        Cue::Kin,
        Cue::WorkNoun,
    ];
    let mut bits = 0;
    let mut i = 0;
    while i < cues.len() {
        bits |= 1 << cues[i] as u64;
        i += 1;
    }
    bits
};

/// Takes features; each call has a template of its own, in a fixed order.
struct Sink<'a> {
    out: &'a mut Vec<u64>,
    template: u64,
}

impl Sink<'_> {
    fn add(&mut self, value: u64) {
        self.template += 1;
        self.bare(value.wrapping_add(1 << 40));
    }

    /// Adds a feature without counting the template on.
    fn bare(&mut self, value: u64) {
        self.out.push(mix(self.template, value));
    }
}
