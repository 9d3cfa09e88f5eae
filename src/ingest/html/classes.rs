//! What the classes and ids of an element say about the text inside: the words that sites at large use for the parts of
//! a page around the article.
//!
//! A class is only a hint: a wrapper around everything may be called `social`. Who uses hints makes sure that they leave
//! enough (`main_text`).

/// What classes say about a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Hint {
    /// Nothing.
    #[default]
    None,
    /// The line of the author, the date.
    Credit,
    /// A standfirst.
    Standfirst,
    /// The word or two above a headline.
    Kicker,
    /// Share bars, related links, banners, comments and the like.
    Aside,
}

const CREDIT: &[&str] = &[
    "author",
    "authors",
    "auteur",
    "auteurs",
    "autor",
    "autore",
    "contributor",
    "contributors",
    "attribution",
    "redacteur",
    "byline",
    "date",
    "dateline",
    "datetime",
    "meta",
    "metadata",
    "posted",
    "publish",
    "published",
    "publication",
    "signature",
    "submitted",
    "timestamp",
    "writer",
    "writers",
];

const STANDFIRST: &[&str] =
    &["chapo", "chapeau", "standfirst", "dek", "subtitle", "lede", "lead", "excerpt", "intro", "accroche", "summary"];

const KICKER: &[&str] =
    &["kicker", "overline", "overtitle", "surtitre", "surtitle", "eyebrow", "topline", "dachzeile", "supertitle"];

const ASIDE: &[&str] = &[
    "share",
    "sharing",
    "sharebar",
    "partage",
    "social",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "newsletter",
    "newsletters",
    "breadcrumb",
    "breadcrumbs",
    "related",
    "relatedposts",
    "sidebar",
    "comment",
    "comments",
    "commentaire",
    "commentaires",
    "respond",
    "reactions",
    "reviews",
    "rating",
    "ratings",
    "bio",
    "advert",
    "advertisement",
    "promo",
    "donate",
    "donation",
    "paywall",
    "subscribe",
    "recommendations",
    "outbrain",
    "taboola",
    "pub",
    "ads",
    "menu",
    "navbar",
    "footer",
    "toolbar",
    "pagination",
    "pager",
    "tags",
    "taglist",
    "topics",
    "keywords",
    "kommentare",
    "commenti",
    "comentarios",
    "reaction",
    "disqus",
    "subscription",
    "subscriptions",
    "signup",
    "abonnement",
    "publicite",
    "advertising",
    "adv",
    "sponsor",
    "sponsored",
    "feedback",
    "copyright",
    "recirc",
    "recirculation",
    "recommendation",
    "recommandations",
    "recommended",
    "trending",
    "tendances",
    "popin",
    "popup",
    "didomi",
    "onetrust",
    "sharedaddy",
    "addthis",
    "addtoany",
    "poll",
    "sondage",
];

/// Names of two words, however they are joined.
const JOINED: &[&str] = &[
    "articletools",
    "audioplayer",
    "authorbio",
    "authorbox",
    "autopromo",
    "boiteauteur",
    "aboutauthor",
    "emailsignup",
    "filariane",
    "jwplayer",
    "leggianche",
    "lireaussi",
    "mediaplayer",
    "mostpopular",
    "mostread",
    "mostviewed",
    "motscles",
    "nextarticle",
    "plusconsultes",
    "pluslus",
    "postnavigation",
    "readalso",
    "readingtime",
    "readmore",
    "readtime",
    "richlink",
    "seealso",
    "sharebuttons",
    "tempslecture",
    "videoduration",
    "videoplayer",
    "videotitle",
    "voiraussi",
];

/// How much an element so called may hold, in characters; in a longer one the name is that of a wrapper.
pub const fn longest(hint: Hint) -> usize {
    match hint {
        Hint::Credit | Hint::Kicker => 300,
        Hint::Standfirst => 1200,
        Hint::None | Hint::Aside => usize::MAX,
    }
}

/// What a class or an id says, the strongest word of it.
pub fn hint(value: &str) -> Hint {
    let said = words(value).map(of_word).max().unwrap_or_default();
    let joined = || value.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    if said < Hint::Aside && value.len() > 7 {
        let joined = joined();
        if JOINED.iter().any(|name| joined.contains(name)) {
            return Hint::Aside;
        }
    }
    said
}

/// The words of a value: parted by signs, and where a capital follows a small letter.
fn words(value: &str) -> impl Iterator<Item = &str> {
    value.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(|part| {
        let bytes = part.as_bytes();
        let mut starts: Vec<usize> =
            (1..bytes.len()).filter(|&i| bytes[i - 1].is_ascii_lowercase() && bytes[i].is_ascii_uppercase()).collect();
        starts.insert(0, 0);
        starts.push(part.len());
        starts.windows(2).map(|edge| &part[edge[0]..edge[1]]).collect::<Vec<_>>()
    })
}

fn of_word(word: &str) -> Hint {
    let is = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    match () {
        () if word.len() < 3 => Hint::None,
        () if is(ASIDE) => Hint::Aside,
        () if is(KICKER) => Hint::Kicker,
        () if is(STANDFIRST) => Hint::Standfirst,
        () if is(CREDIT) => Hint::Credit,
        () => Hint::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_say_what_a_part_of_the_page_is() {
        for (value, expected) in [
            ("article__meta-social", Hint::Aside),
            ("tagsComponent", Hint::Aside),
            ("c-author-box", Hint::Aside),
            ("MostRead_list", Hint::Aside),
            ("entry-meta", Hint::Credit),
            ("article-chapo", Hint::Standfirst),
            ("article-kicker", Hint::Kicker),
            ("article-body post tag-tram category-mobilites", Hint::None),
            ("shares-of-the-company", Hint::None),
            ("", Hint::None),
        ] {
            assert_eq!(hint(value), expected, "{value}");
        }
    }
}
