//! What agencies send: messages of NewsML-G2, files of NewsML 1.2 and NITF, whole, cut and hostile.

use proptest::prelude::*;

use crate::document::{Article, BlockKind};
use crate::ingest::samples::{TEXT, problems};
use crate::ingest::{Format, Hints, Reading, detect, read};

fn reading(xml: &str) -> Reading {
    read(xml.replace('§', TEXT).as_bytes(), &Hints::named("depeche.xml"))
}

/// What is known, and the text with its kinds: `#` a heading, `(…)` a caption, `[…]` furniture.
fn shown(articles: &[Article]) -> Vec<String> {
    let one = |article: &Article| {
        let blocks = article.blocks().iter().filter(|block| block.kind != BlockKind::Title).map(|block| {
            let text = block.span.of(article.text());
            match block.kind {
                BlockKind::Heading => format!("# {text}"),
                BlockKind::Caption => format!("({text})"),
                BlockKind::Furniture => format!("[{text}]"),
                _ => text.to_owned(),
            }
        });
        let body: Vec<String> = blocks.collect();
        let date = article.published().map(|at| at.to_string());
        let known = [Some(article.title()), article.source(), article.author(), date.as_deref(), article.language()];
        format!("{} | {}", known.into_iter().flatten().collect::<Vec<_>>().join(", "), body.join(" ¶ "))
            .replace(TEXT, "§")
    };
    articles.iter().map(one).collect()
}

#[track_caller]
fn check(xml: &str, expected: &[&str]) {
    let reading = reading(xml);
    assert_eq!(shown(&reading.articles), expected);
    assert_eq!(problems(&reading), "");
    assert_eq!(reading.format, Some(Format::AgencyXml));
}

const MESSAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/" xmlns:x="http://www.w3.org/1999/xhtml">
 <header><sent>2023-09-13T09:00:00+02:00</sent><sender>agence.example</sender></header>
 <itemSet>
  <newsItem guid="urn:newsml:agence.example:20230913:1" version="2" standard="NewsML-G2" xml:lang="fr">
   <rightsInfo><copyrightHolder literal="Agence"/><usageTerms>Réservé aux clients.</usageTerms></rightsInfo>
   <itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:AGX"><name>Agence Exemple</name></provider>
    <versionCreated>2023-09-13T08:30:00+02:00</versionCreated><title>marché-ville</title></itemMeta>
   <contentMeta><contentCreated>2023-09-12T10:00:00+02:00</contentCreated>
    <creator literal="jm"><name>J. Martin</name></creator><by>Par Jeanne Martin</by><dateline>ÉVRY, 13 sept 2023 (AGX) -</dateline>
    <language tag="fr"/><subject qcode="medtop:1"><name xml:lang="fr">commerce</name><description>Tout le commerce</description></subject>
    <headline>Le march&#233; couvert rouvre &amp; la gare ferme</headline></contentMeta>
   <contentSet><inlineXML contenttype="application/xhtml+xml"><x:html><x:head><x:title>1</x:title></x:head>
    <x:body><x:p>§</x:p><x:h2>La suite</x:h2><x:p>La <x:a href="https://mairie.example/">mairie</x:a> l’a dit.</x:p></x:body></x:html></inlineXML></contentSet>
  </newsItem>
  <newsItem xml:lang="de"><itemMeta><provider literal="dpx"/><versionCreated>2023-09-13T08:00:00Z</versionCreated></itemMeta>
   <contentMeta><headline>Der Markt öffnet</headline><description role="drol:summary">Endlich fertig.</description></contentMeta>
   <contentSet><inlineData contenttype="text/plain">Der Stadtrat hat am Montag beschlossen, den Markt zu öffnen.

Die Stände sind bereit.</inlineData></contentSet></newsItem>
  <newsItem><contentMeta><headline>Photo</headline><description>Le marché, lundi.</description></contentMeta>
   <contentSet><remoteContent href="1.jpg"/></contentSet></newsItem>
 </itemSet>
</newsMessage>"#;

#[test]
fn a_message_of_newsml_g2_holds_several_articles() {
    check(
        MESSAGE,
        &[
            "Le marché couvert rouvre & la gare ferme, Agence Exemple, Jeanne Martin, 2023-09-13T08:30:00+02:00, fr | § ¶ # La suite ¶ \
             La mairie l’a dit. ¶ [Réservé aux clients.] ¶ [ÉVRY, 13 sept 2023 (AGX) -]",
            "Der Markt öffnet, dpx, 2023-09-13T08:00:00Z, de | Endlich fertig. ¶ \
             Der Stadtrat hat am Montag beschlossen, den Markt zu öffnen. ¶ Die Stände sind bereit.",
            "Photo, 2023-09-13T09:00:00+02:00 | Le marché, lundi.",
        ],
    );
    assert_eq!(reading(MESSAGE).articles[0].links().len(), 1);
}

