//! Feeds as programs write them: what of an entry becomes what of an article.

mod damage;
mod documents;

use super::{Body, Entry, Feed, parse};
use crate::document::Article;
use crate::ingest::samples::shape;
use crate::ingest::{self, Format, Hints};

/// The feed of a paper with these items, as programs for blogs frame it.
fn rss(items: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
        xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
        <channel><title>Le Courrier</title><atom:link href="https://courrier.test/feed/" rel="self" type="application/rss+xml" />
        <link>https://courrier.test</link><description>Toute l’actualité</description><language>fr-FR</language>
        <image><url>https://courrier.test/i.png</url><title>Logo</title><link>https://courrier.test/logo</link></image>
        {items}</channel></rss>"#
    )
}

/// The feed of a blog with these entries.
fn atom(entries: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
        <title>Carnet</title><link rel="self" href="https://carnet.test/atom.xml"/><link href="https://carnet.test/"/>
        <author><name>Jeanne Martin</name></author><id>tag:carnet.test,2023:1</id>{entries}</feed>"#
    )
}

fn feed(text: &str) -> Feed {
    parse(text, Some("https://courrier.test/feed/")).expect("it is a feed")
}

fn entry(text: &str) -> Entry {
    feed(text).entries.swap_remove(0)
}

fn articles(text: &str) -> Vec<Article> {
    let reading = ingest::read(text.as_bytes(), &Hints::named("flux.xml"));
    assert_eq!(reading.format, Some(Format::Feed));
    reading.articles
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(articles(text).iter().map(shape).collect::<Vec<_>>().join("\n\n"), expected);
}

#[track_caller]
fn check_title(item: &str, expected: &str) {
    assert_eq!(entry(&rss(&format!("<item>{item}</item>"))).title.as_deref(), Some(expected), "{item}");
}

