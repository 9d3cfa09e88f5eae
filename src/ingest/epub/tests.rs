//! Whole books, well made and not.

use proptest::prelude::*;

use super::book::{Book, METADATA, zip};
use crate::document::Article;
use crate::ingest::samples::shape;
use crate::ingest::{self, Format, Hints, Reading};

fn read(bytes: &[u8]) -> Reading {
    ingest::read(bytes, &Hints::named("livre.epub"))
}

/// The articles of a book, a rule between them.
#[track_caller]
fn check(book: &Book, expected: &[&str]) {
    let reading = read(&book.zip());
    assert_eq!(reading.format, Some(Format::Epub));
    let shapes: Vec<String> = reading.articles.iter().map(shape).collect();
    assert_eq!(shapes.join("\n---\n"), expected.join("\n---\n"), "{:?}", reading.problems);
}

/// The one chapter of a book.
#[track_caller]
fn check_page(body: &str, expected: &str) {
    check(&Book::of(&[("a.xhtml", body)]).nav("<li><a href='a.xhtml'>Un</a></li>"), &[expected]);
}

#[test]
fn every_entry_of_the_contents_is_an_article() {
    let book = Book::of(&[
        ("Text/1.xhtml", "<h1>La halle</h1><p>Les étals ouvrent à l’aube.</p>"),
        (
            "Text/2.xhtml",
            "<section><h1 id='c2'>Le quai</h1><p>La criée commence.</p><h2><a id='c3'/>Le phare</h2><p>On l’allume.</p></section>",
        ),
    ]);
    let book = book.nav(
        "<li><a href='Text/1.xhtml'>La halle</a></li><li><a href='Text/2.xhtml#c2'>Le quai</a></li>
         <li><a href='Text/2.xhtml#c3'>Le phare</a></li>",
    );
    check(
        &book,
        &[
            "# La halle\n~ La halle\nLes étals ouvrent à l’aube.",
            "# Le quai\n~ Le quai\nLa criée commence.",
            "# Le phare\n~ Le phare\nOn l’allume.",
        ],
    );
    let articles = read(&book.zip()).articles;
    let first = &articles[0];
    assert_eq!(
        (first.title(), first.source(), first.author()),
        ("La halle", Some("Les marchés de Brume"), Some("Jeanne Martin"))
    );
    assert_eq!((first.language(), first.part()), (Some("fr"), Some("OEBPS/Text/1.xhtml")));
    assert_eq!(first.published().map(|date| date.to_string()).as_deref(), Some("2021-03-04"));
    assert_eq!(articles[2].part(), Some("OEBPS/Text/2.xhtml#c3"));
}

#[test]
fn a_chapter_runs_over_the_pages_that_the_contents_do_not_list() {
    let book = Book::of(&[
        ("1a.xhtml", "<h2>1</h2><p>Le début.</p>"),
        ("1b.xhtml", "<p>La suite.</p>"),
        ("2.xhtml", "<h2>2</h2><p>La fin.</p>"),
    ]);
    let points = "<navPoint><navLabel><text>Partie I</text></navLabel><content src='1a.xhtml'/>
        <navPoint><navLabel><text>Chapitre 1</text></navLabel><content src='1a.xhtml'/></navPoint>
        <navPoint><navLabel><text>Chapitre 2</text></navLabel><content src='2.xhtml'/></navPoint></navPoint>";
    let book = Book { ncx: Some(format!("<ncx><navMap>{points}</navMap></ncx>")), ..book };
    check(&book, &["# Partie I · Chapitre 1\n## 1\nLe début.\nLa suite.", "# Partie I · Chapitre 2\n## 2\nLa fin."]);
}

#[test]
fn without_contents_every_page_is_an_article() {
    let pages = [("1.xhtml", "<h1>Lundi</h1><p>Il pleut.</p>"), ("2.xhtml", "<p>Mardi il pleut encore.</p>")];
    let expected = ["# Lundi\nIl pleut.", "Mardi il pleut encore."];
    check(&Book::of(&pages), &expected);
    // Contents that are missing, empty, or lead nowhere.
    check(&Book::of(&pages).nav(""), &expected);
    check(&Book::of(&pages).ncx(&[("Un", "perdu.xhtml"), ("Deux", "ailleurs.xhtml#a")]), &expected);
    assert_eq!(read(&Book::of(&pages).zip()).articles[1].title(), "Mardi il pleut encore");
    // One entry says nothing of a book of many pages.
    let many: Vec<(String, String)> = (0..6).map(|n| (format!("{n}.xhtml"), format!("<p>Page {n}.</p>"))).collect();
    let book = Book { pages: many, metadata: METADATA.into(), ..Book::default() }.ncx(&[("Début", "0.xhtml")]);
    assert_eq!(read(&book.zip()).articles.len(), 6);
}