const NITF: &str = r#"<?xml version="1.0"?>
<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd" [<!ENTITY x "non">]>
<nitf xml:lang="fr"><head><title>20230913-marche</title>
 <docdata><date.issue norm="20230913T083000+0200"/><doc.copyright year="2023" holder="Agence Exemple"/></docdata>
 <pubdata type="print" name="Le Courrier" date.publication="20230914"/></head>
 <body><body.head><hedline><hl1>Le marché rouvre</hl1><hl2>Enfin prêt après six mois de travaux.</hl2></hedline>
  <byline>Par <person>Jeanne Martin</person><byttl>Correspondante</byttl></byline>
  <dateline><location>ÉVRY</location>, <story.date norm="20230913">13 septembre</story.date></dateline></body.head>
 <body.content><block><p lede="true">§</p>
  <media media-type="image"><media-reference source="1.jpg"/><media-metadata name="x" value="y">non</media-metadata>
   <media-caption>Le marché, lundi.</media-caption></media>
  <hl2>La suite</hl2><p>Le maire, <person>Luc Petit</person>, a coupé le ruban &x; avec <em>soin</em>.</p></block></body.content>
 <body.end><tagline>jm/lp</tagline></body.end></body></nitf>"#;

#[test]
fn nitf() {
    check(
        NITF,
        &[
            "Le marché rouvre, Le Courrier, Jeanne Martin, 2023-09-13T08:30:00+02:00, fr | Enfin prêt après six mois de travaux. ¶ § ¶ \
           (Le marché, lundi.) ¶ # La suite ¶ Le maire, Luc Petit, a coupé le ruban &x; avec soin. ¶ [Correspondante] ¶ \
           [ÉVRY, 13 septembre] ¶ [jm/lp]",
        ],
    );
}

#[test]
fn nitf_in_newsml_g2_is_one_article() {
    let inner = NITF.split_once("]>").unwrap().1;
    let xml = format!(
        "<newsItem xml:lang='fr'><itemMeta><provider literal='AGX'/></itemMeta><contentMeta><headline>Le marché rouvre</headline>\
         </contentMeta><contentSet><inlineXML>{inner}</inlineXML></contentSet></newsItem>"
    );
    let articles = reading(&xml).articles;
    assert_eq!(articles.len(), 1);
    assert_eq!((articles[0].title(), articles[0].source()), ("Le marché rouvre", Some("Le Courrier")));
    assert!(articles[0].text().contains("a coupé le ruban"));
}

#[test]
fn newsml_of_the_first_kind() {
    let item = |components: &str| {
        format!(
            "<?xml version='1.0'?><NewsML Version='1.2'><NewsEnvelope><DateAndTime>20230913T090000+0200</DateAndTime></NewsEnvelope>\
             <NewsItem xml:lang='fr'><Identification><NewsIdentifier><ProviderId>agence.example</ProviderId><DateId>20230913</DateId>\
             </NewsIdentifier></Identification><NewsManagement><FirstCreated>20230913T081500+0200</FirstCreated>\
             <ThisRevisionCreated>20230913T083000+0200</ThisRevisionCreated></NewsManagement>\
             <NewsComponent><AdministrativeMetadata><Provider><Party FormalName='AGX'/></Provider></AdministrativeMetadata>\
             <DescriptiveMetadata><Language FormalName='fr'/></DescriptiveMetadata>{components}</NewsComponent></NewsItem></NewsML>"
        )
    };
    // The headline beside a component that has none.
    check(
        &item(
            "<NewsLines><HeadLine>Le marché rouvre</HeadLine><ByLine>Jeanne Martin</ByLine><DateLine>ÉVRY, 13 sept (AGX)</DateLine></NewsLines>\
             <NewsComponent><ContentItem><MediaType FormalName='Text'/><DataContent><p>§</p><p>La mairie l’a dit.</p></DataContent>\
             </ContentItem></NewsComponent>",
        ),
        &[
            "Le marché rouvre, AGX, Jeanne Martin, 2023-09-13T08:30:00+02:00, fr | § ¶ La mairie l’a dit. ¶ [ÉVRY, 13 sept (AGX)]",
        ],
    );
    // Each component its own.
    let part = |title| {
        format!(
            "<NewsComponent><NewsLines><HeadLine>{title}</HeadLine></NewsLines><ContentItem><DataContent>§</DataContent></ContentItem>\
             </NewsComponent>"
        )
    };
    check(
        &item(&[part("Un"), part("Deux")].concat()),
        &["Un, AGX, 2023-09-13T08:30:00+02:00, fr | §", "Deux, AGX, 2023-09-13T08:30:00+02:00, fr | §"],
    );
}

