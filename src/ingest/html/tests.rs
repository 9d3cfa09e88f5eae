//! Whole pages, and any tags.

use proptest::prelude::*;

use crate::document::{Article, BlockKind};
use crate::ingest::samples::shape;
use crate::ingest::{self, Hints};

fn article(html: &str) -> Article {
    ingest::article(html.as_bytes(), &Hints::named("page.html"))
}

#[track_caller]
fn check(html: &str, expected: &str) {
    assert_eq!(shape(&article(&format!("<!DOCTYPE html>{html}"))), expected.trim());
}

/// Long enough to be scored as text.
const LONG: &str = "Les étals de la place centrale étaient pleins dès huit heures samedi matin. La foule attendait depuis longtemps \
                    la fin de ces travaux, qui avaient commencé il y a trois ans, et elle a applaudi le maire, qui souriait.";

/// A page as papers make them, long enough for the scoring.
fn page() -> String {
    let text = format!("<p>{LONG}</p>").repeat(8);
    format!(
        r#"<html lang="fr-FR"><head><title>Le marché couvert rouvre - Le Courrier</title>
        <meta property="og:title" content="Le marché couvert rouvre"><meta property="og:site_name" content="Le Courrier">
        <meta property="article:published_time" content="2023-09-13T08:30:00+02:00">
        <script type="application/ld+json">{{"@type":"NewsArticle","author":[{{"name":"Jeanne Martin"}}]}}</script></head><body>
        <div class="cookie"><p>Nous utilisons des cookies.</p></div>
        <header><nav><a href="/a">Politique</a> <a href="/b">Sport</a></nav></header>
        <article><p class="kicker">Commerce</p><h1>Le marché couvert <em>rouvre</em></h1>
        <p class="chapo">Après trois ans de travaux, les étals ont retrouvé leur place sous la halle.</p>
        <div>Par <a href="/jm">Jeanne Martin</a>, publié le 13 septembre 2023 à 8h30</div>
        <figure><img src="x.jpg"><figcaption>La halle, samedi matin.</figcaption></figure>
        {text}<div>Publicité</div><h2>Une facture qui a doublé</h2>{text}</article>
        <aside><h3>Sur le même sujet</h3><ul><li><a href="/c">Le parking restera fermé</a></li></ul></aside>
        <footer>© 2023 Le Courrier</footer></body></html>"#
    )
}

#[test]
fn a_page_of_a_paper_reads_as_its_article() {
    let article = article(&page());
    let shape = shape(&article);
    let expected = [
        "~ Nous utilisons des cookies.⏎Politique Sport⏎Commerce",
        "# Le marché couvert rouvre",
        "Après trois ans de travaux, les étals ont retrouvé leur place sous la halle.",
        "~ Par Jeanne Martin, publié le 13 septembre 2023 à 8h30",
        "^ La halle, samedi matin.",
    ];
    assert!(shape.starts_with(&expected.join("\n")), "{shape}");
    assert!(shape.contains("\n~ Publicité\n## Une facture qui a doublé\nLes étals"), "{shape}");
    assert!(shape.ends_with("~ Sur le même sujet⏎• Le parking restera fermé⏎© 2023 Le Courrier"), "{shape}");
    assert_eq!(article.visible_blocks().filter(|b| b.kind == BlockKind::Paragraph).count(), 17);
    assert_eq!((article.source(), article.author()), (Some("Le Courrier"), Some("Jeanne Martin")));
    assert_eq!(article.published().map(|d| d.to_string()).as_deref(), Some("2023-09-13T08:30:00+02:00"));
    assert_eq!(article.language(), Some("fr"));
}

#[test]
fn a_short_page_is_read_by_its_elements() {
    check(
        "<title>Un titre</title><nav>Menu <a href=/>Accueil</a></nav><h1>Un titre</h1><h2>Une phrase entière sous le titre.</h2>
         <p>Un  texte\n court.</p><h2>Suite</h2><p>Encore.</p><form><button>Envoyer</button></form><footer>Pied</footer>",
        "~ Menu Accueil\n# Un titre\nUne phrase entière sous le titre.\nUn texte court.\n## Suite\nEncore.\n~ Envoyer⏎Pied",
    );
}

