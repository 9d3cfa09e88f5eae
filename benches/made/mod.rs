//! Made-up articles for measuring: French-looking, of about 4 KB, with a title and people who come again. The same
//! number always gives the same article.
//!
//! Words and people are drawn by Zipf's law from lists with a long tail, because an index and a registry are small and
//! fast on a few hundred words and people, and nobody's articles are like that. The heads of both lists are real; their
//! tails are put together from syllables. A hundred thousand articles have forty thousand words and some 85,000
//! people.

#![allow(dead_code, reason = "each of its users needs a part of it")]

mod words;

/// From the most frequent to the least: word n is drawn about n times less often than the first.
const WORDS: &str = "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec son \
les aux d’un cette d’une mais ont être ou fait comme on tout nous sa entre deux ses aussi bien sans peut même encore \
tous leur après depuis temps pays ans contre avant gouvernement fois jour année selon ministre président politique \
accord guerre loi ville projet groupe région travail semaine hier marché question prix millions réforme parti vote \
usine conseil mesure réunion décision crise budget sécurité salle quartier hôpital école train pont fleuve port maire \
député juge syndicat grève récolte sécheresse orage énergie réseau voiture frontière négociation sanction visite \
sommet discours promesse enquête témoin procès victime secours incendie chantier entreprise salaire emploi retraite \
impôt dette banque monnaie exportation blé gaz pétrole acier satellite laboratoire chercheur découverte médecin \
vaccin patient musée théâtre roman cinéma concert festival équipe match victoire défaite entraîneur stade champion";

const GIVEN: &str = "Aline Baptiste Carmen Denis Elvire Fabien Gisèle Hector Irène Joël Karine Lucien Maude Norbert \
Odile Pascal Quentin Rosalie Sylvain Thérèse Ulysse Viviane Wilfried Xavier Yolande Zacharie";

const FAMILY: &str = "Arbousier Brévan Cormelle Dauvigny Estrac Fontvieux Garancel Haudrin Islemont Jaubrac Kermaden \
Lavergnot Mortelan Nauviers Orsanne Pelvard Quélennec Rouvral Saintorge Tréhorn Urvallon Vaudremer Wattignel \
Yverneau Zellmont Aubrelin Bressanet Charvignol Delmarec Espérandou";

const PLACES: &str = "Paris Lyon Marseille Toulouse Bruxelles Berlin Madrid Rome Londres Varsovie";

/// Stands in a long text once, in its last line.
pub const NEEDLE: &str = "xylographe";

/// Begins like [`NEEDLE`] and stands in the middle: the last letter of a search has to go on from here.
pub const NEARLY: &str = "xylographiste";

/// Numbers that look like chance (xorshift64*).
pub struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    fn below(&mut self, n: usize) -> usize {
        (self.roll() % n as u64) as usize
    }

    /// An index below `n`, the small ones more often, as Zipf's law has it.
    fn zipf(&mut self, n: usize) -> usize {
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((n as f64 + 1.0).powf(share) as usize - 1).min(n - 1)
    }
}

/// Different words; as many as a reader knows.
const VOCABULARY: usize = 40_000;

/// Everybody who may be named. Not all of them are, even in a hundred thousand articles.
const PEOPLE: usize = 400_000;

/// Family names, of which each is that of several people.
const FAMILIES: usize = 60_000;

/// The words and names, made once.
pub struct Maker {
    /// The words of titles.
    words: Vec<&'static str>,
    /// All words, the same ones first.
    vocabulary: Vec<String>,
    given: Vec<&'static str>,
    family: Vec<&'static str>,
    /// Given and family names of those who are named rarely.
    rare: (Vec<&'static str>, Vec<String>),
    places: Vec<&'static str>,
}

impl Default for Maker {
    fn default() -> Self {
        let split = |list: &'static str| list.split_whitespace().collect::<Vec<_>>();
        let words = split(WORDS);
        let vocabulary = words::vocabulary(&words, VOCABULARY, &mut Dice(0xA076_1D64_78BD_642F));
        let families = words::families(FAMILIES, &mut Dice(0xE703_7ED1_A0B4_28DB));
        let rare = ([split(GIVEN), split(words::GIVEN)].concat(), families);
        Self { words, vocabulary, given: split(GIVEN), family: split(FAMILY), rare, places: split(PLACES) }
    }
}

impl Maker {
    /// The title of article `n`.
    pub fn title(&self, n: usize) -> String {
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ (n as u64 + 1));
        let (given, family) = self.person(&mut dice);
        let words: Vec<&str> =
            (0..4 + dice.below(4)).map(|_| self.words[self.words.len() / 3 + dice.below(100)]).collect();
        format!("{given} {family} et {} à {}", words.join(" "), self.places[dice.below(self.places.len())])
    }

