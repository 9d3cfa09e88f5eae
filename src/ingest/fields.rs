//! What a field of a record means: which of its names is the title, which the text, in the languages and habits of those who
//! write crawlers, interfaces and tables; and the user's own word for it, which wins.
//!
//! Knows names only: what a value is worth is `record`'s to say, and where a field lies in a record its reader's.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use super::title;
use crate::document::Problem;

/// What a field says of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Its headline.
    Title,
    /// Its body.
    Text,
    /// Its standfirst, or a summary of it.
    Summary,
    /// When it was published.
    Date,
    /// Its address on the web.
    Url,
    /// Who wrote it.
    Author,
    /// Who published it.
    Source,
    /// Its language.
    Language,
}

/// The roles by the words for them in a [`FieldMap`].
const ROLES: [(&str, Role); 8] = [
    ("title", Role::Title),
    ("text", Role::Text),
    ("summary", Role::Summary),
    ("date", Role::Date),
    ("url", Role::Url),
    ("author", Role::Author),
    ("source", Role::Source),
    ("language", Role::Language),
];

/// The names of fields as [`title::key`]s, the most telling of each role first.
const NAMES: [(Role, &str); 8] = [
    (
        Role::Title,
        "headline|hed|title|articletitle|storytitle|newstitle|posttitle|pagetitle|webtitle|titre|titrearticle|titel|titulo\
        |titular|titolo|uberschrift|ueberschrift|schlagzeile|heading|kop|tytul|rubrik|titleen|titlefr|subject",
    ),
    (
        Role::Text,
        "articlebody|fulltext|fullcontent|maintext|body|bodytext|articletext|articlecontent|storytext|text|texte|contenttext\
        |content|contents|contenu|corps|textecomplet|texteintegral|texto|cuerpo|contenido|testo|contenuto|corpo|conteudo\
        |inhalt|volltext|artikeltext|tekst|inhoud|tresc|bodyhtml|contenthtml|htmlcontent|texthtml|html|cleantext|cleanedtext\
        |plaintext|rawtext|rawcontent|paragraphs|paragraphes|article|story|leadparagraph",
    ),
    (
        Role::Summary,
        "standfirst|chapo|chapeau|description|summary|abstract|lead|lede|excerpt|snippet|trailtext|resume|accroche|teaser\
        |vorspann|kurzfassung|zusammenfassung|deck|dek|subheadline|subheading|subtitle|soustitre|untertitel|extract|extrait\
        |intro|introduction|entradilla|resumen|sommario|occhiello|resumo|samenvatting",
    ),
    (
        Role::Date,
        "datepublished|publishedat|published|publicationdate|publishdate|publisheddate|publishedon|publishedtime|pubdate\
        |firstpublicationdate|firstpublished|webpublicationdate|datepublication|datedepublication|datepub|datetime|date\
        |dateparution|parution|datum|veroffentlicht|veroffentlichungsdatum|erscheinungsdatum|fecha|fechapublicacion\
        |datapubblicazione|data|datapublicacao|publiele|issued|seendate|createdat|datecreated|created|timestamp|time\
        |versioncreated|updatedat|updated|dateupdated|modified|modifiedat|datemodified|lastmodified",
    ),
    (
        Role::Url,
        "canonicalurl|canonical|url|articleurl|weburl|shareurl|permalink|permalien|link|lien|href|enlace|enlaceurl\
        |mainentityofpage|sourceurl|originalurl|uri|adresse|guid|shorturl",
    ),
    (
        Role::Author,
        "author|authors|auteur|auteurs|autor|autores|autoren|autore|autori|authorname|byline|creator|dccreator|writer\
        |writers|writtenby|journalist|journalists|journaliste|journalistes|signature|reporter|by",
    ),
    (
        Role::Source,
        "source|sourcename|publisher|publishername|outlet|newspaper|newspapername|publication|publicationname|journal\
        |nomjournal|media|medianame|site|sitename|sitetitle|nomdusite|website|feed|feedtitle|feedname|provider|agency\
        |agence|quelle|zeitung|fuente|medio|fonte|testata|krant|channel|domain|domaine|sourcedomain|hostname",
    ),
    (Role::Language, "language|lang|inlanguage|langue|sprache|idioma|lingua|languagecode|langcode|taal|locale"),
];

/// The same the other way round: a name to its role and its rank in that, 0 the most telling.
static MEANINGS: LazyLock<HashMap<&str, (Role, usize)>> = LazyLock::new(|| {
    let ranked = |(role, names): (Role, &'static str)| {
        names.split('|').enumerate().map(move |(rank, name)| (name, (role, rank)))
    };
    NAMES.into_iter().flat_map(ranked).collect()
});

/// A longer name is a sentence; in bytes.
const LONGEST: usize = 60;

/// What a field of this name means, and how telling the name is for that, 0 the most. Capitals, accents, spaces and signs do
/// not count.
pub fn meaning(name: &str) -> Option<(Role, usize)> {
    if name.len() > LONGEST {
        return None;
    }
    MEANINGS.get(title::key(name).as_str()).copied()
}

/// Which fields are the title, the text and the rest of an article, as the user says: it wins over what the names say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap {
    pairs: Vec<(Role, String)>,
}

