//! `kiosque subscribe`, `unsubscribe` and `fetch` against a server on this machine.

use std::fs;
use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::headless_run::{Folder, Run};
use super::server::Server;
use super::site::{Site, rss};

const PORT: (&str, &str, &str) = ("1", "Le port rouvre", "Les chalutiers sont sortis mardi à l’aube.");
const QUAI: (&str, &str, &str) = ("2", "Un quai de plus", "La mairie a voté les travaux du quai nord.");

/// An empty folder with this list of feeds.
fn subscribed(feeds: &str) -> Folder {
    Folder::new(&[(".config/kiosque/feeds.txt", feeds)])
}

/// The list of feeds without its comments.
fn list(folder: &Folder) -> Vec<String> {
    let text = fs::read_to_string(folder.path().join(".config/kiosque/feeds.txt")).unwrap_or_default();
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

/// Day and title of what is kept, in the order of the titles.
fn kept(folder: &Folder) -> Vec<String> {
    let run = folder.run("list data/kiosque/feeds");
    let mut lines: Vec<String> =
        run.out.lines().map(|line| line.split('\t').skip(1).collect::<Vec<_>>().join(" ")).collect();
    lines.sort();
    lines
}

/// The text of what is kept, however its lines are broken.
fn text(folder: &Folder) -> String {
    let run = folder.run("show data/kiosque/feeds");
    run.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Asserts the exit status and the output of a run that has nothing to say.
#[track_caller]
fn check(folder: &Folder, line: &str, code: i32, out: &str) {
    assert_eq!(folder.run(line).silently(code).out, out, "{line}");
}

#[test]
fn a_feed_is_subscribed_to_by_its_name_and_left_again() {
    let site = Site::new(&[("/rss", &rss("La Gazette du port", &[])), ("/atom", &rss("L’Écho", &[]))]);
    let (folder, [gazette, echo]) = (Folder::new(&[]), [site.at("/rss"), site.at("/atom")]);
    check(&folder, "subscribe", 1, "");
    check(&folder, &format!("subscribe {gazette}"), 0, &format!("subscribed to La Gazette du port ({gazette})\n"));
    check(&folder, &format!("subscribe --full {echo}"), 0, &format!("subscribed to L’Écho ({echo})\n"));
    let again = format!("subscribed already to La Gazette du port ({gazette})\n");
    check(&folder, &format!("subscribe {gazette}"), 0, &again);
    assert_eq!(list(&folder), [format!("La Gazette du port = {gazette}"), format!("L’Écho = {echo} +full")]);
    check(&folder, "subscribe", 0, &format!("La Gazette du port\t{gazette}\nL’Écho\t{echo}\n"));
    check(
        &folder,
        &format!("unsubscribe {gazette} l’écho"),
        0,
        &format!("no longer subscribed to {gazette}\nno longer subscribed to {echo}\n"),
    );
    assert!(list(&folder).is_empty());
    folder
        .run("unsubscribe Gazette")
        .telling(2, &["Gazette: no feed is called like that; kiosque subscribe lists them"]);
}

#[test]
fn a_page_says_where_its_feeds_are() {
    let page = "<html><head><link rel=alternate type='application/rss+xml' href=/rss title=Tout>\
        <link rel=alternate type='application/rss+xml' href=/sport title=Sport></head><body><p>Une</p></body></html>";
    let site = Site::new(&[("/", page), ("/rss", &rss("La Gazette du port", &[])), ("/vide", "<html><p>Rien")]);
    let (folder, rss) = (Folder::new(&[]), site.at("/rss"));
    let run = folder.run(&format!("subscribe {}", site.at("/")));
    let run = run.telling(0, &[&format!("the page names another feed: {} Sport", site.at("/sport"))]);
    assert_eq!(run.out, format!("subscribed to La Gazette du port ({rss})\n"));
    let empty = site.at("/vide");
    folder
        .run(&format!("subscribe {empty}"))
        .telling(2, &[&format!("{empty}: this is no feed, and the page names none")]);
    assert_eq!(list(&folder).len(), 1);
}

#[test]
fn a_list_of_another_reader_comes_in_and_goes_out() {
    let opml = "<opml version='2.0'><body><outline text='Presse'><outline text='Mer'>\
        <outline type='rss' text='La Gazette' xmlUrl='https://gazette.exemple.fr/rss?a=1&amp;b=2'/></outline></outline>\
        <outline type='rss' text='#ports = \"quais\"' xmlUrl='https://ports.exemple.fr/rss'/>\
        <outline type='rss' text='Fichier' xmlUrl='file:///etc/passwd'/>\
        <outline type='rss' text='\"=' xmlUrl='https://sans-nom.exemple.fr/rss'/></body></opml>";
    let folder = Folder::new(&[("flux.opml", opml), ("note.txt", "Rien.")]);
    let run = folder.run("subscribe flux.opml");
    let run = run.telling(
        2,
        &["file:///etc/passwd: this is not an address to fetch: only http and https can be fetched, not file:"],
    );
    assert_eq!(run.out.lines().count(), 3);
    let expected = [
        "La Gazette = https://gazette.exemple.fr/rss?a=1&b=2 folder:\"Presse / Mer\"",
        "ports quais = https://ports.exemple.fr/rss",
        "https://sans-nom.exemple.fr/rss",
    ];
    assert_eq!(list(&folder), expected);
    folder.run("subscribe --opml -o sorti.opml").silently(0);
    let other = Folder::new(&[("sorti.opml", &fs::read_to_string(folder.path().join("sorti.opml")).unwrap())]);
    other.run("subscribe sorti.opml").silently(0);
    assert_eq!(list(&other), expected);
    folder.run("subscribe note.txt").telling(2, &["note.txt: this is no list of feeds (OPML)"]);
}

#[test]
fn two_feeds_of_one_name_are_told_apart_by_their_addresses() {
    let site = Site::new(&[("/a", &rss("Actualités", &[PORT])), ("/b", &rss("Actualités", &[QUAI]))]);
    let (folder, [a, b]) = (Folder::new(&[]), [site.at("/a"), site.at("/b")]);
    folder.run(&format!("subscribe {a} {b}")).silently(0);
    folder
        .run("unsubscribe actualités")
        .telling(2, &[&format!("actualités: more than one feed is called like that: {a}, {b}; name the address")]);
    check(&folder, "fetch actualités", 0, "Actualités\t1 new\nActualités\t1 new\n");
    assert_eq!(kept(&folder), ["2026-11-17 Le port rouvre", "2026-11-17 Un quai de plus"]);
    folder.run(&format!("unsubscribe {b}")).silently(0);
    assert_eq!(list(&folder), [format!("Actualités = {a}")]);
    assert_eq!(kept(&folder).len(), 2);
}

#[test]
fn a_password_stays_in_the_list() {
    let site = Site::new(&[("/rss", &rss("Privé", &[PORT]))]);
    let (folder, shown) = (Folder::new(&[]), site.at("/rss"));
    let typed = shown.replace("http://", "http://moi:secret@");
    check(&folder, &format!("subscribe {typed}"), 0, &format!("subscribed to Privé ({shown})\n"));
    check(&folder, "subscribe", 0, &format!("Privé\t{shown}\n"));
    folder.run("fetch").silently(0);
    let folders: Vec<_> = fs::read_dir(folder.path().join("data/kiosque/feeds")).unwrap().flatten().collect();
    assert!(folders.iter().all(|folder| !folder.path().display().to_string().contains("secret")), "{folders:?}");
    check(&folder, &format!("unsubscribe {shown}"), 0, &format!("no longer subscribed to {shown}\n"));
    assert!(list(&folder).is_empty());
}

#[test]
fn what_is_new_is_fetched_once() {
    let site = Site::new(&[("/rss", &rss("La Gazette", &[PORT]))]);
    let folder = subscribed(&format!("{}\n", site.at("/rss")));
    check(&folder, "fetch", 0, "La Gazette\t1 new\n");
    check(&folder, "fetch", 1, "");
    assert_eq!(kept(&folder), ["2026-11-17 Le port rouvre"]);
    let corrected = (PORT.0, PORT.1, "Les chalutiers sont sortis mercredi.");
    site.put("/rss", &rss("La Gazette", &[QUAI, corrected]));
    check(&folder, "fetch", 0, "La Gazette\t1 new, 1 changed\n");
    assert_eq!(kept(&folder), ["2026-11-17 Le port rouvre", "2026-11-17 Un quai de plus"]);
    assert!(text(&folder).contains("sortis mercredi") && !text(&folder).contains("mardi"));
    // What a feed does not have any more stays.
    site.put("/rss", &rss("La Gazette", &[]));
    check(&folder, "fetch", 1, "");
    assert_eq!(kept(&folder).len(), 2);
    check(&Folder::new(&[]), "subscribe", 1, "");
    Folder::new(&[]).run("fetch").telling(1, &["there are no feeds yet; kiosque subscribe URL adds one"]);
}

/// A feed of a teaser, and its page.
fn teasing(site: &Site) {
    let link = site.at("/1.html");
    let feed = "<rss version='2.0'><channel><title>La Gazette</title><item><title>Le port rouvre</title>\
        <link>LINK</link><description>Les chalutiers sont sortis…</description></item></channel></rss>";
    site.put("/rss", &feed.replace("LINK", &link));
}

const PAGE: &str = "<html><head><title>Le port rouvre</title></head><body><article><h1>Le port rouvre</h1>\
    <p>Les chalutiers sont sortis mardi à l’aube, après trois semaines de travaux sur les écluses du bassin.</p>\
    <p>Le capitaine du port, qui surveillait la manœuvre depuis la jetée, a parlé d’un jour de fête pour la ville.</p>\
    <p>Les criées reprendront jeudi, à l’heure habituelle, dans la grande halle du quai nord.</p></article></body></html>";

#[test]
fn whole_pages_are_fetched_once() {
    let site = Site::new(&[("/1.html", PAGE)]);
    teasing(&site);
    let folder = subscribed(&format!("{}\n", site.at("/rss")));
    check(&folder, "fetch", 0, "La Gazette\t1 new\n");
    assert_eq!(site.asked("/1.html"), 0);
    assert!(!text(&folder).contains("un jour de fête"));
    // The feed has not changed since; its pages are wanted all the same.
    check(&folder, "fetch --full", 0, "La Gazette\t1 whole page\n");
    assert!(text(&folder).contains("un jour de fête"), "{}", text(&folder));
    check(&folder, "fetch --full", 1, "");
    check(&folder, "fetch", 1, "");
    assert_eq!(site.asked("/1.html"), 1);
}

#[test]
fn a_page_that_was_not_to_be_had_is_asked_for_again() {
    let site = Site::new(&[]);
    teasing(&site);
    site.answer("/1.html", 500, &[], b"");
    let folder = subscribed(&format!("{} +full\n", site.at("/rss")));
    let page = site.at("/1.html");
    let failed = format!("{page}: the server has a problem of its own (status 500); try again later");
    assert_eq!(folder.run("fetch").telling(2, &[&failed]).out, "La Gazette\t1 new\n");
    site.put("/1.html", PAGE);
    check(&folder, "fetch", 0, "La Gazette\t1 whole page\n");
    assert!(text(&folder).contains("un jour de fête"));
    // One that does not exist is not asked for until the feed changes.
    let site = Site::new(&[]);
    teasing(&site);
    let folder = subscribed(&format!("{} +full\n", site.at("/rss")));
    assert_eq!(folder.run("fetch").code, 2);
    check(&folder, "fetch", 1, "");
    assert_eq!(site.asked("/1.html"), 1);
}

#[test]
fn a_bad_feed_does_not_stop_the_others() {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::fast());
    bomb.write_all(&vec![b' '; 17 << 20]).unwrap();
    let site = Site::new(&[("/bon", &rss("Bon", &[PORT])), ("/page", "<html><p>Rien</html>")]);
    site.answer("/bombe", 200, &[("Content-Encoding", "gzip")], &bomb.finish().unwrap());
    site.answer("/image", 200, &[("Content-Type", "image/png")], b"\x89PNG\r\n\x1a\n");
    site.answer("/parti", 410, &[], b"");
    site.answer("/cercle", 302, &[("Location", "/cercle")], b"");
    let worse = Server::start(|request, talk| {
        let _ = match request.target.as_str() {
            "/sans-fin" => {
                let _ = talk.say("HTTP/1.1 200 x\r\n\r\n<rss>");
                talk.endlessly(vec![b' '; 1 << 16]);
                Ok(())
            }
            _ => talk.say("HTTP/1.1 200 x\r\nContent-Length: 100\r\n\r\n<rss><channel><title>Coupé"),
        };
    });
    let bad = [
        (site.at("/bombe"), "it is larger than the 16 MB that it may have"),
        (site.at("/cercle"), "it leads in a circle, back to CERCLE; check the address in a browser"),
        (site.at("/image"), "there is a picture, not what was asked for; check the address"),
        (site.at("/page"), "This is no feed: neither RSS nor Atom nor JSON Feed."),
        (site.at("/parti"), "it is gone for good (status 410); unsubscribe from it"),
        (site.at("/rien"), "there is nothing at this address (status 404); check it, or unsubscribe if this lasts"),
        (worse.at("/coupe"), "it broke off before its end; try again later"),
        (worse.at("/sans-fin"), "it is larger than the 16 MB that it may have"),
    ];
    let lines: Vec<String> = bad.iter().map(|(address, _)| format!("{address}\n")).collect();
    let folder = subscribed(&[lines.concat(), site.at("/bon"), "\n".to_owned()].concat());
    let run = folder.run("fetch");
    let told =
        |(address, why): &(String, &str)| format!("kiosque: {address}: {}", why.replace("CERCLE", &site.at("/cercle")));
    let (mut expected, mut said): (Vec<String>, Vec<String>) =
        (bad.iter().map(told).collect(), run.err.lines().map(str::to_owned).collect());
    expected.sort();
    said.sort();
    assert_eq!(said, expected);
    assert_eq!((run.code, run.out.as_str()), (2, "Bon\t1 new\n"));
    assert_eq!(kept(&folder), ["2026-11-17 Le port rouvre"]);
}

#[test]
fn a_feed_that_moved_is_followed_with_what_it_brought() {
    let site = Site::new(&[("/rss", &rss("La Gazette", &[PORT]))]);
    let (old, new) = (site.at("/rss"), site.at("/nouveau"));
    let folder = subscribed(&format!("Gazette = {old} +full\n"));
    check(&folder, "fetch", 0, "Gazette\t1 new\n");
    site.answer("/rss", 301, &[("Location", "/nouveau")], b"");
    site.put("/nouveau", &rss("La Gazette", &[QUAI, PORT]));
    let moved = format!("{old} has moved to {new}; the list of feeds says so now");
    assert_eq!(folder.run("fetch").telling(0, &[&moved]).out, "Gazette\t1 new\n");
    assert_eq!(list(&folder), [format!("Gazette = {new} +full")]);
    check(&folder, "fetch", 1, "");
    assert_eq!(kept(&folder), ["2026-11-17 Le port rouvre", "2026-11-17 Un quai de plus"]);
    assert_eq!(fs::read_dir(folder.path().join("data/kiosque/feeds")).unwrap().count(), 1);
    // For the time being only, and to a feed that is on the list already.
    site.answer("/prete", 302, &[("Location", "/nouveau")], b"");
    let folder = subscribed(&format!("{}\n", site.at("/prete")));
    check(&folder, "fetch", 0, "La Gazette\t2 new\n");
    assert_eq!(list(&folder), [site.at("/prete")]);
    let folder = subscribed(&format!("{new}\n{old}\n"));
    assert_eq!(folder.run("fetch").code, 0);
    assert_eq!(list(&folder), [new]);
    check(&folder, "fetch", 1, "");
}

#[test]
fn the_text_is_right_whatever_the_server_says_of_it() {
    let check = |media: &str, declared: &str, bytes: &[u8]| {
        let site = Site::new(&[]);
        let head = format!("<?xml version=\"1.0\" encoding=\"{declared}\"?><rss><channel><title>");
        let feed =
            [head.as_bytes(), bytes, b"</title><item><title>", bytes, b"</title></item></channel></rss>"].concat();
        site.answer("/rss", 200, &[("Content-Type", media)], &feed);
        let folder = Folder::new(&[]);
        let run = folder.run(&format!("subscribe {}", site.at("/rss"))).silently(0);
        assert!(run.out.starts_with("subscribed to L’été à Nîmes "), "{media} {declared}: {}", run.out);
        assert_eq!(folder.run("fetch").silently(0).out, "L’été à Nîmes\t1 new\n", "{media} {declared}");
        assert_eq!(kept(&folder), [" L’été à Nîmes"], "{media} {declared}");
    };
    let utf8 = "L’été à Nîmes".as_bytes();
    let latin = b"L\x92\xE9t\xE9 \xE0 N\xEEmes";
    check("text/xml; charset=iso-8859-1", "UTF-8", utf8);
    check("text/xml; charset=utf-8", "windows-1252", latin);
    check("text/xml", "windows-1252", latin);
}

#[test]
fn names_and_titles_do_no_harm() {
    let title = "../../a/b = \"c\" &#27;[31m&#x202e;rouge";
    let long = "très ".repeat(2_000);
    let feed = rss(
        title,
        &[("../../etc", title, "Un."), ("x/../y", &long, "Deux."), ("&#10;&#27;]0;x", "/etc/passwd", "Trois.")],
    );
    let site = Site::new(&[("/../x/rss?a=../b", &feed)]);
    site.put("/x/rss?a=../b", &feed);
    let folder = Folder::new(&[]);
    let run = folder.run(&format!("subscribe {}", site.at("/x/rss?a=../b"))).silently(0);
    let fetched = folder.run("fetch").silently(0);
    let shown = folder.run("subscribe").silently(0);
    for out in [&run.out, &fetched.out, &shown.out, &folder.run("list data/kiosque/feeds").out] {
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out:?}");
    }
    assert!(fetched.out.ends_with("\t3 new\n"), "{}", fetched.out);
    assert_eq!(list(&folder).len(), 1);
    let files: Vec<String> = walkdir::WalkDir::new(folder.path().join("data"))
        .into_iter()
        .map(|file| file.unwrap().path().strip_prefix(folder.path()).unwrap().display().to_string())
        .collect();
    assert_eq!(files.iter().filter(|file| file.contains(".json") && !file.contains("/.")).count(), 3, "{files:?}");
    assert!(files.iter().all(|file| file.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-.".contains(&byte))));
    assert!(!folder.path().join("etc").exists());
}

#[test]
fn a_feed_without_a_name_goes_by_its_address() {
    let site = Site::new(&[("/rss", &rss("", &[PORT])), ("/longue", &rss(&"port ".repeat(100_000), &[]))]);
    let (folder, address) = (Folder::new(&[]), site.at("/rss"));
    check(&folder, &format!("subscribe {address}"), 0, &format!("subscribed to {address}\n"));
    check(&folder, "fetch", 0, &format!("{address}\t1 new\n"));
    folder.run(&format!("subscribe {}", site.at("/longue"))).silently(0);
    assert!(list(&folder)[1].len() < 300);
}

#[test]
fn entries_that_say_little_of_themselves_are_kept_apart() {
    let bare = "<rss><channel><title>Brèves</title><item><description>Le vent tourne.</description></item>\
        <item><description>La mer monte.</description></item><item><guid></guid><description>Il neige.</description>\
        </item></channel></rss>";
    let same = rss("Même", &[("https://exemple.fr/", PORT.1, PORT.2), ("https://exemple.fr/", QUAI.1, QUAI.2)]);
    let twice = rss("Deux fois", &[PORT, PORT]);
    let site = Site::new(&[("/bref", bare), ("/meme", &same), ("/deux", &twice)]);
    let folder = subscribed(&["/bref", "/meme", "/deux"].map(|path| site.at(path) + "\n").concat());
    check(&folder, "fetch", 0, "Brèves\t3 new\nDeux fois\t1 new\nMême\t2 new\n");
    assert_eq!(kept(&folder).len(), 6);
    // Nothing changes where nothing changed, however often it comes.
    for (path, body) in [("/bref", bare), ("/meme", &same), ("/deux", &twice)] {
        site.put(path, &format!("{body}\n"));
    }
    check(&folder, "fetch", 1, "");
}

#[test]
fn what_cannot_be_kept_is_told_and_asked_for_again() {
    let site = Site::new(&[("/rss", &rss("La Gazette", &[PORT]))]);
    let folder = subscribed(&format!("{}\n", site.at("/rss")));
    folder.write("data/kiosque/feeds", b"");
    let run = folder.run("fetch");
    let (start, place) = (format!("kiosque: {}: what came cannot be kept in ", site.at("/rss")), "data/kiosque/feeds/");
    assert!(run.err.starts_with(&start) && run.err.contains(place), "{}", run.err);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    fs::remove_file(folder.path().join("data/kiosque/feeds")).unwrap();
    check(&folder, "fetch", 0, "La Gazette\t1 new\n");
}

#[test]
fn many_entries_are_kept_at_once() {
    let items: Vec<(String, String)> = (0..2_000).map(|at| (at.to_string(), format!("Brève numéro {at}"))).collect();
    let items: Vec<_> = items.iter().map(|(id, title)| (id.as_str(), title.as_str(), "Le vent tourne.")).collect();
    let site = Site::new(&[("/rss", &rss("Fil", &items))]);
    let folder = subscribed(&format!("{}\n", site.at("/rss")));
    check(&folder, "fetch", 0, "Fil\t2000 new\n");
    site.put("/rss", &rss("Fil", &items[1..]));
    check(&folder, "fetch", 1, "");
}

#[test]
fn a_server_at_home_may_lead_to_another_there() {
    let other = Site::new(&[("/rss", &rss("La Gazette", &[PORT]))]);
    let site = Site::new(&[]);
    site.answer("/rss", 302, &[("Location", &other.at("/rss"))], b"");
    let folder = subscribed(&format!("{}\n", site.at("/rss")));
    check(&folder, "fetch", 0, "La Gazette\t1 new\n");
    let unknown = Run::of(&mut folder.command(&["fetch", "Inconnu"]));
    unknown.telling(2, &["Inconnu: no feed is called like that; kiosque subscribe lists them"]);
}

#[cfg(unix)]
#[test]
fn interrupted_it_keeps_what_came() {
    use rustix::process::{Pid, Signal, kill_process};
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, Stdio};
    use std::sync::{Mutex, mpsc};

    for (signal, number) in [(Signal::INT, 2), (Signal::TERM, 15)] {
        let (sender, asked) = mpsc::channel();
        let sender = Mutex::new(sender);
        let server = Server::start(move |request, talk| {
            if request.target == "/bon" {
                return talk.answer(200, &[], rss("Bon", &[PORT]));
            }
            sender.lock().unwrap().send(()).unwrap();
            let _ = talk.say("HTTP/1.1 200 x\r\nContent-Length: 100\r\n\r\n<rss>");
            talk.until_gone();
        });
        let folder = subscribed(&["/bon", "/lent", "/muet"].map(|path| server.at(path) + "\n").concat());
        let command = folder.command(&["fetch"]);
        let mut child = Command::new(command.get_program());
        child.args(command.get_args()).current_dir(folder.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => child.env(name, value),
                None => child.env_remove(name),
            };
        }
        let child = child.spawn().unwrap();
        // A server is asked for two things at once: for the third only when the first has come.
        asked.iter().take(2).for_each(drop);
        kill_process(Pid::from_child(&child), signal).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.signal(), Some(number));
        assert_eq!(String::from_utf8(output.stdout).unwrap(), "Bon\t1 new\n");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "kiosque: stopped; what came before is kept\n");
        assert_eq!(kept(&folder), ["2026-11-17 Le port rouvre"]);
        let files = walkdir::WalkDir::new(folder.path().join("data")).into_iter().flatten();
        assert_eq!(files.filter(|file| file.file_name().to_string_lossy().starts_with(".new-")).count(), 0);
    }
}
