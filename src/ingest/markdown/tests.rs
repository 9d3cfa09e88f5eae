//! Whole texts, from newsrooms, note books and the web, and what must stay plain text.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::document::Article;
use crate::ingest::samples::shape;
use crate::ingest::{self, Format, Hints};

fn article(text: &str) -> Article {
    ingest::article(text.as_bytes(), &Hints::named("note.md"))
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(shape(&article(text)), expected);
}

#[test]
fn a_note_with_front_matter_is_an_article() {
    let article = article(
        "---\ntitle: La halle : on rouvre\ndate: 2023-11-14\nauthor: Jeanne Martin\nlang: fr\nsource: Le Courrier\n\
         url: https://courrier.example/halle\ndescription: Après trois ans de travaux.\ntags: [ville]\n---\n# La halle : on rouvre\n\n\
         Les **étals** sont\n_pleins_ dès [huit heures](https://exemple.fr/h).\n\nPublicité\n\n## La facture\n\nElle a doublé.\n",
    );
    assert_eq!(
        shape(&article).split_once('\n').unwrap().1,
        "# La halle : on rouvre\nAprès trois ans de travaux.\nLes étals sont pleins dès huit heures.\n~ Publicité\n## La facture\nElle a doublé."
    );
    assert!(shape(&article).starts_with("~ ---⏎title: La halle"), "what describes the text is kept");
    assert_eq!((article.source(), article.author()), (Some("Le Courrier"), Some("Jeanne Martin")));
    assert_eq!((article.language(), article.address()), (Some("fr"), Some("https://courrier.example/halle")));
    assert_eq!(article.published().map(|date| date.to_string()).as_deref(), Some("2023-11-14"));
    let links: Vec<(&str, &str)> =
        article.links().iter().map(|l| (l.span.of(article.text()), l.url.as_str())).collect();
    assert_eq!(links, [("huit heures", "https://exemple.fr/h")]);
}

#[test]
fn the_first_heading_of_the_first_level_is_the_title() {
    check("# Lundi\n\nIl pleut.\n\n# Mardi\n\nEncore.\n", "# Lundi\nIl pleut.\n## Mardi\nEncore.");
    check("Le marché\n=========\n\nIl rouvre.", "# Le marché\nIl rouvre.");
    check("## Le marché {#m .x}\n\nIl rouvre.\n", "# Le marché\nIl rouvre.");
    check("#\n\nAvant.\n\n# T\n\nAprès.", "# T\nAvant.\nAprès.");
    check("À vérifier.\n\n# Le *marché*\n\nIl rouvre.", "# Le marché\nÀ vérifier.\nIl rouvre.");
    check("---\ntitle: Carnet\n---\n# Lundi\n\nIl pleut.", "~ ---⏎title: Carnet⏎---\n# Carnet\n## Lundi\nIl pleut.");
    let article = article("Les étals *étaient* pleins samedi. La foule attendait.\n\n- a\n");
    assert_eq!(article.title(), "Les étals étaient pleins samedi");
    check("% La halle\n% Jeanne Martin\n\nElle *rouvre*.", "~ % La halle⏎% Jeanne Martin\n# La halle\nElle rouvre.");
}

#[test]
fn lists_quotations_code_and_tables_keep_their_form() {
    check(
        "# T\n\n- [x] fait\n- [ ] à faire\n  1. un\n  2. deux\n\n> Je pars,\n> dit-il.\n\n```sh\nls  -l\n  fin <b>\n```\n\n\
         | Port | Bateaux |\n|------|--------:|\n| Brume | 12 |\n| `A\\|B` | **3** |\n",
        "# T\n* • [x] fait\n* • [ ] à faire\n* 1. un\n* 2. deux\n> Je pars, dit-il.\n| ls  -l⏎  fin <b>\n| Port | Bateaux⏎Brume | 12⏎A|B | 3",
    );
    check("# T\n\nUn vers\\\nun autre  \nle dernier\n\n* * *\n\nFin.", "# T\nUn vers⏎un autre⏎le dernier\nFin.");
    check(
        "# T\n\n## Sources\n\n- [Le rapport](https://exemple.fr/r)\n- [La loi](https://exemple.fr/l)\n",
        "# T\n## Sources\n* • Le rapport\n* • La loi",
    );
}

#[test]
fn notes_stand_at_the_end_and_pictures_are_their_descriptions() {
    check(
        "# T\n\nLe maire[^1] part[^b].\n\n[^1]: Élu en 2014.\n\n    Puis en 2020.\n[^b]: *Demain.*\n\nFin.\n",
        "# T\nLe maire[1] part[b].\nFin.\n[1] Élu en 2014.\nPuis en 2020.\n[b] Demain.",
    );
    check(
        "# T\n\n![La *halle*](h.jpg)\n*Hier.* Photo.\n\n[![Le quai](q.jpg)](https://exemple.fr)\n\nSoit ![x²](x.png) la surface.\n\n![300](a.png)\n",
        "# T\n^ La halle\nHier. Photo.\n^ Le quai\nSoit [x²] la surface.",
    );
}

#[test]
fn html_is_read_where_it_is_a_block_and_dropped_in_a_line() {
    check(
        "# T\n\nUn <span hidden>mot</span><br>suite <!-- non -->\n\n<div hidden>\n<p>Caché.</p>\n\nVisible.\n\n<table><tr><th>a</th><th>b</th></tr>\n\
         <tr><td>1</td><td>2</td></tr></table>\n\n<!-- rien\n\ndu tout -->\n\n<script>\nnon()\n</script>\n\nFin &amp; suite &lt;b&gt;",
        "# T\nUn mot⏎suite\nVisible.\n| a | b⏎1 | 2\nFin & suite <b>",
    );
}