#[test]
fn pages_before_the_text_are_kept_when_they_say_something() {
    let mut book = Book::of(&[
        ("cover.xhtml", "<svg><image href='c.jpg'/></svg><img src='c.jpg' alt='Cover'/>"),
        ("title.xhtml", "<h1>Les marchés de Brume</h1><p>Éditions du Quai</p>"),
        ("copy.xhtml", "<p>© 2021 Éditions du Quai. Tous droits réservés.</p>"),
        ("toc.xhtml", "<h2>Table</h2><p><a href='1.xhtml'>La halle</a></p><p><a href='2.xhtml'>Le quai</a></p>"),
        ("1.xhtml", "<p>Les étals ouvrent.</p>"),
        ("part.xhtml", "<h1>Deuxième partie</h1>"),
        ("2.xhtml", "<p>La criée commence.</p>"),
    ]);
    book.guide = "<reference type='toc' title='Table' href='toc.xhtml'/><reference type='cover' title='Couverture' href='cover.xhtml'/>
        <reference type='copyright-page' title='Droits' href='copy.xhtml'/><reference type='text' href='1.xhtml'/>"
        .into();
    let book = book.ncx(&[("La halle", "1.xhtml"), ("Deuxième partie", "part.xhtml"), ("Le quai", "2.xhtml")]);
    let reading = read(&book.zip());
    let titles: Vec<&str> = reading.articles.iter().map(Article::title).collect();
    assert_eq!(titles, ["Les marchés de Brume", "Droits", "La halle", "Le quai"]);
}

#[test]
fn notes_stand_at_the_end_of_the_chapter_that_cites_them() {
    let book = Book::of(&[
        (
            "1.xhtml",
            "<p>Le maire<a epub:type='noteref' href='notes.xhtml#n1'>1</a> a promis<sup><a href='notes.xhtml#n2'>2</a></sup>.</p><p>Fin.</p>",
        ),
        ("2.xhtml", "<p>Le quai<sup><a id='r3' href='notes.xhtml#n3'>1</a></sup> ferme.</p>"),
        (
            "notes.xhtml",
            "<h2>Notes</h2><aside epub:type='footnote' id='n1'><p>Élu en 2014. <a href='1.xhtml'>↩</a></p></aside>
             <p id='n2'><a href='1.xhtml'>2</a>. En mars.</p><p>Puis en mai.</p>
             <h3>Chapitre 2</h3><p><a id='n3' href='2.xhtml#r3'>1</a> Depuis <i>1901</i>.</p>",
        ),
    ]);
    let book = book.ncx(&[("La halle", "1.xhtml"), ("Le quai", "2.xhtml"), ("Notes", "notes.xhtml")]);
    check(
        &book,
        &[
            "# La halle\nLe maire[1] a promis[2].\nFin.\n[1] Élu en 2014.\n[2] En mars.\nPuis en mai.",
            "# Le quai\nLe quai[1] ferme.\n[1] Depuis 1901.",
        ],
    );
    let article = &read(&book.zip()).articles[0];
    let links: Vec<(&str, &str)> =
        article.links().iter().map(|l| (l.span.of(article.text()), l.url.as_str())).collect();
    assert_eq!(links, [("[1]", "OEBPS/notes.xhtml#n1"), ("[2]", "OEBPS/notes.xhtml#n2")]);
}

#[test]
fn notes_below_the_chapter_are_said_once() {
    check_page(
        "<p>Le maire<a href='#fn1' class='footnote-ref' id='fnref1' epub:type='noteref'>1</a> part.</p>
         <section class='footnotes' epub:type='footnotes'><hr/><ol><li id='fn1'><p>Élu en 2014.<a href='#fnref1' class='footnote-back'
         role='doc-backlink'>↩︎</a></p></li><li id='fn2'><p>Jamais cité.</p></li></ol></section>",
        "# Un\nLe maire[1] part.\n* 1. Jamais cité.\n[1] Élu en 2014.",
    );
    // The number leads back: that is no citation, and what it leads to is no note.
    check_page(
        "<p id='r1'>Le maire <sup><a href='#f1'>1</a></sup> part, <a href='#f1'>dit-on</a>.</p><h3>Notes</h3>
         <p id='f1'><sup><a href='#r1'>1</a></sup> Élu en 2014.</p>",
        "# Un\nLe maire [1] part, dit-on.\n## Notes\n[1] Élu en 2014.",
    );
    // Links that are no citations.
    check_page(
        "<p>Voir le chapitre <a href='#c'>2</a> et <a href='#c'>la suite</a>.</p><p id='c'>La suite.</p>",
        "# Un\nVoir le chapitre 2 et la suite.\nLa suite.",
    );
}

