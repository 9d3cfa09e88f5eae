//! `kiosque add` against a server on this machine.

use std::fs;

use super::headless_run::Folder;
use super::site::{Site, rss};

const PAGE: &str = "<html lang=fr><head><title>Le pont rouvre — La Gazette</title>\
    <meta property='article:published_time' content='2026-11-17T08:00:00Z'></head><body><article><h1>Le pont rouvre</h1>\
    <p>Le pont tournant a rouvert mardi à l’aube, après trois semaines de travaux sur ses rouages.</p>\
    <p>Les piétons l’ont traversé les premiers, suivis d’une fanfare et de deux charrettes de pommes.</p>\
    <p>La mairie promet que les horaires seront affichés, cette fois, des deux côtés du bassin.</p></article></body></html>";

/// Where pages are kept.
const ADDED: &str = "data/kiosque/feeds/added";

/// Asserts the exit status of adding a page and how its line begins; returns the rest, which is where it is kept.
#[track_caller]
fn check(folder: &Folder, address: &str, code: i32, line: &str) -> String {
    let run = folder.run(&format!("add {address}")).silently(code);
    let rest = run.out.strip_prefix(line).unwrap_or_else(|| panic!("{}", run.out));
    rest.trim_end().to_owned()
}

/// Day and title of what is kept.
fn kept(folder: &Folder) -> Vec<String> {
    let out = folder.run(&format!("list {ADDED}")).out;
    out.lines().map(|line| line.split('\t').skip(1).collect::<Vec<_>>().join(" ")).collect()
}

/// Its text, however its lines are broken.
fn text(folder: &Folder) -> String {
    folder.run(&format!("show {ADDED}")).out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_page_is_kept_once() {
    let site = Site::new(&[("/pont", PAGE)]);
    let (folder, page) = (Folder::new(&[]), site.at("/pont"));
    let place = check(&folder, &page, 0, "Le pont rouvre\tadded in ");
    assert!(place.ends_with(ADDED), "{place}");
    check(&folder, &page, 1, "Le pont rouvre\twas there already in ");
    assert_eq!(kept(&folder), ["2026-11-17 Le pont rouvre"]);
    assert!(text(&folder).contains("suivis d’une fanfare et de deux charrettes"));
    site.put("/pont", &PAGE.replace("deux charrettes", "trois charrettes"));
    check(&folder, &page, 0, "Le pont rouvre\thas changed in ");
    assert_eq!(kept(&folder).len(), 1);
    assert!(text(&folder).contains("trois charrettes"));
}

#[test]
fn a_text_is_kept_as_it_came() {
    let site = Site::new(&[]);
    let note = "Le pont rouvre\n\nLes piétons l’ont traversé les premiers, suivis d’une fanfare.\n";
    site.answer("/note.txt", 200, &[("Content-Type", "text/plain; charset=utf-8")], note.as_bytes());
    let (folder, address) = (Folder::new(&[]), site.at("/note.txt"));
    let place = check(&folder, &address, 0, "Le pont rouvre\tadded in ");
    assert_eq!(fs::read_to_string(folder.path().join(&place)).unwrap(), note);
    check(&folder, &address, 1, "Le pont rouvre\twas there already in ");
    assert_eq!(kept(&folder).len(), 1);
}

#[cfg(feature = "pdf")]
#[test]
fn a_document_is_kept_as_it_came() {
    let site = Site::new(&[]);
    let document =
        super::pdf::page(&["Le maire a promis mardi devant le conseil que le pont rouvrirait au printemps."]);
    site.answer("/pont.pdf", 200, &[("Content-Type", "application/pdf")], &document);
    let (folder, address) = (Folder::new(&[]), site.at("/pont.pdf"));
    let run = folder.run(&format!("add {address}")).silently(0);
    assert!(run.out.contains("\tadded in ") && run.out.ends_with(".pdf\n"), "{}", run.out);
    assert_eq!(
        folder.run(&format!("add {address}")).silently(1).out,
        run.out.replacen("\tadded", "\twas there already", 1)
    );
    assert!(text(&folder).contains("que le pont rouvrirait"));
}

#[test]
fn the_text_is_right_whatever_the_server_says_of_it() {
    let site = Site::new(&[]);
    let latin: Vec<u8> = PAGE.replace(['’', '—'], "'").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    site.answer("/pont", 200, &[("Content-Type", "text/html; charset=iso-8859-1")], &latin);
    site.answer(
        "/note",
        200,
        &[("Content-Type", "text/plain; charset=ibm866")],
        b"\x8C\xA8\xE0\n\n\x8C\xA8\xE0 \xA8 \xAC\xA8\xE0.\n",
    );
    let folder = Folder::new(&[]);
    check(&folder, &site.at("/pont"), 0, "Le pont rouvre\tadded in ");
    check(&folder, &site.at("/note"), 0, "Мир\tadded in ");
    assert!(text(&folder).contains("a rouvert mardi à l'aube"), "{}", text(&folder));
    assert!(text(&folder).contains("Мир и мир."), "{}", text(&folder));
}

#[test]
fn what_is_no_page_is_refused_with_advice_and_the_rest_is_kept() {
    let feed = rss("La Gazette", &[("1", "Le port rouvre", "Les chalutiers sont sortis.")]);
    let site = Site::new(&[("/rss", &feed), ("/vide", ""), ("/pont", PAGE)]);
    site.answer("/photo", 200, &[("Content-Type", "image/jpeg")], b"\xFF\xD8\xFF\xE0");
    let folder = Folder::new(&[]);
    let [rss, empty, photo, none] = ["/rss", "/vide", "/photo", "/rien"].map(|path| site.at(path));
    let run = folder.run(&format!("add {rss} {empty} {photo} {none} {}", site.at("/pont")));
    let run = run.telling(
        2,
        &[
            &format!("{rss}: this is a feed; kiosque subscribe takes it"),
            &format!("{empty}: there is nothing to read there"),
            &format!("{photo}: there is a picture, not what was asked for; check the address"),
            &format!("{none}: there is nothing at this address (status 404); check it, or unsubscribe if this lasts"),
        ],
    );
    assert!(run.out.starts_with("Le pont rouvre\tadded in "), "{}", run.out);
    assert_eq!(kept(&folder), ["2026-11-17 Le pont rouvre"]);
    folder.run("add file:///etc/passwd").telling(
        2,
        &["file:///etc/passwd: this is not an address to fetch: only http and https can be fetched, not file:"],
    );
}

#[test]
fn titles_do_no_harm() {
    let title = "../../pont &#27;[31m &#x202e;rouge\u{7}";
    let site = Site::new(&[("/pont", &PAGE.replace("Le pont rouvre", title))]);
    let folder = Folder::new(&[]);
    let run = folder.run(&format!("add {}", site.at("/pont"))).silently(0);
    assert!(!run.out.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{:?}", run.out);
    let files: Vec<_> =
        fs::read_dir(folder.path().join(ADDED)).unwrap().flatten().map(|file| file.file_name()).collect();
    let [name] = files.iter().map(|name| name.to_str().unwrap()).collect::<Vec<_>>()[..] else { panic!("{files:?}") };
    assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte)), "{name}");
}
