//! The library's file in the hands of several processes, one of which is killed in the middle of its work.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use kiosque::document::{Article, ArticleBuilder, BlockKind};
use kiosque::library::store::{ArticleDraft, ContentHash, Error, Identity, Moment, Origin, SourceRecord, Store};

/// Tells this binary, run again, that it is the other process, and where the library lies.
const LIBRARY: &str = "KIOSQUE_TEST_LIBRARY";

/// Which of several other processes it is.
const NAME: &str = "KIOSQUE_TEST_NAME";

/// How many articles it is to write.
const COUNT: &str = "KIOSQUE_TEST_COUNT";

/// The name of one that only tries to open the library, for writing and for reading, and prints what came of it.
const LOOKS: &str = "looks";

/// Before the numbers that the other process prints.
const KEPT: &str = "kept ";

/// Articles in a batch: enough that a process is nearly always in the middle of one.
const BATCH: usize = 200;

fn article(name: &str, n: usize) -> Article {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Title, &format!("Titre {n}"));
    builder.block(BlockKind::Paragraph, &format!("Article {n} de {name}. {}", "Des mots qui se répètent. ".repeat(40)));
    builder.finish("x")
}

fn identity(name: &str, n: usize) -> Identity {
    let (article, origin) = (article(name, n), Origin::file(Path::new(&format!("/{name}/{n}"))));
    let text = ContentHash::of_text(article.text());
    Identity { text, origin, ordinal: 0, alone: true, title: article.title().to_owned() }
}

/// What the other process does: it stars an article and says so, then keeps a batch of articles, `count` times.
fn write(path: &Path, name: &str, count: usize) {
    let mut store = Store::open(path).expect("the library opens");
    for n in 0..count {
        store.set_starred(&[(identity(name, n), Some(Moment(i64::from(n as u32))))]).expect("a star is kept");
        let mut out = std::io::stdout().lock();
        // A closed pipe means that nobody listens any more.
        if writeln!(out, "\n{KEPT}{n}").and_then(|()| out.flush()).is_err() {
            return;
        }
        drop(out);
        let mut batch = store.batch().expect("a batch begins");
        for part in 0..BATCH {
            let Identity { origin, text: hash, .. } = identity(name, n * BATCH + part);
            let source = SourceRecord { origin, size: 1, modified: 1, hash, reader: 1, problem: None };
            let draft = ArticleDraft::new(&article(name, n * BATCH + part));
            batch.put(&source, &[draft]).expect("a source is kept");
        }
        batch.commit().expect("a batch is kept");
    }
}

/// Nothing by itself; in a process that [`start`] started it is that process's work.
#[test]
fn the_other_process() {
    let (Some(path), Ok(name), Ok(count)) = (env::var_os(LIBRARY), env::var(NAME), env::var(COUNT)) else { return };
    let path = Path::new(&path);
    if name == LOOKS {
        let told =
            |opened: Result<Store, Error>| opened.map_or_else(|error| error.to_string(), |_| "opened".to_owned());
        println!("\n{LOOKS} {}\n{LOOKS} {}", told(Store::open(path)), told(Store::open_read_only(path)));
    } else {
        write(path, &name, count.parse().expect("a number"));
    }
}

fn other(path: &Path, name: &str, count: usize) -> Command {
    let mut command = Command::new(env::current_exe().expect("this binary"));
    command.args(["--exact", "store::the_other_process", "--nocapture"]);
    command.env(LIBRARY, path).env(NAME, name).env(COUNT, count.to_string());
    command.stdout(Stdio::piped());
    command
}

fn start(path: &Path, name: &str, count: usize) -> Child {
    other(path, name, count).spawn().expect("this binary runs again")
}

fn assert_sound(path: &Path) -> Store {
    let mut store = Store::open(path).expect("the library opens");
    let report = store.check().expect("the library can be checked");
    assert!(report.sound && report.problems.is_empty(), "{report:?}");
    store
}

fn assert_starred(store: &Store, name: &str, stars: usize) {
    for n in 0..stars {
        let reading = store.reading(&identity(name, n)).expect("the library can be asked");
        assert_eq!(reading.starred_at, Some(Moment(i64::from(n as u32))), "star {n} of {name}");
    }
}

#[test]
fn two_processes_write_at_once() {
    const COUNT: usize = 3;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("library.db");
    let children = ["a", "b"].map(|name| start(&path, name, COUNT));
    for child in children {
        let output = child.wait_with_output().expect("the other process ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    let store = assert_sound(&path);
    assert_eq!(store.counts().expect("counts").articles as usize, 2 * COUNT * BATCH);
    for name in ["a", "b"] {
        assert_starred(&store, name, COUNT);
    }
}

#[test]
fn what_was_kept_survives_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("library.db");
    for (round, name) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
        let mut child = start(&path, name, usize::MAX);
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let kept = lines.map_while(Result::ok).filter_map(|line| line.strip_prefix(KEPT)?.parse::<usize>().ok());
        // It has just said so, and is in the middle of a batch.
        let last = kept.take(round + 2).last().expect("it keeps something before it is killed");
        child.kill().expect("it still runs");
        child.wait().expect("it ends");
        let store = assert_sound(&path);
        assert_starred(&store, name, last + 1);
        assert_eq!(store.counts().expect("counts").articles % BATCH as u64, 0, "a batch is kept whole or not at all");
    }
}

/// What somebody without rights sees of a library whose file and folder have these modes.
#[cfg(unix)]
fn seen_by_others(folder_mode: u32, file_mode: u32) -> Option<Vec<String>> {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("library.db");
    drop(Store::open(&path).expect("a library"));
    let allow =
        |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("mine");
    allow(&path, file_mode);
    allow(folder.path(), folder_mode);
    let mut command = other(&path, LOOKS, 0);
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY);
    }
    // Where this binary lies in a folder of root's alone, nobody else can run it.
    let output = command.output().ok()?;
    allow(folder.path(), 0o700);
    let lines = String::from_utf8(output.stdout).expect("text");
    let told = lines.lines().filter_map(|line| line.strip_prefix(LOOKS)).map(|line| line.trim().to_owned());
    Some(told.collect())
}

#[cfg(unix)]
#[test]
fn without_the_right_to_write_it_says_so_and_can_still_be_read() {
    for (folder_mode, file_mode) in [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444)] {
        let Some(told) = seen_by_others(folder_mode, file_mode) else { return };
        assert!(told[0].contains("library.db: the library cannot be written; give yourself the right"), "{told:?}");
        assert_eq!(told[1], "opened", "{folder_mode:o} {file_mode:o}");
    }
    if let Some(told) = seen_by_others(0o755, 0o000) {
        assert!(told.iter().all(|told| told.contains("look at the rights")), "{told:?}");
    }
}