#[test]
fn pictures_are_read_as_their_descriptions() {
    check_page(
        "<figure><img alt='non' src='a'/><figcaption>La halle en 1910.</figcaption></figure><p><img alt='Plan du port' src='b'/></p>
         <p><img alt='L' src='l.png'/>es étals.</p><img alt='cover.jpg'/><img alt='Image 12'/><p>Soit <img alt='x²'/> la surface.</p>",
        "# Un\n^ La halle en 1910.\n^ Plan du port\nLes étals.\nSoit [x²] la surface.",
    );
}

#[test]
fn verse_keeps_its_lines() {
    check_page(
        "<div class='poem'><div class='stanza'><p>La brume sur le quai</p><p>  s’efface\n au matin</p></div>
         <div class='stanza'><span>Et la cloche</span><br/>se tait<a epub:type='noteref' href='#n'><sup>1</sup></a></div></div><p class='vers'>Un vers</p><p class='vers'>un autre</p>
         <p>De la prose<br/>sur deux lignes.</p><p id='n'>La nuit.</p>",
        "# Un\n| La brume sur le quai⏎s’efface au matin\n| Et la cloche⏎se tait[1]\n| Un vers⏎un autre\nDe la prose⏎sur deux lignes.\n[1] La nuit.",
    );
}

#[test]
fn every_word_of_a_book_is_text() {
    check_page(
        "<p>— Suivant !</p><p>Le 3 mars 1874</p><aside class='sidebar'><p>Encadré.</p></aside><table><tr><th>Port</th><th>Bateaux</th></tr>
         <tr><td>Brume</td><td>12</td></tr></table><p>Avant<span epub:type='pagebreak' id='p7'>7</span> après.</p><title/><p>Fin &nbsp;&amp; suite</p>
         <p><![CDATA[a < b]]></p>",
        "# Un\n— Suivant !\nLe 3 mars 1874\nEncadré.\n| Port | Bateaux⏎Brume | 12\nAvant après.\nFin \u{a0}& suite\na < b",
    );
}

/// A paper as calibre's recipes make it.
fn paper() -> Book {
    let bar = "<div class='calibre_navbar'>| <a href='../b/index.html'>Suivant</a> | <a href='../index.html#a'>Menu section</a> | \
               <a href='../../index.html'>Menu principal</a> |<hr/></div>";
    let end = "<div class='calibre5'><hr/><br/><br/><p class='x'>Cet article a été téléchargé par <strong>calibre</strong> depuis \
               <a href='https://courrier.example/halle'>https://courrier.example/halle</a></p></div>";
    let text = "Les commerçants attendaient cette réouverture depuis trois ans, et la foule était là dès huit heures samedi matin.";
    let article = |title: &str| format!("{bar}<h2>{title}</h2><p>Publicité</p><p>{text}</p><p>{text}</p>{end}");
    let menu = "<h2>Commerce</h2><ul><li><a href='a/index.html'>La halle rouvre</a> Un résumé.</li>\
                <li><a href='b/index.html'>Le quai ferme</a></li></ul>";
    let mut book = Book::of(&[
        (
            "index.html",
            "<h1>Le Courrier</h1><p>mardi 14 novembre</p><ul><li><a href='feed_0/index.html'>Commerce</a></li></ul>",
        ),
        ("feed_0/index.html", menu),
        ("feed_0/a/index.html", &article("La halle rouvre")),
        ("feed_0/b/index.html", &article("Le quai ferme")),
    ]);
    book.metadata = "<dc:title>Le Courrier [mar., 14 nov. 2023]</dc:title><dc:creator>calibre</dc:creator><dc:language>fr</dc:language>\
        <dc:date>2023-11-14T05:00:00+00:00</dc:date><meta name='calibre:publication_type' content='periodical:newspaper:Le Courrier'/>"
        .into();
    let point = |class: &str, label: &str, src: &str, inside: &str| {
        format!(
            "<navPoint class='{class}'><navLabel><text>{label}</text></navLabel><content src='{src}'/>\
             <calibre:meta name='author'>Luc Petit</calibre:meta>{inside}</navPoint>"
        )
    };
    let inside = point("article", "La halle rouvre", "feed_0/a/index.html", "")
        + &point("article", "Le quai ferme", "feed_0/b/index.html", "");
    let section = point("section", "Commerce", "feed_0/index.html", &inside);
    book.ncx =
        Some(format!("<ncx><navMap>{}</navMap></ncx>", point("periodical", "Le Courrier", "index.html", &section)));
    book
}

