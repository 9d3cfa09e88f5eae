//! Made-up articles for measuring: French-looking, of about 4 KB, with a title and people who come again. The same
//! number always gives the same article.

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

/// Numbers that look like chance (xorshift64*).
struct Dice(u64);

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

/// The words, split once.
pub struct Maker {
    words: Vec<&'static str>,
    given: Vec<&'static str>,
    family: Vec<&'static str>,
    places: Vec<&'static str>,
}

impl Default for Maker {
    fn default() -> Self {
        let split = |list: &'static str| list.split_whitespace().collect();
        Self { words: split(WORDS), given: split(GIVEN), family: split(FAMILY), places: split(PLACES) }
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
        let mut out = self.title(n);
        out += "\n\n";
        let mut dice = Dice(0xD1B5_4A32_D192_ED03 ^ (n as u64 + 1));
        let cast: Vec<(&str, &str)> = (0..2 + dice.below(4)).map(|_| self.person(&mut dice)).collect();
        while out.len() < bytes {
            for _ in 0..2 + dice.below(4) {
                self.sentence(&cast, &mut dice, &mut out);
            }
            out += "\n\n";
        }
        out
    }

    fn person(&self, dice: &mut Dice) -> (&'static str, &'static str) {
        let at = dice.zipf(self.given.len() * self.family.len());
        (self.given[at % self.given.len()], self.family[at / self.given.len()])
    }

    fn sentence(&self, cast: &[(&str, &str)], dice: &mut Dice, out: &mut String) {
        let length = 8 + dice.below(14);
        let named = dice.below(length * 2);
        for at in 0..length {
            let word = self.words[dice.zipf(self.words.len())];
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
            *out += if at + 1 == length { ". " } else { " " };
        }
    }
}
