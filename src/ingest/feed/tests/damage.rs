//! Feeds that break the rules, and bytes that only look like feeds.

use proptest::prelude::*;

use super::super::{Entry, Feed, body};
use super::{atom, check, entry, feed, rss};
use crate::ingest::limits::{Budget, MAX_PARTS};
use crate::ingest::source::Source;
use crate::ingest::{self, Hints};

/// What an item with these fields, between two sound ones, gives.
#[track_caller]
fn check_item(item: &str, expected: &str) {
    let text = rss(&format!("<item><title>Avant</title></item><item>{item}</item><item><title>Après</title></item>"));
    check(&text, &format!("# Avant\n\n{expected}\n\n# Après"));
}

#[test]
fn one_wrong_sign_costs_no_entry() {
    check_item("<title>R & D &c; &</title>", "# R & D &c; &");
    check_item("<title>a&#0;b</title>", "# a�b");
    check_item("<title>a\u{1}b</title>", "# ab");
    check_item("<title>3 < 4</title>", "# 3 < 4");
    check_item("<title>a <b</title><description>c</description>", "# a <b\nc");
    check_item("<title>&eacute;t&eacute;</title>", "# été");
    check_item(
        "<title>a</title><x:y>b</x:y><description>Un <b>mot</b><br>et un autre</description>",
        "# a\nUn mot⏎et un autre",
    );
    check_item("<title>a</title><description><p>un<p>deux <!-- </description>", "# a\nun\ndeux <!--");
    check_item("<title>a</b></title></x><description>c</description>", "# a\nc");
    let link = entry(&rss("<item><title>a</title><link>https://c.test/?a=1&b=2&copy=3</link></item>"));
    assert_eq!(link.address.as_deref(), Some("https://c.test/?a=1&b=2&copy=3"));
}

#[test]
fn prefixes_need_no_declaration() {
    let text = "<rss><channel><item><title>a</title><dc:creator>Jeanne</dc:creator>\
                <content:encoded>&lt;p&gt;b&lt;/p&gt;</content:encoded></item></channel></rss>";
    check(text, "# a\nb");
    assert_eq!(entry(text).author.as_deref(), Some("Jeanne"));
}

#[test]
fn what_stands_in_front_and_behind_is_passed_over() {
    let sound = rss("<item><title>a</title></item>");
    check(&format!("\n\n\u{FEFF}{sound}\n<!-- 0.2 s -->"), "# a");
    check(&format!("<br />\n<b>Warning</b>: x in <b>/y.php</b><br />\n{sound}"), "# a");
    check(&format!("{sound}<script>x()</script>"), "# a");
    check(&sound.replace("UTF-8", "ISO-8859-1").replace(">a<", ">été<"), "# été");
    let latin: Vec<u8> = sound.replace("’", "'").replace(">a<", ">\u{e9}t\u{e9}<").chars().map(|c| c as u8).collect();
    assert_eq!(ingest::article(&latin, &Hints::named("a")).title(), "été");
}

#[test]
fn a_feed_that_is_cut_gives_its_whole_entries() {
    let text = rss("<item><title>Un</title></item><item><title>Deux</title></item>");
    let cut = &text[..text.find("Deux").unwrap() + 2];
    let feed = feed(cut);
    assert_eq!(feed.entries.len(), 1);
    assert!(feed.problems[0].message().contains("breaks off"));
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"C","items":[{"id":"1","content_text":"a"},{"id":"2","conte"#;
    let feed = super::feed(json);
    assert_eq!((feed.title.as_str(), feed.entries.len(), feed.problems.len()), ("C", 1, 1));
    assert!(super::parse(&json[..70], None).is_err());
    // An entry that only forgets to end is whole.
    check("<rss><channel><item><title>Un</title><item><title>Deux</title></channel></rss>", "# Un\n\n# Deux");
}

#[test]
fn hostile_feeds_cost_little() {
    let laughs = "<!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>\
                  <rss><channel><item><title>&b; &c;</title></item></channel></rss>";
    check(laughs, "# &b; &c;");
    let deep = ["<b>".repeat(50_000), "mot".to_owned(), "</b>".repeat(50_000)].concat();
    check(
        &rss(&format!("<item><title>a</title><description>{deep}</description></item><item><title>b</title></item>")),
        "# a\nmot\n\n# b",
    );
    let groups = ["<media:group>".repeat(50_000), "mot".to_owned()].concat();
    let text = rss(&format!("<item><title>a</title>{groups}</item><item><title>b</title></item>"));
    assert_eq!(feed(&text).entries.len(), 2);
    let json = format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":{}", "[".repeat(100_000));
    assert!(super::parse(&json, None).is_err());
}

#[test]
fn ten_thousand_entries_are_read() {
    let items: Vec<String> = (0..10_000).map(|i| format!("<item><title>Numéro {i}</title></item>")).collect();
    let articles = super::articles(&rss(&items.concat()));
    assert_eq!((articles.len(), articles[9_999].title()), (10_000, "Numéro 9999"));
}

#[test]
fn a_feed_has_only_so_many_entries() {
    let xml = rss(&"<item/>".repeat(MAX_PARTS + 1));
    let items = vec!["{}"; MAX_PARTS + 1].join(",");
    let json = format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{items}]}}");
    for text in [xml, json] {
        let feed = feed(&text);
        assert_eq!(feed.entries.len(), MAX_PARTS);
        assert!(feed.problems[0].message().contains("100000 entries"));
    }
}