#[test]
fn a_newspaper_is_its_articles_without_their_menus() {
    let reading = read(&paper().zip());
    let shapes: Vec<String> = reading.articles.iter().map(shape).collect();
    assert_eq!(reading.articles.len(), 2, "{shapes:#?}");
    let article = &reading.articles[0];
    let text = "Les commerçants attendaient cette réouverture depuis trois ans, et la foule était là dès huit heures samedi matin.";
    let visible: Vec<&str> = article.visible_blocks().map(|b| b.span.of(article.text())).collect();
    assert_eq!(visible, ["La halle rouvre", text, text], "{}", shapes[0]);
    assert!(shapes[0].contains("Menu section") && shapes[0].contains("téléchargé"), "{}", shapes[0]);
    assert_eq!((article.source(), article.author()), (Some("Le Courrier"), Some("Luc Petit")));
    assert_eq!(article.address(), Some("https://courrier.example/halle"));
    assert_eq!(article.published().map(|date| date.to_string()).as_deref(), Some("2023-11-14T05:00:00Z"));
}

#[track_caller]
fn check_problem(bytes: &[u8], words: &str) {
    let reading = read(bytes);
    assert!(reading.articles.is_empty(), "{:?}", reading.articles);
    assert!(reading.problems[0].message().contains(words), "{:?}", reading.problems);
}

#[test]
fn what_cannot_be_read_says_why() {
    let book = Book::of(&[("1.xhtml", "<p>Les étals ouvrent.</p>")]);
    let locked = |algorithm: &str, uri: &str| {
        let text = format!(
            "<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm='{algorithm}'/><enc:CipherData>\
             <enc:CipherReference URI='{uri}'/></enc:CipherData></enc:EncryptedData></encryption>"
        );
        let files = vec![("META-INF/encryption.xml".to_owned(), text.into_bytes())];
        Book { files, ..Book::of(&[("1.xhtml", "<p>Les étals ouvrent.</p>")]) }.zip()
    };
    check_problem(&locked("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OEBPS/1.xhtml"), "protected (DRM)");
    for (algorithm, uri) in
        [("http://www.idpf.org/2008/embedding", "OEBPS/f.bin"), ("http://ns.adobe.com/pdf/enc#RC", "f.otf")]
    {
        assert_eq!(read(&locked(algorithm, uri)).articles.len(), 1, "a disguised font locks nothing");
    }
    check_problem(&Book::of(&[("1.xhtml", "<img src='1.jpg'/>")]).zip(), "pictures");
    let bytes = book.zip();
    check_problem(&bytes[..bytes.len() - 40], "damaged");
    let files = |files: &[(&str, &str)]| {
        zip(&files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect::<Vec<_>>())
    };
    check_problem(
        &files(&[("mimetype", "application/epub+zip"), ("META-INF/container.xml", "<container/>")]),
        "does not say",
    );
    let container = "<rootfile full-path='a.opf'/>";
    check_problem(
        &files(&[("mimetype", "application/epub+zip"), ("META-INF/container.xml", container)]),
        "a.opf is missing",
    );
}

#[test]
fn a_book_is_known_by_what_lies_in_it() {
    let format = |bytes: &[u8]| ingest::detect(bytes, &Hints::named("x.zip")).map(|found| found.spec.format);
    let files = |root: &str| {
        let container =
            "<container><rootfile full-path='c.opf' media-type='application/oebps-package+xml'/></container>";
        zip(&[(format!("{root}a.txt"), b"a".to_vec()), (format!("{root}META-INF/container.xml"), container.into())])
    };
    assert_eq!(format(&files("")), Some(Format::Epub));
    assert_eq!(format(&files("Livre/")), Some(Format::Epub));
    assert_eq!(format(&zip(&[("a.txt".to_owned(), b"a".to_vec())])), Some(Format::Zip));
}