#[test]
fn a_title_that_only_the_head_has_comes_first_and_a_repeated_one_is_furniture() {
    check("<title>Le titre de la page</title><p>Un texte court.</p>", "# Le titre de la page\nUn texte court.");
    check("<h1>Le titre</h1><p>Un texte.</p><h2>Le titre</h2><p>Fin.</p>", "# Le titre\nUn texte.\n~ Le titre\nFin.");
    check(
        "<title>La gare ferme | Le Courrier</title><h1>Le Courrier local</h1><h2>La gare ferme</h2><p>Fin.</p>",
        "~ Le Courrier local\n# La gare ferme\nFin.",
    );
}

#[test]
fn what_stands_under_the_heading_of_a_list_is_furniture() {
    check(
        "<h1>A</h1><div><p>Un texte.</p><section><h2>Les plus lus</h2><p>Le maire part.</p><p>La gare ferme.</p></section></div>
         <p>La fin du texte, qui est un peu plus longue que ces deux titres ensemble.</p>",
        "# A\nUn texte.\n~ Les plus lus⏎Le maire part.⏎La gare ferme.\nLa fin du texte, qui est un peu plus longue que ces deux titres ensemble.",
    );
}

#[test]
fn titles_of_other_articles_are_furniture_with_what_is_said_of_them() {
    let text = format!("<h1>A</h1><p>{LONG}</p>");
    let row = |title: &str, told: &str| format!("<div><a href=/x>{title}</a></div><div>{told}</div>");
    let rows =
        [row("Le parquet est posé", "Le bal revient."), row("Un médecin arrive", "Elle vient de Mernes.")].concat();
    check(
        &format!("{text}<div><h2>À Saulx</h2>{rows}</div>"),
        &format!("# A\n{LONG}\n~ À Saulx⏎Le parquet est posé⏎Le bal revient.⏎Un médecin arrive⏎Elle vient de Mernes."),
    );
    // One link around several lines is a card wherever it stands.
    check(
        &format!("{text}<a href=/y><h3>La gare ferme</h3><p>Dès lundi.</p></a><p>{LONG}</p>"),
        &format!("# A\n{LONG}\n~ La gare ferme⏎Dès lundi.\n{LONG}"),
    );
    // Places with a link each are a text when what is said of them is one.
    check(
        &format!("{text}<div><h2>Où manger</h2>{}{}</div>", row("La Halle", LONG), row("Le Quai", LONG)),
        &format!("# A\n{LONG}\n## Où manger\n~ La Halle\n{LONG}\n~ Le Quai\n{LONG}"),
    );
}

#[test]
fn what_stands_around_a_form_is_there_for_the_form() {
    let form = "<form><input><button>OK</button></form>";
    check(
        &format!(
            "<h1>A</h1><p>{LONG}</p><p>{LONG}</p><div><p>Nos fournées par courrier.</p>{form}<p>412 abonnés</p></div><p>Fin.</p>"
        ),
        &format!("# A\n{LONG}\n{LONG}\n~ Nos fournées par courrier.⏎OK⏎412 abonnés\nFin."),
    );
    // An article that ends with a form is an article.
    check(&format!("<div><h1>A</h1><p>Une brève.</p>{form}</div>"), "# A\nUne brève.\n~ OK");
}

#[test]
fn what_amp_shows_until_something_is_loaded_is_furniture() {
    check(
        "<h1>A</h1><p>Un texte.</p><amp-iframe><div placeholder>Chargement</div></amp-iframe>",
        "# A\nUn texte.\n~ Chargement",
    );
}

#[test]
fn the_title_said_again_at_the_end_is_furniture() {
    let title = "Quimperlé. La dernière conserverie du port change de mains";
    check(
        &format!(
            "<title>{title}</title><h1>{title}</h1><p>{LONG}</p><div>La dernière conserverie du port change de mains</div>"
        ),
        &format!("# {title}\n{LONG}\n~ La dernière conserverie du port change de mains"),
    );
}