#[test]
fn what_note_books_add_stays_text() {
    check(
        "#ville #halle\n\n# T\n\nVoir [[Le maire|lui]] et ![[plan.png]], ==important== %%note%%.\n\n> [!info] À savoir\n> La suite.\n",
        "# T\n#ville #halle\nVoir [[Le maire|lui]] et ![[plan.png]], ==important== %%note%%.\n> [!info] À savoir La suite.",
    );
}

#[track_caller]
fn format(text: &str, name: &str) -> Option<Format> {
    ingest::detect(text.as_bytes(), &Hints::named(name)).map(|found| found.spec.format)
}

#[test]
fn markdown_is_known_by_its_signs() {
    for text in [
        "---\ntitle: La halle\n---\nElle rouvre.",
        "+++\ntitle = \"La halle\"\n+++\nElle rouvre.",
        "# La halle\n\nElle [rouvre](https://exemple.fr/).",
        "Un programme.\n\n## Emploi\n\n```\nls\n```\n",
        "Voir [1].\n\n## Notes\n\n[1]: https://exemple.fr/",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n### Suite\n",
    ] {
        assert_eq!(format(text, ""), Some(Format::Markdown), "{text}");
    }
    for (text, name) in [
        ("La *halle* rouvre.", "a.md"),
        ("---\naliases: [halle]\n---\nElle rouvre.", "a.md"),
        ("La halle\n\n- un\n- deux", "a.MARKDOWN"),
        ("<p align=center><img alt=Logo></p>\n\n# Kiosque\n\n<a>x</a>", "README.md"),
    ] {
        assert_eq!(format(text, name), Some(Format::Markdown), "{text}");
    }
}

#[test]
fn plain_text_stays_plain() {
    for (text, name) in [
        ("La halle rouvre.\n\nElle a coûté cher.", "a.md"),
        ("# Le canal\n\n<jean> salut [moi]", "irc.txt"),
        ("# un commentaire\nclé = valeur\n# un autre **kwargs", "a.conf"),
        ("Lire [ici](https://exemple.fr/) et là.", "a.txt"),
        ("---\n\nUn trait, puis du texte.\n\n---\n", "a.txt"),
        ("---\nDe : Jeanne\nObjet : la halle\n---\nBonjour.", "a.txt"),
        ("* un\n* deux\n> trois\n_quatre_ et `cinq`", "a.txt"),
        ("---\nsource: tests/a.rs\nexpression: b\n---\nbrut", "a.snap"),
        ("% Part des votants\n% Abstention", "a.txt"),
    ] {
        assert_eq!(format(text, name), Some(Format::PlainText), "{text}");
    }
    assert_eq!(format("<!DOCTYPE html><h1>a</h1>", "a.md"), Some(Format::Html));
}

/// Every text file that lies below `folder`, if there is one.
fn texts(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let (folders, files): (Vec<_>, Vec<_>) = entries.map(|entry| entry.path()).partition(|path| path.is_dir());
    let is_text = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "txt");
    files.into_iter().filter(is_text).chain(folders.iter().flat_map(|folder| texts(folder))).collect()
}

#[test]
fn articles_as_papers_write_them_stay_plain() {
    for path in texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample")) {
        let bytes = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let found = ingest::detect(&bytes, &Hints::named(&name)).map(|found| found.spec.format);
        assert_eq!(found, Some(Format::PlainText), "{}", path.display());
    }
}

#[test]
fn what_is_too_long_is_plain_text() {
    let text = ["# T\n\n[a](https://exemple.fr/)\n", &"mot ".repeat(super::LONGEST / 4)].concat();
    assert_eq!(format(&text[..super::LONGEST], "a.md"), Some(Format::Markdown));
    assert_eq!(format(&text, "a.md"), Some(Format::PlainText));
}

#[test]
fn depth_is_bounded() {
    for piece in [">", "- ", "[", "![", "*a ", "[a](", "<div>", "`", "1. ", "|", "[^1]", "**", "<b>\n\n", "  - a\n"] {
        let text = ["# T\n\n", &piece.repeat(2_000), "fin"].concat();
        assert_eq!(article(&text).title(), "T", "{piece}");
    }
}

proptest! {
    #[test]
    fn no_text_can_break_the_reader(pieces in prop::collection::vec(prop::sample::select(&[
        "---\n", "title: a\n", "+++\n", "{\"title\":\"a\"}\n", "% a\n", "# T\n", "\n", "\n\n", "- ", "1. ", "  ", "> ", "```\n", "|a|b|\n", "|-|-|\n",
        "[^1]", "[^1]: ", "[a](b)", "![é](c)", "*", "**", "_", "<b>", "<div>\n", "</div>\n", "<!--", "-->", "\\", "&amp;", "é", "\r\n", "\t", "[", "]", "`",
        "[x] ", "=====\n", "\u{FEFF}",
    ][..]), 0..40), free in any::<String>()) {
        for text in [pieces.concat(), free] {
            let article = article(&text);
            let mut at = 0;
            for block in article.blocks() {
                prop_assert!(article.text()[at..block.span.start()].trim().is_empty());
                at = block.span.end();
            }
            for link in article.links() {
                prop_assert!(!link.span.of(article.text()).is_empty());
            }
        }
    }
}