#[test]
fn markup_in_a_section_of_data() {
    check(
        "<newsItem><contentMeta><headline>Un</headline></contentMeta><contentSet><inlineData><![CDATA[<p>§</p><p>Deux &eacute;t&eacute;s.</p>]]>\
         </inlineData></contentSet></newsItem>",
        &["Un, fr | § ¶ Deux étés."],
    );
}

#[test]
fn a_cut_file_gives_what_was_there() {
    let cut = MESSAGE.split_once(" ¶ ").map_or(MESSAGE, |(start, _)| start);
    let cut = &cut[..cut.find("Die Stände").unwrap()];
    let reading = reading(cut);
    assert_eq!(reading.articles.len(), 2);
    assert!(shown(&reading.articles)[1].starts_with("Der Markt öffnet, dpx"));
    assert!(problems(&reading).contains("too early"));
}

#[test]
fn items_without_text_are_counted() {
    let reading = reading(
        "<newsMessage><packageItem><itemMeta><title>Le choix</title></itemMeta></packageItem><newsItem/></newsMessage>",
    );
    assert_eq!(reading.articles.len(), 0);
    assert!(problems(&reading).contains("want of a text: 2 items"));
}

#[test]
fn pages_and_feeds_are_not_taken() {
    for xml in [
        "<?xml version='1.0'?><rss><channel><title>a</title></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>a</title></feed>",
        "<opml><body/></opml>",
        "<rdf:RDF xmlns:rdf='x'><item/></rdf:RDF>",
        "<?xml version='1.0'?><!DOCTYPE html><html><body><p>nitf</p></body></html>",
        "<article><p>a</p></article>",
        "<nitfx/>",
        "<!-- <nitf> --> texte",
        "<",
    ] {
        let format = detect(xml.as_bytes(), &Hints::named("a.xml")).map(|found| found.spec.format);
        assert_ne!(format, Some(Format::AgencyXml), "{xml}");
    }
    let named = detect(b"<iptc:nitf xmlns:iptc='x'/>", &Hints::named("a.xml")).unwrap();
    assert_eq!(named.spec.format, Format::AgencyXml);
}

#[test]
fn hostile_xml_is_read() {
    let bomb = "<!DOCTYPE nitf [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><nitf><body><body.content><p>&b; et &b;</p></body.content></body></nitf>";
    assert_eq!(reading(bomb).articles[0].text(), "&b; et &b;");
    let deep = reading(&format!("<nitf><body><body.content><p>§</p>{}", "<p>".repeat(10_000)));
    assert_eq!(deep.articles.len(), 1);
    assert!(problems(&deep).contains("200 deep"));
    let many = format!("<newsItem>{}<inlineData>§</inlineData></newsItem>", "<headline>a</headline>".repeat(50_000));
    assert_eq!(reading(&many).articles.len(), 1);
    reading(&"<newsItem>".repeat(5_000));
    reading(&"<newsItem/>".repeat(5_000));
}

proptest! {
    #[test]
    fn no_damage_panics(first in any::<bool>(), at in 0_usize..4000, cut in 0_usize..9, put in "[<>/&;\"'=!\\[\\]\\-pé ]{0,5}") {
        let text: Vec<char> = if first { MESSAGE } else { NITF }.chars().collect();
        let at = at % text.len();
        let damaged: String = text[..at].iter().chain(&put.chars().collect::<Vec<_>>())
            .chain(&text[(at + cut).min(text.len())..]).collect();
        for end in [damaged.len(), damaged.floor_char_boundary(at)] {
            for article in read(&damaged.as_bytes()[..end], &Hints::named("a.xml")).articles {
                let mut from = 0;
                for block in article.blocks() {
                    prop_assert!(article.text()[from..block.span.start()].trim().is_empty());
                    from = block.span.end();
                }
                prop_assert_eq!(from, article.text().len());
            }
        }
    }
}