#[test]
fn comments_that_nothing_tells_apart_are_known_by_their_words() {
    let (one, two) = ("Message de Truite84 le 23 mars : bravo !", "Message de Loutre le 24 mars : à quand la suite ?");
    check(&format!("<h1>A</h1><p>{LONG}</p><div>{one}</div><div>{two}</div>"), &format!("# A\n{LONG}\n~ {one}⏎{two}"));
    // A single one may be what the article tells.
    check(&format!("<h1>A</h1><p>{LONG}</p><p>{one}</p>"), &format!("# A\n{LONG}\n{one}"));
}

#[test]
fn the_name_of_the_site_may_stand_before_the_title() {
    let text = format!("<p>{LONG}</p>");
    let expected = format!("# La gare ferme ses guichets\n{LONG}");
    let title = "<title>La Gazette du Val - La gare ferme ses guichets</title>";
    check(&format!("{title}<meta property=og:site_name content='La Gazette du Val'>{text}"), &expected);
    check(
        &format!("{title}<div><a href=/>La Gazette du Val</a></div>{text}"),
        &format!("~ La Gazette du Val\n{expected}"),
    );
    // Nobody says that it is the name of a site.
    check(&format!("<title>Paris - Lyon en une heure</title>{text}"), &format!("# Paris - Lyon en une heure\n{LONG}"));
}

#[test]
fn a_column_beside_the_text_is_furniture() {
    let text = "Une dizaine de blocs sont tombés dans la nuit sur la route, entre le village et le col, sans toucher personne.";
    let side = "Votre journal chaque jeudi chez votre marchand.";
    check(
        &format!("<title>A</title><div><div><h1>A</h1><p>{text}</p><p>{text}</p></div><div><p>{side}</p></div></div>"),
        &format!("# A\n{text}\n{text}\n~ {side}"),
    );
    // Where the headline stands outside, so does the text that stands beside it.
    check(
        &format!("<div><h1>A</h1><p>{side}</p><div><p>{text}</p><p>{text}</p></div></div>"),
        &format!("# A\n{side}\n{text}\n{text}"),
    );
}

#[test]
fn kickers_and_lines_of_credits_are_no_text() {
    check(
        "<h1><span class=kicker>Enquête</span>Le titre</h1><div class=post-meta>Jean Petit <time>9 avril 2026</time>8 min</div><p>Un texte.</p>",
        "~ Enquête\n# Le titre\n~ Jean Petit 9 avril 2026 8 min\nUn texte.",
    );
    // A name for a date on what holds the whole text says nothing of it.
    let text = LONG.repeat(2);
    check(&format!("<h1>A</h1><div class=date><p>Un jour</p><p>{text}</p></div>"), &format!("# A\nUn jour\n{text}"));
}

#[test]
fn links_that_only_do_something_here_are_furniture() {
    check(
        "<h1>A</h1><p>Un texte<a href=#n>1</a>.</p><div>1/3 <a href=#p>Photo précédente</a><a href='javascript:n()'>Photo suivante</a></div>",
        "# A\nUn texte1.\n~ 1/3 Photo précédente Photo suivante",
    );
}

#[test]
fn a_text_that_only_json_ld_holds_is_read() {
    let page = |body: &str, shown: &str| {
        format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script><h1>A</h1>{shown}"
        )
    };
    check(&page("Un texte.\\n\\nSa fin, qu&#39;il faut lire.", ""), "# A\nUn texte.\nSa fin, qu'il faut lire.");
    check(&page("<p>Un <b>texte</b>.<\\/p><p>Sa fin.<\\/p>", ""), "# A\nUn texte.\nSa fin.");
    check(
        &page("Un texte. Sa fin, bien plus longue.", "<p>Un texte.</p>"),
        "# A\nUn texte. Sa fin, bien plus longue.\n~ Un texte.",
    );
    // What the page shows is what it means.
    check(&page(&LONG.repeat(4), &format!("<p>{LONG}</p>")), &format!("# A\n{LONG}"));
}