/// Sound feeds of every kind, to be damaged.
fn samples() -> [String; 4] {
    let rdf = "<rdf:RDF xmlns='http://purl.org/rss/1.0/' xmlns:rdf='x'><channel><title>B</title></channel><item rdf:about='/1'>\
               <title>Une séance</title><description>&lt;p&gt;Le conseil&lt;/p&gt;</description></item></rdf:RDF>";
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"é","items":[{"id":"1","url":"/1","content_html":"<p>a <a href='b'>c</a>"}],"_kiosque":{"page_html":"<p>d"}}"#;
    [
        rss(
            "<item><title>L&amp;#8217;été</title><link>/a</link><pubDate>mer., 13 sept. 2023 08:30:00 +0200</pubDate><author>a@b (C)</author>\
             <content:encoded><![CDATA[<p>Un <a href=\"x\">lien</a>. <a href='y'>Lire la suite</a></p>]]></content:encoded></item>",
        ),
        atom(
            "<entry xml:base='a/'><title type='html'>&lt;b&gt;é&lt;/b&gt;</title><content type='xhtml'><div>Un <a href='b'>mot</a><br/></div></content></entry>",
        ),
        rdf.to_owned(),
        json.to_owned(),
    ]
}

/// All that is told of the article of one entry.
fn articles_of(feed: &Feed, entry: &Entry) -> String {
    let (budget, name) = (Budget::default(), Hints::named("flux.xml"));
    super::documents::told(&body::article(feed, entry, &Source::new(b"", name, &budget)))
}

proptest! {
    #[test]
    fn no_damage_panics(which in 0usize..4, cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), "[<>&;\"'/\\]\\[!\\-é \\x00a-c]{0,6}"), 0..6)) {
        let mut text = samples()[which].clone();
        for (from, to, put) in cuts {
            let mut places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            places.push(text.len());
            let (from, to) = (places[from.index(places.len())], places[to.index(places.len())]);
            // Mostly small holes, sometimes a piece is doubled.
            if from <= to && to - from < 40 {
                text.replace_range(from..to, &put);
            } else {
                text.insert_str(from, &put);
            }
        }
        if let Ok(feed) = super::parse(&text, Some("https://c.test/f")) {
            for entry in &feed.entries {
                prop_assert!(!entry.id.is_empty());
                let document = super::super::to_document(&feed, entry, None);
                let again = super::feed(&document);
                prop_assert_eq!(again.entries[0].is_teaser(), entry.is_teaser());
                let (own, read) = (articles_of(&feed, entry), super::articles(&document));
                prop_assert_eq!(super::documents::told(&read[0]), own);
            }
        }
        let reading = ingest::read(text.as_bytes(), &Hints::named("f.xml"));
        for article in &reading.articles {
            let mut at = 0;
            for block in article.blocks() {
                prop_assert!(article.text()[at..block.span.start()].trim().is_empty());
                prop_assert!(!block.span.of(article.text()).is_empty());
                at = block.span.end();
            }
            prop_assert_eq!(at, article.text().len());
            for link in article.links() {
                prop_assert!(!link.span.of(article.text()).is_empty());
            }
        }
    }
}