#[test]
fn a_damaged_book_is_read_as_far_as_it_goes() {
    let book = Book::of(&[("1.xhtml", "<p>Un <b>étal & <i>deux"), ("2.xhtml", "<p>Suite.</p>")])
        .ncx(&[("A & B", "1.xhtml"), ("C", "2.xhtml")]);
    let mut bytes = book.zip();
    assert_eq!(read(&bytes).articles[0].title(), "A & B");
    // The second page is spoiled where it lies.
    let at = bytes.windows(13).position(|w| w == b"OEBPS/2.xhtml").unwrap();
    bytes[at + 13..at + 40].fill(0xA5);
    let reading = read(&bytes);
    assert_eq!(reading.articles.len(), 1);
    assert!(reading.problems[0].message().starts_with("OEBPS/2.xhtml: "), "{:?}", reading.problems);
}

#[test]
fn bytes_that_make_no_character_are_told() {
    let mut files = Book::of(&[("1.xhtml", "<p>Les étals ouvrent à l’aube, et la criée commence déjà.</p>")]).archive();
    let page = &mut files.last_mut().unwrap().1;
    let at = page.len() - 30;
    page.insert(at, 0xFF);
    let reading = read(&zip(&files));
    assert_eq!(reading.articles.len(), 1);
    assert!(reading.problems[0].message().starts_with("OEBPS/1.xhtml: "), "{:?}", reading.problems);
}

#[test]
fn what_unpacks_to_too_much_is_left_out() {
    let huge = format!("<p>{}</p>", " ".repeat(65 << 20));
    let reading = read(&Book::of(&[("1.xhtml", "<p>Court.</p>"), ("2.xhtml", &huge)]).zip());
    assert_eq!(reading.articles.len(), 1);
    assert!(reading.problems[0].message().contains("64 MB"), "{:?}", reading.problems);
}

#[test]
fn depth_and_numbers_are_bounded() {
    let deep = |tag: &str, n: usize| [format!("<{tag}>").repeat(n), "x".into(), format!("</{tag}>").repeat(n)].concat();
    let points = deep("navPoint", 100_000);
    let point = "<navPoint><navLabel><text>x</text></navLabel><content src='2.xhtml#x'/>".repeat(20_000);
    let points = points + &point;
    let mut book = Book::of(&[
        ("1.xhtml", &deep("div", 5_000)),
        ("2.xhtml", &"<a id='x' href='#x'>".repeat(5_000)),
        ("3.xhtml", "<p>y</p>"),
    ]);
    book.ncx = Some(format!("<ncx>{points}</ncx>"));
    book.nav = Some(format!("<nav epub:type='toc'>{}</nav>", deep("ol", 100_000)));
    assert_eq!(read(&book.zip()).articles.len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_can_break_the_reader(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12), cut in any::<prop::sample::Index>()) {
        let mut bytes = paper().zip();
        for (at, byte) in &changes {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        if changes.len() % 3 == 0 {
            bytes.truncate(cut.index(bytes.len()));
        }
        read(&bytes);
    }

    #[test]
    fn no_file_of_a_book_can_break_the_reader(changes in prop::collection::vec((1_usize..9, any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut files = paper().archive();
        for (file, at, byte) in &changes {
            let count = files.len();
            let bytes = &mut files[file % count].1;
            let at = at.index(bytes.len());
            // A sign of markup breaks more than any other byte.
            bytes[at] = if byte % 2 == 0 { *byte } else { b"<>/&'\"=! #"[usize::from(byte / 2) % 10] };
        }
        read(&zip(&files));
    }

    #[test]
    fn no_markup_can_break_the_reader(pieces in prop::collection::vec(prop::sample::select(&[
        "<p>", "</p>", "<a href='#n'>", "<a href='2.xhtml#m'>", "</a>", "<sup>", "</sup>", "1", "<p id='n'>", "<li id='m'>", "<div class='poem'>",
        "<br/>", "é", "<img alt='Un quai'>", "<aside epub:type='footnote' id='n'>", "</aside>", "</div>", "<!--", "-->", "<![CDATA[", "]]>", "<pre>",
        "<table><tr><td>", "<", "&", "<h2 id='c'>", "</h2>", "<figure>", "<ol>", "<body>", "</body>",
    ][..]), 0..40), half in 0_usize..40) {
        let half = half.min(pieces.len());
        let book = Book::of(&[("1.xhtml", &pieces[..half].concat()), ("2.xhtml", &pieces[half..].concat())]);
        let book = book.ncx(&[("A", "1.xhtml"), ("B", "2.xhtml#c"), ("C", "2.xhtml#m")]);
        for article in read(&book.zip()).articles {
            for link in article.links() {
                prop_assert!(!link.span.of(article.text()).is_empty());
            }
        }
    }
}