#[test]
fn a_page_says_where_it_stands() {
    let of = |html: &str| article(&format!("<!DOCTYPE html>{html}<p>a</p>")).address().map(str::to_owned);
    let canonical = "<link rel=canonical href=https://a.example/une>";
    assert_eq!(of(canonical).as_deref(), Some("https://a.example/une"));
    assert_eq!(of("<meta property=og:url content=https://a.example/une>").as_deref(), Some("https://a.example/une"));
    // A front page is not the page, nor is half an address one.
    assert_eq!(of("<link rel=canonical href=https://a.example/><link rel=canonical href=/une>"), None);
    let saved = format!("<!-- saved from url=(0026)https://a.example/deux.htm -->{canonical}");
    assert_eq!(of(&saved).as_deref(), Some("https://a.example/deux.htm"));
    let hints = Hints { address: Some("https://b.example/x"), ..Hints::default() };
    let told = ingest::article(format!("<html>{canonical}<p>a").as_bytes(), &hints);
    assert_eq!(told.address(), Some("https://b.example/x"));
}

#[test]
fn what_is_hidden_is_not_text() {
    check(
        "<h1>A</h1><p hidden>no</p><p style='display : none'>no</p><template>no</template><style>no</style>
         <p>oui<span class='sr-only'>no</span><script>no</script></p><svg><text>no</text></svg>",
        "# A\noui",
    );
}

#[test]
fn lists_quotations_captions_and_code() {
    check(
        "<h1>A</h1><ol start=3><li>trois<li>quatre<ul><li>dedans</ul></ol><blockquote><p>Un.</p><p>Deux.</p></blockquote>
         <pre>\n  un\n    deux</pre><figure><figcaption>Légende</figcaption></figure><p>Fin.</p>",
        "# A\n* 3. trois\n* 4. quatre\n* • dedans\n> Un.\n> Deux.\n|   un⏎    deux\n^ Légende\nFin.",
    );
}

#[test]
fn tables_of_data_and_tables_that_lay_out() {
    check(
        "<h1>A</h1><table><tr><th>An<th>Loyer</tr><tr><td>2019<td>120 €</tr></table>",
        "# A\n| An | Loyer⏎2019 | 120 €",
    );
    check(
        "<h1>A</h1><table><tr><td><p>Un.</p><p>Deux.</p></td><td>Trois.</td></tr></table>",
        "# A\nUn.\nDeux.\nTrois.",
    );
}

#[test]
fn line_breaks_break_lines_and_two_of_them_paragraphs() {
    check("<h1>A</h1><div>Un<br>deux.<br><br>Trois.<br> <br />Quatre.</div>", "# A\nUn⏎deux.\nTrois.\nQuatre.");
}

#[test]
fn links_lie_on_their_words() {
    let article = article(
        "<html><h1>A</h1><p> Voir <a href='/x'> le site </a>, <a href='#n'>1</a> et <a href=y>là</a>.</p><ul><li><a href=z>fin</a> de la liste</ul>",
    );
    let links: Vec<_> = article.links().iter().map(|l| (l.span.of(article.text()), l.url.as_str())).collect();
    assert_eq!(links, [("le site", "/x"), ("là", "y"), ("fin", "z")]);
}

#[test]
fn references_are_decoded_before_the_filter() {
    let article = article("<html><h1>L&rsquo;&eacute;t&eacute;&#27;[31m</h1><p>a&#x202e;b &lt;p&gt;</p>");
    assert_eq!(article.text(), "L’été[31m\n\nab <p>");
}

#[test]
fn a_dateline_dates_the_page() {
    let article = article("<html><h1>A</h1><p>Un chapô.</p><p>22 mai 2012. – Le marché a rouvert.</p>");
    assert_eq!(article.published().map(|d| d.to_string()).as_deref(), Some("2012-05-22"));
}

#[test]
fn hostile_pages_are_read() {
    for html in [
        "<div>".repeat(5000),
        "<b class=x>a<p>".repeat(2000),
        "<table><tr><td>".repeat(2000),
        "<!--".repeat(3000),
        "<a href=x>".repeat(3000),
    ] {
        article(&format!("<html><body>début {html} fin"));
    }
}