#[test]
fn an_entry_of_wordpress_is_an_article() {
    let text = rss("<item><title>L&#8217;été au marché</title><link>https://courrier.test/ete/</link>
        <comments>https://courrier.test/ete/#respond</comments><dc:creator><![CDATA[Jeanne Martin]]></dc:creator>
        <pubDate>Wed, 13 Sep 2023 00:30:00 +0200</pubDate><category><![CDATA[Ville]]></category>
        <guid isPermaLink=\"false\">https://courrier.test/?p=123</guid>
        <description><![CDATA[<p>Les étals sont pleins. La foule atten [&#8230;]</p>
        <p>L’article <a href=\"https://courrier.test/ete/\">L’été au marché</a> est apparu en premier sur <a href=\"/\">Le Courrier</a>.</p>]]></description>
        <content:encoded><![CDATA[<p>Les étals sont pleins. La foule attendait <a href=\"/halle?a=1&amp;b=2\">la halle</a>.</p>
        <ul><li>pommes</li></ul><img src=\"https://stats.test/pixel.gif\" width=1 height=1>
        <p>L’article <a href=\"https://courrier.test/ete/\">L’été au marché</a> est apparu en premier sur
        <a href=\"https://courrier.test\">Le Courrier</a>.</p>]]></content:encoded></item>");
    check(
        &text,
        "# L’été au marché\nLes étals sont pleins. La foule attendait la halle.\n* • pommes\n\
         ~ L’article L’été au marché est apparu en premier sur Le Courrier.",
    );
    let article = articles(&text).remove(0);
    assert_eq!(article.title(), "L’été au marché");
    assert_eq!((article.source(), article.author()), (Some("Le Courrier"), Some("Jeanne Martin")));
    assert_eq!(article.published().unwrap().to_string(), "2023-09-13T00:30:00+02:00");
    assert_eq!((article.language(), article.address()), (Some("fr"), Some("https://courrier.test/ete/")));
    assert_eq!(article.part(), None);
    let two = articles(&rss("<item><guid>un</guid><title>a</title></item><item><link>/b</link></item>"));
    assert_eq!(two.iter().map(Article::part).collect::<Vec<_>>(), [Some("un"), Some("https://courrier.test/b")]);
    assert_eq!(article.links()[0].url, "https://courrier.test/halle?a=1&b=2");
    let known = feed(&text);
    assert_eq!((known.title.as_str(), known.home.as_deref()), ("Le Courrier", Some("https://courrier.test")));
    let Some(Body::Html(content)) = &known.entries[0].content else { panic!("no content") };
    assert!(content.contains("\"https://courrier.test/halle?a=1&amp;b=2\""), "{content}");
}

#[test]
fn titles_are_decoded_once_and_lose_their_tags() {
    check_title("<title>Caf&#xE9; &amp; th&#233;</title>", "Café & thé");
    check_title("<title>L&amp;#8217;&amp;eacute;t&amp;eacute;</title>", "L’été");
    check_title("<title>L&rsquo;&eacute;t&eacute;</title>", "L’été");
    check_title("<title><![CDATA[L&#039;été & « nous »]]></title>", "L'été & « nous »");
    check_title("<title>Un &lt;em&gt;très&lt;/em&gt; bon titre</title>", "Un très bon titre");
    check_title("<title>Un <em>très</em> bon titre</title>", "Un très bon titre");
    check_title("<title>3 &lt; 4 et &lt;balise&gt;</title>", "3 < 4 et <balise>");
    check_title("<title>Écrire &amp;amp;lt;br&amp;amp;gt;</title>", "Écrire &lt;br&gt;");
    check_title("<title>\n  Sur deux\n  lignes </title>", "Sur deux lignes");
    check_title("<title/><media:title>Le film</media:title>", "Le film");
}

#[test]
fn atom_says_what_is_text_and_what_is_markup() {
    let text = atom(
        r#"<entry><id>tag:1</id><title type="html">&lt;b&gt;Un&lt;/b&gt; &amp;amp; deux</title>
        <link rel="enclosure" href="/son.mp3"/><link rel="replies" type="text/html" href="/c"/>
        <link rel="alternate" type="text/html" href="/2023/un"/>
        <published>2023-09-13T08:30:00+02:00</published><updated>2023-09-14T08:30:00+02:00</updated>
        <content type="html">&lt;p&gt;Du HTML &amp;eacute;chappé.&lt;/p&gt;</content></entry>
        <entry xml:lang="de" xml:base="https://autre.test/a/"><title type="text">a &lt;b&gt; c</title><link href="b"/>
        <author><name>Karl</name></author><author><name>Anna</name></author><updated>2023-09-14T08:30:00Z</updated>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Ein <a href="c.html">Satz</a>.<br/>Zwei.</p></div></content></entry>
        <entry><title>Du texte</title><content>Une phrase.

Une autre &amp; la fin.</content></entry>"#,
    );
    check(
        &text,
        "# Un & deux\nDu HTML échappé.\n\n# a <b> c\nEin Satz.⏎Zwei.\n\n# Du texte\nUne phrase.\nUne autre & la fin.",
    );
    let feed = parse(&text, None).unwrap();
    assert_eq!(feed.home.as_deref(), Some("https://carnet.test/"));
    let told: Vec<_> =
        feed.entries.iter().map(|e| (e.id.as_str(), e.author.as_deref(), e.language.as_deref())).collect();
    assert_eq!(told[0], ("tag:1", Some("Jeanne Martin"), Some("fr")));
    assert_eq!(told[1], ("https://autre.test/a/b", Some("Karl, Anna"), Some("de")));
    assert_eq!(feed.entries[0].published.unwrap().to_string(), "2023-09-13T08:30:00+02:00");
    assert_eq!(articles(&text)[1].links()[0].url, "https://autre.test/a/c.html");
    assert_eq!(feed.entries[2].id.len(), 16);
    let told = parse(&rss("<item><link>/un</link></item>"), None).unwrap();
    assert_eq!(told.entries[0].address.as_deref(), Some("https://courrier.test/un"));
    let based = parse(&text, Some("https://carnet.test/flux/atom.xml")).unwrap();
    assert_eq!(based.entries[0].address.as_deref(), Some("https://carnet.test/2023/un"));
}

#[test]
fn the_old_kinds_are_read() {
    let rdf = r#"<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="https://c.test/"><title>Le Bulletin</title><link>https://c.test/</link><dc:language>fr</dc:language>
        <items><rdf:Seq><rdf:li rdf:resource="https://c.test/1"/></rdf:Seq></items></channel>
        <item rdf:about="https://c.test/1"><title>Une séance</title><link>https://c.test/1</link>
        <description>Le conseil a siégé.</description><dc:date>2003-05-22T10:00:00+02:00</dc:date></item></rdf:RDF>"#;
    check(rdf, "# Une séance\nLe conseil a siégé.");
    let known = entry(rdf);
    assert_eq!((known.id.as_str(), known.language.as_deref()), ("https://c.test/1", Some("fr")));
    assert_eq!(known.published.unwrap().to_string(), "2003-05-22T10:00:00+02:00");
    for version in ["version=\"0.91\"", "version=\"0.92\"", "version=\"2.00\"", ""] {
        let text = format!("<rss {version}><channel><item><title>Un</title></item></channel></rss>");
        check(&text, "# Un");
    }
    let old = "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>Un</title>\
               <issued>2004-01-02T10:00:00Z</issued><content type='text/html' mode='escaped'>&lt;p&gt;a&lt;/p&gt;</content></entry></feed>";
    check(old, "# Un\na");
    let prefixed = "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title>Un</a:title></a:entry></a:feed>";
    check(prefixed, "# Un");
}

#[test]
fn dates_keep_their_time_and_zone_in_any_language() {
    let check = |date: &str, expected: &str| {
        let found = entry(&rss(&format!("<item><title>a</title><pubDate>{date}</pubDate></item>"))).published;
        assert_eq!(found.map(|at| at.to_string()).as_deref(), Some(expected), "{date}");
    };
    check("mer., 13 sept. 2023 08:30:00 +0200", "2023-09-13T08:30:00+02:00");
    check("Tue, 13 Sep 2023 08:30:00 GMT", "2023-09-13T08:30:00Z");
    check("Mi, 13 Dez 2023 08:30 UTC", "2023-12-13T08:30:00Z");
    check("Thursday, 14 September 2023 08:30:00 -0400", "2023-09-14T08:30:00-04:00");
    check("2023-09-13 08:30:00", "2023-09-13");
    check("13/09/2023", "2023-09-13");
}

#[test]
fn people_are_named_and_their_mail_is_not() {
    let check = |fields: &str, expected: Option<&str>| {
        let found = entry(&rss(&format!("<item><title>a</title>{fields}</item>"))).author;
        assert_eq!(found.as_deref(), expected, "{fields}");
    };
    check("<author>jm@courrier.test (Jeanne Martin)</author>", Some("Jeanne Martin"));
    check("<author>Jeanne Martin &lt;jm@courrier.test&gt;</author>", Some("Jeanne Martin"));
    check("<author>noreply@blogger.com</author>", None);
    check("<media:credit role=\"photographer\">Anna K.</media:credit>", None);
    check("<author>x@y.test</author><dc:creator>Jeanne &amp;amp; Marc</dc:creator>", Some("Jeanne & Marc"));
    check(
        "<dc:creator>A. B</dc:creator><dc:creator>C. D</dc:creator><dc:creator>A. B</dc:creator>",
        Some("A. B, C. D"),
    );
}

#[test]
fn the_habits_of_many_programs() {
    // YouTube.
    check(
        &atom(
            "<entry xmlns:yt='http://www.youtube.com/xml/schemas/2015' xmlns:media='http://search.yahoo.com/mrss/'><id>yt:video:x</id>\
             <yt:videoId>x</yt:videoId><title>La halle en images</title><media:group><media:title>La halle</media:title>\
             <media:description>Une visite de la halle.\n\nMusique : Anna K.</media:description></media:group></entry>",
        ),
        "# La halle en images\nUne visite de la halle.\nMusique : Anna K.",
    );
    // Mastodon: no titles.
    check(
        &rss("<item><guid isPermaLink=\"true\">https://m.test/@j/1</guid><link>https://m.test/@j/1</link>\
              <description>&lt;p&gt;La halle rouvre samedi.&lt;/p&gt;</description></item>"),
        "La halle rouvre samedi.",
    );
    // Reddit.
    check(
        &atom(
            "<entry><id>t3_1</id><title>La halle</title><content type=\"html\">&lt;!-- SC_OFF --&gt;&lt;div class=\"md\"&gt;&lt;p&gt;Un avis.&lt;/p&gt;\
             &lt;/div&gt;&lt;!-- SC_ON --&gt; &amp;#32; submitted by &amp;#32; &lt;a href=\"https://r.test/u/m\"&gt; /u/m &lt;/a&gt; &lt;br/&gt; \
             &lt;span&gt;&lt;a href=\"https://r.test/1\"&gt;[link]&lt;/a&gt;&lt;/span&gt; &lt;span&gt;&lt;a href=\"https://r.test/2\"&gt;[comments]&lt;/a&gt;&lt;/span&gt;</content></entry>",
        ),
        "# La halle\nUn avis.\n~ submitted by /u/m⏎[link] [comments]",
    );
    // A podcast: what is said of it is the text. Ghost and Substack: a standfirst of its own above the text.
    check(
        &rss(
            "<item><title>Épisode 4</title><enclosure url=\"https://c.test/4.mp3\" type=\"audio/mpeg\" length=\"1\"/>\
              <description>Une heure de marche sous la halle, avec ses marchandes.</description></item>\
              <item><title>La lettre</title><description><![CDATA[Ce qui a changé cette semaine]]></description>\
              <content:encoded><![CDATA[<p>Chers lecteurs, voici la lettre.</p>]]></content:encoded></item>",
        ),
        "# Épisode 4\nUne heure de marche sous la halle, avec ses marchandes.\n\n# La lettre\nCe qui a changé cette semaine\nChers lecteurs, voici la lettre.",
    );
    // A summary that is long and says something else is kept aside.
    let summary = "Un tout autre texte, plus long qu’un chapô. ".repeat(30);
    check(
        &atom(&format!(
            "<entry><title>a</title><summary>{summary}</summary><content type='html'>&lt;p&gt;b&lt;/p&gt;</content></entry>"
        )),
        &format!("# a\nb\n~ {}", summary.trim_end()),
    );
    // What is all links is text; what other sites are told in is not.
    check(
        &rss(
            "<item><description>&lt;p&gt;&lt;a href='/a'&gt;Un marché couvert&lt;/a&gt;&lt;/p&gt;&lt;ul&gt;&lt;li&gt;&lt;a href='/b'&gt;Un autre&lt;/a&gt;&lt;/li&gt;&lt;/ul&gt;</description></item>\
              <item><title>La halle</title><description>&lt;a href='/c'&gt;Comments&lt;/a&gt;</description></item>",
        ),
        "Un marché couvert\n* • Un autre\n\n# La halle\n~ Comments",
    );
    // A link at the end of a paragraph leads to the page.
    check(
        &rss(
            "<item><title>La halle</title><description>&lt;p&gt;Elle rouvre. &lt;a href=\"/x\"&gt;Lire la suite&lt;/a&gt;&lt;/p&gt;</description></item>",
        ),
        "# La halle\nElle rouvre.\n~ Lire la suite",
    );
    let burnt = entry(&rss(
        "<item xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'><title>a</title><link>https://feeds.test/~r/1</link>\
        <feedburner:origLink>https://c.test/1</feedburner:origLink></item>",
    ));
    assert_eq!(burnt.address.as_deref(), Some("https://c.test/1"));
}

#[test]
fn json_feeds_are_read() {
    let text = r#"{"version": "https:\/\/jsonfeed.org\/version\/1.1", "title": "Carnet", "home_page_url": "https://carnet.test/",
        "language": "fr", "authors": [{"name": "Jeanne Martin"}], "items": [
        {"id": 7, "url": "https://carnet.test/7", "title": "L&#8217;été", "content_html": "<p>Un <a href='../8'>lien</a>.</p>",
         "summary": "Un lien.", "date_published": "2023-09-13T08:30:00+02:00", "attachments": [{"url": "x", "mime_type": "audio/mpeg"}]},
        {"id": "8", "content_text": "Une note sans titre.", "language": "en", "authors": [{"name": "A"}, {"name": "B"}]}, 9]}"#;
    check(text, "# L’été\nUn lien.\n\nUne note sans titre.");
    let feed = feed(text);
    let [first, second] = &feed.entries[..] else { panic!("two entries") };
    assert_eq!((first.id.as_str(), first.author.as_deref()), ("7", Some("Jeanne Martin")));
    assert_eq!((second.language.as_deref(), second.author.as_deref()), (Some("en"), Some("A, B")));
    assert_eq!(first.content, Some(Body::Html("<p>Un <a href='https://carnet.test/8'>lien</a>.</p>".to_owned())));
}

#[test]
fn what_is_no_whole_article_is_a_teaser() {
    let long = "La foule attendait la fin des travaux depuis trois ans. ".repeat(20);
    let check = |fields: String, expected: bool| {
        assert_eq!(entry(&rss(&format!("<item><title>a</title>{fields}</item>"))).is_teaser(), expected, "{fields}");
    };
    check(String::new(), true);
    check("<description>Une phrase.</description>".to_owned(), true);
    check(format!("<description>{long}</description>"), false);
    for end in
        ["[…]", "[&amp;#8230;]", "...", "&lt;a href='x'&gt;Lire la suite →&lt;/a&gt;", "&lt;p&gt;Read more&lt;/p&gt;"]
    {
        check(format!("<description>&lt;p&gt;{long} et puis {end}&lt;/p&gt;</description>"), true);
    }
    let signed = "&lt;p&gt;The post a appeared first on b.&lt;/p&gt;";
    check(format!("<description>&lt;p&gt;{long}&lt;/p&gt;{signed}</description>"), false);
    check(format!("<description>&lt;p&gt;{long} […]&lt;/p&gt;{signed}</description>"), true);
    assert!(entry(&atom(&format!("<entry><title>a</title><summary>{long}</summary></entry>"))).is_teaser());
    assert!(!entry(&rss("<item><description>Une note.</description></item>")).is_teaser());
}

#[test]
fn only_feeds_are_taken_for_feeds() {
    let format = |text: &str| ingest::detect(text.as_bytes(), &Hints::named("a.xml")).map(|found| found.spec.format);
    for text in [
        "\n\u{FEFF} <?xml version='1.0'?><!-- un flux --><rss version='2.0'></rss>",
        "<br />\n<b>Warning</b>: x in <b>/y.php</b> on line <b>3</b><br />\n<?xml version='1.0'?><rss></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'></feed>",
        "{\"items\": [], \"version\": \"https://jsonfeed.org/version/1\"}",
    ] {
        assert_eq!(format(text), Some(Format::Feed), "{text}");
    }
    for text in [
        "Un flux commence par <rss version='2.0'> ou par <feed>.",
        "<html><body><p>Voici : <rss></p></body></html>",
        "<feed><corn/></feed>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'></rdf:RDF>",
        "{\"version\": \"1.1\", \"items\": []}",
    ] {
        assert_ne!(format(text), Some(Format::Feed), "{text}");
    }
    let empty =
        ingest::read(b"<rss version='2.0'><channel><title>Vide</title></channel></rss>", &Hints::named("v.xml"));
    assert!(empty.problems[0].message().contains("no entries"));
}