impl FieldMap {
    /// Reads settings as they are typed: `title=headline`, several of them parted by commas. A field of a field is written with
    /// dots, `text=article.corps`; a column of a table may be its number from 1. Of two fields for one role the first that is
    /// there counts.
    ///
    /// # Errors
    /// When a setting is none, and when its role is unknown: a sentence that lists the roles.
    pub fn parse(settings: &[String]) -> Result<Self, String> {
        let roles = ROLES.map(|(name, _)| name).join(", ");
        let mut pairs = Vec::new();
        for setting in settings.iter().flat_map(|settings| settings.split(',')) {
            let setting = setting.trim();
            let Some((role, field)) = setting.split_once('=').filter(|(_, field)| !field.trim().is_empty()) else {
                return Err(format!(
                    "“{setting}” does not say which field is what: write role=field, as in title=headline, with one of the roles \
                    {roles}"
                ));
            };
            let role = role.trim();
            let Some((_, known)) = ROLES.iter().find(|(name, _)| role.eq_ignore_ascii_case(name)) else {
                return Err(format!("“{role}” is no role that a field can have: the roles are {roles}"));
            };
            pairs.push((*known, field.trim().to_owned()));
        }
        Ok(Self { pairs })
    }

    /// All of several maps, the first before the others.
    #[must_use]
    pub fn all(maps: Vec<Self>) -> Self {
        Self { pairs: maps.into_iter().flat_map(|map| map.pairs).collect() }
    }

    /// True when it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// What to tell of a file in which none of the fields is found; `None` when the map says nothing.
    pub(super) fn unmatched(&self) -> Option<Problem> {
        let names: Vec<String> = self.pairs.iter().map(|(_, field)| format!("“{field}”")).collect();
        let message = format!(
            "No field is called {} here, so that which field is what was guessed; --map takes the names as they stand in the file.",
            names.join(" or ")
        );
        (!self.is_empty()).then(|| Problem::new(message))
    }

    /// The roles that are told, each with the path of its field.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (Role, &str)> {
        self.pairs.iter().map(|(role, path)| (*role, path.as_str()))
    }
}

impl fmt::Display for FieldMap {
    /// As it could be typed, the roles in their usual writing: maps that say the same read the same.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let word = |role: Role| ROLES.iter().find(|(_, known)| *known == role).map_or("", |(word, _)| word);
        let said: Vec<String> = self.pairs.iter().map(|(role, field)| format!("{}={field}", word(*role))).collect();
        f.write_str(&said.join(","))
    }
}

/// True when two names of fields are the same but for capitals, accents and signs.
pub fn is_same(name: &str, other: &str) -> bool {
    name == other
        || name.len() <= LONGEST && other.len() <= LONGEST && {
            let key = title::key(name);
            !key.is_empty() && key == title::key(other)
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_any_writing() {
        let check = |name: &str, role: Role| assert_eq!(meaning(name).map(|(role, _)| role), Some(role), "{name}");
        for name in ["headline", "Title", "TITRE", "título", "article_title", "Überschrift", "web-title"] {
            check(name, Role::Title);
        }
        for name in ["articleBody", "full_text", "main.text", "Contenu", "texte intégral", "Body HTML"] {
            check(name, Role::Text);
        }
        check("Chapô", Role::Summary);
        check("published_at", Role::Date);
        check("webPublicationDate", Role::Date);
        check("Permalink", Role::Url);
        check("dc:creator", Role::Author);
        check("site_name", Role::Source);
        check("inLanguage", Role::Language);
        assert_eq!(meaning("prix"), None);
        assert_eq!(meaning(""), None);
        assert!(meaning("full_text").unwrap().1 < meaning("content").unwrap().1);
    }

    #[test]
    fn no_name_means_two_things() {
        let all: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.split('|')).collect();
        assert_eq!(all.len(), MEANINGS.len());
        for name in all {
            assert_eq!(title::key(name), name);
        }
    }

    #[test]
    fn the_user_may_say_which_field_is_what() {
        let parse = |settings: &[&str]| {
            FieldMap::parse(&settings.iter().map(|setting| (*setting).to_owned()).collect::<Vec<_>>())
        };
        let map = parse(&["title=headline,Text = article.corps", "date=3"]).unwrap();
        let expected = [(Role::Title, "headline"), (Role::Text, "article.corps"), (Role::Date, "3")];
        assert_eq!(map.pairs().collect::<Vec<_>>(), expected);
        assert_eq!(parse(&[]).unwrap(), FieldMap::default());
        for wrong in ["headline", "title=", "", "title=a,,text=b", "colour=red"] {
            let error = parse(&[wrong]).unwrap_err();
            assert!(error.contains("title, text, summary, date, url, author, source, language"), "{error}");
        }
        assert!(parse(&["colour=red"]).unwrap_err().starts_with("“colour” is no role"));
    }

    #[test]
    fn several_maps_are_one_that_reads_as_it_could_be_typed() {
        let map = |settings: &str| FieldMap::parse(&[settings.to_owned()]).unwrap();
        let both = FieldMap::all(vec![map("Title = objet"), map("TEXT=article.corps")]);
        assert_eq!(both.to_string(), "title=objet,text=article.corps");
        assert_eq!(both, map(&both.to_string()));
    }
}