#[test]
fn what_a_page_brings_along_is_not_read() {
    let data = "iVBORw0KGgo".repeat(2000);
    let page = format!(
        "<!DOCTYPE html> <html lang=fr><!--\n Page saved with SingleFile \n url: https://www.a.example/ville/halle \n saved date: Sun Nov \
         15 2026 10:02:03 GMT+0100 (heure normale)\n--><meta charset=utf-8><style>@font-face{{src:url(data:font/woff2;base64,{data})}}</style>\
         <title>La halle rouvre</title><link rel=icon href=data:image/png;base64,{data}><body style='background:url(data:image/png;base64,{data})'>\
         <h1>La halle rouvre</h1><img src=data:image/png;base64,{data} alt><site-text><template shadowrootmode=open><p class=x>{LONG}</template>\
         </site-text><p>Fin, <a href=data:text/plain;base64,{data}>joint</a> et <a href=data:,a>ici</a>."
    );
    let article = article(&page);
    assert_eq!(shape(&article), format!("# La halle rouvre\n{LONG}\nFin, joint et ici."));
    assert!(article.links().is_empty());
    assert_eq!(article.address(), Some("https://www.a.example/ville/halle"));
}

#[test]
fn a_page_without_end_is_read_whole() {
    // Too many elements to be scored.
    let long = format!("<article>{}</article>", "<p>Un mot, un autre.</p>".repeat(50_000));
    assert_eq!(article(&format!("<!DOCTYPE html><h1>A</h1>{long}")).words(), 200_001);
    let classes = format!("<p class='{}'>{LONG}</p>", "aB share ".repeat(400_000));
    assert_eq!(shape(&article(&format!("<!DOCTYPE html><h1>A</h1>{classes}"))), format!("# A\n{LONG}"));
}

#[test]
fn the_pages_of_wikinews_are_whole_and_dated() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora/wikinews-fr/");
    for entry in std::fs::read_dir(dir).into_iter().flatten() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let article = ingest::article(&bytes, &Hints::default());
        let at = path.display();
        assert!(article.blocks().iter().all(|b| b.kind != BlockKind::Furniture), "{at}: {}", shape(&article));
        assert_eq!(article.blocks()[0].kind, BlockKind::Title, "{at}");
        assert_eq!(
            article.blocks().len(),
            String::from_utf8_lossy(&bytes).matches("<p>").count()
                + 1
                + String::from_utf8_lossy(&bytes).matches("<h2>").count(),
            "{at}"
        );
        assert!(article.published().is_some(), "{at}");
        assert_eq!(article.language(), Some("fr"), "{at}");
    }
}

proptest! {
    #[test]
    fn any_tags_make_an_article_that_its_blocks_cover(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<div>", "</div>", "<p>", "</p>", "<h1>", "</h1>", "<h2>Titre</h2>", "<li>", "<ul>", "</ul>", "<ol>", "<table>", "<tr>", "<td>", "</table>",
            "<br>", "<a href=x>", "</a>", "<b>", "</b>", "<blockquote>", "<pre>", "</pre>", "<nav>", "</nav>", "<!--", "-->", "<script>", "</script>",
            "<figure><figcaption>", "<", "&#27;", "&nbsp;", " ", "\n", "mot", "Une phrase.", "\u{ad}", "Publicité", "<title>T</title>", "<p hidden>", "Par Jean Petit",
        ]), 0..60)
    ) {
        let article = article(&format!("<html>{}", pieces.concat()));
        let mut at = 0;
        for block in article.blocks() {
            prop_assert!(article.text()[at..block.span.start()].trim().is_empty());
            at = block.span.end();
        }
        prop_assert_eq!(at, article.text().len());
        for link in article.links() {
            prop_assert!(!link.span.of(article.text()).trim().is_empty());
        }
    }

    #[test]
    fn visible_words_are_kept(words in prop::collection::vec("[a-zé]{1,8}", 1..30), seed in any::<u64>()) {
        // Every word stands in some element or other; all of them come back, in order.
        const WRAPS: [(&str, &str); 8] = [("<p>", "</p>"), ("<div>", "</div>"), ("<nav>", "</nav>"), ("<b>", "</b> "), ("<ul><li>", "</ul>"), ("<footer>", "</footer>"), ("<h3>", "</h3>"), ("<aside>", "</aside>")];
        let mut state = seed;
        let mut html = String::from("<html><body>");
        for word in &words {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (open, close) = WRAPS[(state >> 33) as usize % WRAPS.len()];
            html.extend([open, word, " ", close]);
        }
        let article = article(&html);
        let kept: Vec<&str> = article.text().split([' ', '\n']).filter(|w| !w.is_empty() && *w != "•").collect();
        prop_assert_eq!(kept, words);
    }
}
