//! Entries that are kept as documents of their own read back as the same articles.

use super::super::to_document;
use super::{articles, atom, feed, rss, shape};
use crate::document::Article;

/// All of an article but where it lies.
pub fn told(article: &Article) -> String {
    format!(
        "{}\n{}\n{:?}",
        article.title(),
        shape(article),
        (
            article.source(),
            article.author(),
            article.published(),
            article.language(),
            article.address(),
            article.links()
        )
    )
}

#[test]
fn a_document_gives_the_article_of_its_entry() {
    let feeds = [
        rss("<item><title>L&amp;#8217;été &amp;amp;amp; « nous »</title><link>https://c.test/a?b=1&amp;c=2</link>\
             <dc:creator>Jeanne Martin</dc:creator><dc:creator>Marc</dc:creator><pubDate>Wed, 13 Sep 2023 00:30:00 +0200</pubDate>\
             <description><![CDATA[<p>Un <a href=\"https://c.test/x\">chapô</a>.</p>]]></description>\
             <content:encoded><![CDATA[<h2>Un</h2><p>Le <a href=\"https://c.test/y\">texte</a>\tici.</p><p>Lire la suite</p>]]></content:encoded></item>\
             <item><description>Une note\n\nsur deux lignes &lt;3</description><pubDate>13/09/2023</pubDate></item>\
             <item><title>Sans texte</title></item>"),
        atom(
            "<entry xml:lang='en'><title type='text'>a &amp;lt;b> c</title><link href='https://c.test/1'/><summary type='html'>&lt;p&gt;Un &lt;a href='https://c.test/z'&gt;résumé&lt;/a&gt;&lt;/p&gt;</summary></entry>",
        ),
    ];
    for text in feeds {
        let (feed, articles) = (feed(&text), articles(&text));
        for (entry, article) in feed.entries.iter().zip(&articles) {
            let document = to_document(&feed, entry, None);
            let [read] = &super::articles(&document)[..] else { panic!("one article") };
            assert_eq!(told(read), told(article), "{document}");
            let again = super::feed(&document);
            assert_eq!((&again.title, &again.home, &again.entries[0].id), (&feed.title, &feed.home, &entry.id));
            assert_eq!(again.entries[0].is_teaser(), entry.is_teaser());
            assert_eq!(to_document(&again, &again.entries[0], None), document);
        }
    }
}

#[test]
fn the_page_that_was_fetched_is_read_where_it_holds_more() {
    let text = rss(
        "<item><title>La halle rouvre</title><link>https://c.test/halle</link><dc:creator>Jeanne Martin</dc:creator>\
                    <pubDate>Wed, 13 Sep 2023 08:30:00 +0200</pubDate><description>Après trois ans de travaux…</description></item>",
    );
    let feed = feed(&text);
    let paragraph = "<p>Les étals étaient pleins dès huit heures samedi matin. La foule, qui attendait depuis longtemps, a applaudi.</p>";
    let page = format!(
        "<!DOCTYPE html><html lang='fr'><head><title>La halle rouvre | Courrier</title></head><body><nav><a href='/'>Accueil</a></nav>\
         <article><h1>La halle rouvre</h1>{}<p>Voir <a href='https://c.test/plan'>le plan</a> de la halle.</p></article></body></html>",
        paragraph.repeat(9)
    );
    let entry = &feed.entries[0];
    let document = to_document(&feed, entry, Some((&page, "https://c.test/halle?full")));
    let [article] = &articles(&document)[..] else { panic!("one article") };
    assert!(shape(article).starts_with("~ Accueil\n# La halle rouvre\nLes étals"), "{}", shape(article));
    assert_eq!((article.author(), article.source()), (Some("Jeanne Martin"), Some("Le Courrier")));
    assert_eq!((article.address(), article.language()), (Some("https://c.test/halle"), Some("fr")));
    assert_eq!(article.published().unwrap().to_string(), "2023-09-13T08:30:00+02:00");
    let link = article.links().last().unwrap();
    assert_eq!((link.span.of(article.text()), link.url.as_str()), ("le plan", "https://c.test/plan"));
    // A page that is kept is not lost when the document is written anew.
    let again = super::feed(&document);
    assert_eq!(to_document(&again, &again.entries[0], None), document);
    for poor in ["", "<html><body><p>Accès refusé.</p></body></html>", "rien"] {
        let document = to_document(&feed, entry, Some((poor, "https://c.test/halle")));
        assert_eq!(shape(&articles(&document)[0]), "# La halle rouvre\nAprès trois ans de travaux…");
    }
}
