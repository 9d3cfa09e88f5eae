//! The words of a text, each with its key, its facts, and, for the little ones, what they tell of a name beside them.

use std::rc::Rc;

use foldhash::{HashMap, HashMapExt};

use crate::document::Span;
use crate::names::lexicon::{Cue, Facts};
use crate::names::spelling::{Spelling, spell};
use crate::names::tokens::{Gap, Shape, Token};

/// The little words that tell what a name beside them is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::names) enum Small {
    /// None of them.
    Other,
    /// `le`, `la`, `l'`, `les`, `the`.
    Article,
    /// `de`, `d'`, `of`.
    Of,
    /// `du`, `des`.
    OfThe,
    /// `à`.
    To,
    /// `en`, `in`.
    In,
    /// `au`, `aux`, `dans`, `vers`, `near`, `from`: places first.
    Towards,
    /// `et`, `and`, `ou`, `&`.
    And,
    /// `van`, `von`, `der`, `ben`, `al`: inside people's names.
    Particle,
}

struct Word {
    token: Token,
    spelling: u32,
    /// A capital here says nothing: sentence start, headline in capitals.
    weak: bool,
}

/// The words in order.
pub(in crate::names) struct Words<'a> {
    text: &'a str,
    spellings: Vec<Rc<Spelling>>,
    all: Vec<Word>,
    english: bool,
}

impl<'a> Words<'a> {
    /// The words that `tokens` are in `text`.
    pub(in crate::names) fn new(text: &'a str, tokens: Vec<Token>) -> Self {
        let mut out = Self { text, spellings: Vec::new(), all: Vec::with_capacity(tokens.len()), english: false };
        let mut known: HashMap<&str, u32> = HashMap::new();
        for token in tokens {
            let surface = token.span.of(text);
            let spelling = *known.entry(surface).or_insert_with(|| {
                out.spellings.push(spell(surface));
                out.spellings.len() as u32 - 1
            });
            out.all.push(Word { token, spelling, weak: token.starts });
        }
        out.english = out.speaks_english();
        out.weaken_shouting();
        out
    }

    fn speaks_english(&self) -> bool {
        let mut counts = vec![0_i32; self.spellings.len()];
        self.all.iter().for_each(|word| counts[word.spelling as usize] += 1);
        let balance = self.spellings.iter().zip(counts).map(|(spelling, count)| match &*spelling.key {
            "the" | "and" | "of" | "to" | "in" => count,
            "le" | "la" | "les" | "de" | "et" | "des" => -count,
            _ => 0,
        });
        balance.sum::<i32>() > 0
    }

    /// In a headline in capitals, or One With Every Word Capitalised, a capital is no evidence.
    fn weaken_shouting(&mut self) {
        let mut from = 0;
        for i in 1..=self.all.len() {
            if i < self.all.len() && self.all[i].token.before < Gap::Stop {
                continue;
            }
            let sentence = &self.all[from..i];
            let long = |w: &&Word| w.token.span.len() > 3;
            let count = |shape: Shape| sentence.iter().filter(long).filter(|w| w.token.shape == shape).count();
            let (upper, capital, lower) = (count(Shape::Upper), count(Shape::Capitalised), count(Shape::Lower));
            let loud = upper >= 3 && upper > 2 * (lower + capital);
            let titled = capital >= 4 && lower == 0 || capital >= 6 && capital > 5 * lower;
            if loud || titled {
                for word in &mut self.all[from..i] {
                    word.weak = true;
                }
            }
            from = i;
        }
    }

    pub(in crate::names) fn len(&self) -> usize {
        self.all.len()
    }

    pub(in crate::names) fn english(&self) -> bool {
        self.english
    }

    /// Number of different spellings.
    pub(in crate::names) fn spellings(&self) -> usize {
        self.spellings.len()
    }

    /// Which of them word `i` has.
    pub(in crate::names) fn spelling_of(&self, i: usize) -> usize {
        self.all[i].spelling as usize
    }

    pub(in crate::names) fn spelling(&self, i: usize) -> &Spelling {
        &self.spellings[self.all[i].spelling as usize]
    }

    pub(in crate::names) fn span(&self, i: usize) -> Span {
        self.all[i].token.span
    }

    pub(in crate::names) fn surface(&self, i: usize) -> &'a str {
        self.span(i).of(self.text)
    }

    pub(in crate::names) fn key(&self, i: usize) -> &str {
        &self.spelling(i).key
    }

    pub(in crate::names) fn facts(&self, i: usize) -> Facts {
        self.spelling(i).facts
    }

    pub(in crate::names) fn has(&self, i: usize, cue: Cue) -> bool {
        i < self.len() && self.facts(i).has(cue)
    }

    pub(in crate::names) fn shape(&self, i: usize) -> Shape {
        self.all[i].token.shape
    }

    /// What stands before word `i`; past the end, a blank line.
    pub(in crate::names) fn gap(&self, i: usize) -> Gap {
        self.all.get(i).map_or(Gap::Blank, |w| w.token.before)
    }

    /// True when words `i - 1` and `i` stand side by side.
    pub(in crate::names) fn joined(&self, i: usize) -> bool {
        self.gap(i) <= Gap::Space
    }

    pub(in crate::names) fn weak(&self, i: usize) -> bool {
        self.all[i].weak
    }

    pub(in crate::names) fn starts(&self, i: usize) -> bool {
        self.all[i].token.starts
    }

    pub(in crate::names) fn small(&self, i: usize) -> Small {
        if i >= self.len() {
            return Small::Other;
        }
        // "A Belgrade": the accent is often left off a capital.
        if self.all[i].token.starts && self.surface(i) == "A" && !self.english {
            return Small::To;
        }
        self.spelling(i).small
    }

    /// True when word `i` is written as a name may be; `al-Kaabi` is.
    pub(in crate::names) fn is_capital(&self, i: usize) -> bool {
        let Some(word) = self.all.get(i) else { return false };
        word.token.is_capital() || word.token.shape == Shape::Inner && arabic_article(self.surface(i))
    }
}

/// `al-Kaabi`, `el-Sissi`: a lower-case article and a capital behind the hyphen.
fn arabic_article(word: &str) -> bool {
    let article = word.split(['-', '‑', '\'', '’']).next().unwrap_or_default();
    (2..=3).contains(&article.len()) && word[article.len()..].chars().nth(1).is_some_and(char::is_uppercase)
}

impl Small {
    /// What the word `surface` is of these.
    pub(in crate::names) fn of(surface: &str) -> Self {
        if surface.len() > 8 {
            return Self::Other;
        }
        match surface.to_lowercase().replace('’', "'").as_str() {
            "le" | "la" | "l'" | "les" | "the" => Self::Article,
            "de" | "d'" | "of" => Self::Of,
            "du" | "des" => Self::OfThe,
            "à" => Self::To,
            "en" | "in" => Self::In,
            "au" | "aux" | "dans" | "vers" | "near" | "from" | "at" | "into" | "outside" | "across" | "around"
            | "depuis" | "jusqu'" | "sous" | "hors" | "throughout" => Self::Towards,
            "et" | "and" | "ou" | "ni" | "or" => Self::And,
            "van" | "von" | "der" | "den" | "di" | "da" | "dos" | "bin" | "ben" | "ibn" | "al" | "el" | "ten"
            | "ter" | "zu" | "af" | "ap" | "y" | "bint" | "ould" | "abu" | "della" | "del" => Self::Particle,
            _ => Self::Other,
        }
    }
}