    /// The text of article `n`, its title first: about `bytes` bytes, in paragraphs.
    pub fn article(&self, n: usize, bytes: usize) -> String {
        let mut out = String::with_capacity(bytes + 1000);
        self.chapter(n, bytes, &mut out);
        out
    }

    /// Appends article `n`, of about `bytes` bytes.
    fn chapter(&self, n: usize, bytes: usize, out: &mut String) {
        let end = out.len() + bytes;
        *out += &self.title(n);
        *out += "\n\n";
        let mut dice = Dice(0xD1B5_4A32_D192_ED03 ^ (n as u64 + 1));
        let cast: Vec<(&str, &str)> = (0..2 + dice.below(4)).map(|_| self.anybody(&mut dice)).collect();
        while out.len() < end {
            for _ in 0..2 + dice.below(4) {
                self.sentence(&cast, &mut dice, out);
            }
            *out += "\n\n";
        }
    }

    /// One text of about `bytes` bytes: many articles, one behind the other. [`NEEDLE`] stands in its last line only,
    /// [`NEARLY`] in its middle.
    pub fn long(&self, bytes: usize) -> String {
        let mut out = String::with_capacity(bytes + 10_000);
        let mut nearly = false;
        for n in 0.. {
            self.chapter(n, 4000, &mut out);
            if !nearly && out.len() * 2 > bytes {
                out.extend(["Au milieu de tout cela travaille un ", NEARLY, " de la ville.\n\n"]);
                nearly = true;
            }
            if out.len() >= bytes {
                break;
            }
        }
        out.extend(["Ainsi finit la longue histoire du ", NEEDLE, " de la ville.\n"]);
        out
    }

    /// One of those whom titles name.
    fn person(&self, dice: &mut Dice) -> (&'static str, &'static str) {
        self.known(dice.zipf(self.given.len() * self.family.len()))
    }

    fn known(&self, at: usize) -> (&'static str, &'static str) {
        (self.given[at % self.given.len()], self.family[at / self.given.len()])
    }

    /// One of all people: those whom titles name are named most often.
    fn anybody(&self, dice: &mut Dice) -> (&str, &str) {
        let at = dice.zipf(PEOPLE);
        if at < self.given.len() * self.family.len() {
            return self.known(at);
        }
        // The same number is always the same name; that two numbers share one is rare, as it is among people.
        let mut own = Dice(0x8EBC_6AF0_9C88_C6E3 ^ at as u64);
        own.roll();
        let (given, family) = &self.rare;
        (given[own.zipf(given.len())], &family[own.below(family.len())])
    }

    fn sentence(&self, cast: &[(&str, &str)], dice: &mut Dice, out: &mut String) {
        let length = 8 + dice.below(14);
        let named = dice.below(length * 2);
        for at in 0..length {
            let word = &self.vocabulary[dice.zipf(self.vocabulary.len())];
            match at {
                0 => {
                    let mut letters = word.chars();
                    out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                    *out += letters.as_str();
                }
                _ if at == named => {
                    let (given, family) = cast[dice.below(cast.len())];
                    if dice.below(2) == 0 {
                        *out += given;
                        *out += " ";
                    }
                    *out += family;
                }
                _ if at == named + 3 => *out += self.places[dice.below(self.places.len())],
                _ => *out += word,
            }
            *out += match at {
                _ if at + 1 == length => ". ",
                _ if dice.below(14) == 0 => ", ",
                _ => " ",
            };
        }
    }
}
