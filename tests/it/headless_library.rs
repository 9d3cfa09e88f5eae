//! `kiosque library` as a shell sees it: what it says and what it leaves alone.

use std::fs;
use std::path::{Path, PathBuf};

use kiosque::document::{Article, ArticleBuilder, BlockKind};
use kiosque::library::store::{ArticleDraft, ContentHash, Identity, Moment, Origin, SourceRecord, Store};
use kiosque::text::safe::is_forbidden;
use serde_json::Value;

use super::headless_run::{Folder, Run};

/// A name of a file that a terminal would obey, and that JSON alone would let through.
const HOSTILE: &str = "/journaux/\u{9b}31m\u{202e}une.txt";

/// Where the library lies below a test's folder when nobody says otherwise.
const DEFAULT: &str = "data/kiosque/library.db";

fn article(path: &str) -> Article {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Title, "Un titre");
    builder.block(BlockKind::Paragraph, &format!("Quelques mots dans {path}."));
    builder.finish("x")
}

/// A folder with a library of three sources, of which one is starred and has a note.
fn used() -> Folder {
    let folder = Folder::new(&[]);
    let mut store = Store::open(&folder.path().join(DEFAULT)).unwrap();
    let mut batch = store.batch().unwrap();
    for path in ["/journaux/deux.txt", "/ailleurs/trois.txt", HOSTILE] {
        let hash = ContentHash::of(path.as_bytes());
        let source = SourceRecord {
            origin: Origin::file(Path::new(path)),
            size: 1,
            modified: 1,
            hash,
            reader: 1,
            problem: None,
        };
        batch.put(&source, &[ArticleDraft::new(&article(path))]).unwrap();
    }
    batch.commit().unwrap();
    let (text, origin) = (ContentHash::of_text(article(HOSTILE).text()), Origin::file(Path::new(HOSTILE)));
    let starred = Identity { text, origin, ordinal: 0, alone: true, title: "Un titre".to_owned() };
    store.set_starred(&[(starred.clone(), Some(Moment(7)))]).unwrap();
    store.add_note(&starred, None, "à garder", Moment(8)).unwrap();
    folder
}

/// Everything that lies in a folder, by its path and content.
fn all_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    entries.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap_or_default())).collect()
}

/// The message of a run that failed.
#[track_caller]
fn failed(run: &Run) -> &str {
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    &run.err
}

#[test]
fn info_says_where_it_is_and_what_is_in_it() {
    let folder = used();
    let path = folder.path().join(DEFAULT);
    let out = folder.run("library info").silently(0).out;
    let size = fs::metadata(&path).unwrap().len();
    assert!(out.starts_with(&format!("file\t{}\nbytes\t{size}\n", path.display())), "{out}");
    assert!(out.contains("\nformat\t6\n") && out.contains("\nsource\t3\n") && out.contains("\nnote\t1\n"), "{out}");
    let info: Value = serde_json::from_str(&folder.run("library info --json").silently(0).out).unwrap();
    assert_eq!((&info["bytes"], &info["rows"]["article"]), (&size.into(), &3.into()));
}

#[test]
fn the_option_comes_before_the_environment_and_the_environment_before_the_default() {
    let folder = used();
    fs::copy(folder.path().join(DEFAULT), folder.path().join("b.db")).unwrap();
    let file = |arguments: &[&str], variable: &str| {
        let run = Run::of(folder.command(arguments).env("KIOSQUE_LIBRARY", variable)).silently(0);
        run.out.lines().next().unwrap().replace(&format!("{}/", folder.path().display()), "")
    };
    assert_eq!(file(&["library", "info"], ""), format!("file\t{DEFAULT}"));
    assert_eq!(file(&["library", "info"], "b.db"), "file\tb.db");
    assert_eq!(file(&["library", "info", "--library", "b.db"], "nowhere"), "file\tb.db");
    assert_eq!(file(&["library", "--library", DEFAULT, "info"], "nowhere"), format!("file\t{DEFAULT}"));
    let mut homeless = folder.command(&["library", "info"]);
    let run = Run::of(homeless.env_remove("XDG_DATA_HOME").env_remove("HOME"));
    assert!(failed(&run).contains("no home folder is known"), "{}", run.err);
}

#[test]
fn what_is_not_there_is_told_and_not_made() {
    let folder = Folder::new(&[("notes.jsonl", "Once upon a time\n")]);
    let before = all_in(folder.path());
    for task in ["info", "check", "compact", "forget .", "export", "export -o out.jsonl"] {
        let run = folder.run(&format!("library {task}"));
        assert!(failed(&run).contains("library.db: there is no library here yet"), "{task}: {}", run.err);
    }
    assert!(failed(&folder.run("library import nowhere.jsonl")).starts_with("kiosque: nowhere.jsonl: "));
    assert!(all_in(folder.path()) == before);
    // A file stands where the folder should be.
    let run = folder.run("library import notes.jsonl --library notes.jsonl/library.db");
    assert!(failed(&run).contains("the folder of the library cannot be made"), "{}", run.err);
    let run = folder.run("library import notes.jsonl");
    assert!(failed(&run).contains("notes.jsonl: line 1 of the import: expected value at column 1"), "{}", run.err);
}

#[test]
fn what_is_no_library_damaged_or_newer_is_left_to_the_byte() {
    let folder = used();
    let library = fs::read(folder.path().join(DEFAULT)).unwrap();
    let mut newer = library.clone();
    newer[60..64].copy_from_slice(&9u32.to_be_bytes());
    let expected = [
        (&b"Once upon a time"[..], "this is not a library of Kiosque"),
        (&library[..99], "the library is damaged (it ends too soon)"),
        (&library[..4096], "the library is damaged"),
        (&newer, "the library was written by a newer Kiosque (its format is 9, this program knows 6)"),
    ];
    folder.write("mine.jsonl", b"{\"kiosque\":{\"version\":1}}\n");
    for (bytes, message) in expected {
        folder.write("x.db", bytes);
        for task in ["info", "check", "compact", "forget .", "export", "import mine.jsonl"] {
            let run = folder.run(&format!("library {task} --library x.db"));
            assert!(failed(&run).starts_with(&format!("kiosque: x.db: {message}")), "{task}: {}", run.err);
            assert!(fs::read(folder.path().join("x.db")).unwrap() == bytes, "{task}: {message}");
        }
    }
}

#[test]
fn a_check_repairs_what_can_be_made_again_and_says_so() {
    let folder = used();
    assert_eq!(folder.run("library check").silently(0).out, "the library is sound\n");
    let conn = rusqlite::Connection::open(folder.path().join(DEFAULT)).unwrap();
    conn.execute_batch("UPDATE fulltext_data SET block = x'00FF00FF' WHERE id > 10").unwrap();
    let report: Value = serde_json::from_str(&folder.run("library check --json").silently(0).out).unwrap();
    assert!(report["sound"] == true && report["problems"].as_array().unwrap().len() == 1, "{report}");
    assert_eq!(report["repairs"][0], "dropped what was derived from the articles; they are to be read anew");
    assert_eq!(folder.run("library check").silently(0).out, "the library is sound\n");
    // The user's word is still there, without an article.
    conn.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM subject").unwrap();
    let expected = "found: the user's data belongs to 1 missing article\n\
        done: kept it for articles without a place\nthe library is sound again\n";
    assert_eq!(folder.run("library check").silently(0).out, expected);
    assert!(folder.run("library export").silently(0).out.contains("à garder"));
}

#[test]
fn damage_that_cannot_be_repaired_is_told_with_what_is_left_to_do() {
    let folder = used();
    let path = folder.path().join(DEFAULT);
    let conn = rusqlite::Connection::open(&path).unwrap();
    let page = "SELECT rootpage FROM sqlite_schema WHERE name = 'note'";
    let page: u32 = conn.query_row(page, [], |row| row.get(0)).unwrap();
    drop(conn);
    let mut bytes = fs::read(&path).unwrap();
    bytes[(page as usize - 1) * 4096..][..4096].fill(0xA5);
    fs::write(&path, bytes).unwrap();
    let run = folder.run("library check");
    assert!(run.code == 2 && run.out.starts_with("found: ") && !run.out.contains("sound"), "{}", run.out);
    assert!(run.err.contains("damage that cannot be repaired; try kiosque library export"), "{}", run.err);
    let report: Value = serde_json::from_str(&folder.run("library check --json").out).unwrap();
    assert_eq!(report["sound"], false);
}

#[test]
fn an_export_is_harmless_and_comes_back_in_another_library() {
    let folder = used();
    let lines = folder.run("library export").silently(0).out;
    assert!(!lines.chars().any(|c| is_forbidden(c) && c != '\n'), "{lines:?}");
    folder.run("library export -o mine.jsonl").silently(0);
    assert_eq!(fs::read_to_string(folder.path().join("mine.jsonl")).unwrap(), lines);
    let told = "imported 1 article and 1 new note\n";
    assert_eq!(folder.run("library import mine.jsonl --library new/b.db").silently(0).out, told);
    let again = Run::of(folder.command(&["library", "import", "-", "--library", "new/b.db"]).write_stdin(&*lines));
    assert_eq!(again.silently(0).out, "imported 1 article and 0 new notes\n");
    assert_eq!(folder.run("library export --library new/b.db").silently(0).out, lines);
}

#[test]
fn an_export_overwrites_nothing_unasked_and_never_the_library() {
    let folder = used();
    folder.write("mine.jsonl", b"an older one");
    let exists = "mine.jsonl: there is such a file already; --force overwrites it";
    folder.run("library export -o mine.jsonl").telling(2, &[exists]);
    // What cannot be exported costs no older export.
    folder.write("x.db", b"Once upon a time");
    failed(&folder.run("library export -o mine.jsonl --force --library x.db"));
    assert_eq!(fs::read(folder.path().join("mine.jsonl")).unwrap(), b"an older one");
    folder.run("library export -o mine.jsonl --force").silently(0);
    assert!(fs::read(folder.path().join("mine.jsonl")).unwrap().starts_with(b"{\"kiosque\""));
    let before = all_in(folder.path());
    for end in ["", "-wal"] {
        let name = format!("data/../data/kiosque/library.db{end}");
        let told = format!("{name}: this is the library itself");
        folder.run(&format!("library export --force -o {name}")).telling(2, &[&told]);
    }
    assert!(all_in(folder.path()) == before);
}

#[test]
fn forgetting_takes_what_was_read_and_leaves_what_is_yours() {
    let folder = used();
    let mine = folder.run("library export").silently(0).out;
    assert_eq!(folder.run("library forget /journaux/").silently(0).out, "forgot 2 files\n");
    assert_eq!(folder.run("library forget /ailleurs/trois.txt").silently(0).out, "forgot 1 file\n");
    folder.run("library forget /journaux").telling(1, &["/journaux: the library knows nothing of it"]);
    assert_eq!(folder.run("library export").silently(0).out, mine);
    let out = folder.run("library compact").silently(0).out;
    assert!(out.contains(" bytes before, ") && out.ends_with(" bytes now\n"), "{out}");
    assert!(folder.run("library info").silently(0).out.contains("\nfree_bytes\t0\n"));
}

#[cfg(unix)]
#[test]
fn no_message_carries_what_a_name_hides() {
    let folder = Folder::new(&[]);
    let bad = "\u{1b}[31m\u{9b}2J\u{202e}";
    folder.write(bad, b"Once upon a time");
    let path = folder.path().join(format!("{bad}.db"));
    drop(Store::open(&path).unwrap());
    let shown = format!("{bad}.db");
    for arguments in [
        &["library", "info", "--library", bad][..],
        &["library", "info", "--library", &shown],
        &["library", "info", "--json", "--library", &shown],
        &["library", "check", "--json", "--library", &shown],
        &["library", "forget", bad, "--library", &shown],
        &["library", "import", bad, "--library", &shown],
        &["library", "export", "-o", bad, "--library", &shown],
        &["library", "export", "-o", &shown, "--force", "--library", &shown],
    ] {
        let run = Run::of(&mut folder.command(arguments));
        let bad = run.out.chars().chain(run.err.chars()).find(|&c| is_forbidden(c) && c != '\n' && c != '\t');
        assert_eq!(bad, None, "{arguments:?}: {}{}", run.out, run.err);
    }
}

/// Runs the program without any rights of root's.
#[cfg(unix)]
fn as_nobody(folder: &Folder, arguments: &[&str]) -> Option<Run> {
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kiosque"));
    command.current_dir(folder.path()).args(arguments);
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY);
    }
    // Where the program lies in a folder of root's alone, nobody else can run it.
    let output = command.output().ok()?;
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Some(Run { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) })
}

#[cfg(unix)]
#[test]
fn a_library_that_cannot_be_written_is_read_all_the_same() {
    use std::os::unix::fs::PermissionsExt;
    let folder = used();
    let allow = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    fs::rename(folder.path().join(DEFAULT), folder.path().join("x.db")).unwrap();
    allow(&folder.path().join("x.db"), 0o444);
    allow(folder.path(), 0o555);
    let run = |task: &str| as_nobody(&folder, &["library", task, "--library", "x.db"]);
    let Some(info) = run("info") else { return };
    assert!(info.out.contains("\nsource\t3\n"), "{}", info.err);
    assert!(run("export").unwrap().silently(0).out.contains("à garder"));
    for task in ["check", "compact"] {
        let run = run(task).unwrap();
        assert!(failed(&run).starts_with("kiosque: x.db: the library cannot be written;"), "{}", run.err);
    }
    allow(&folder.path().join("x.db"), 0o000);
    let run = run("info").unwrap();
    assert!(failed(&run).contains("look at the rights"), "{}", run.err);
    allow(folder.path(), 0o700);
}

#[test]
fn what_can_be_read_of_a_damaged_library_is_exported() {
    let folder = used();
    let path = folder.path().join(DEFAULT);
    let conn = rusqlite::Connection::open(&path).unwrap();
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = 'note'";
    let page: i64 = conn.query_row(root, [], |row| row.get(0)).unwrap();
    drop(conn);
    let mut bytes = fs::read(&path).unwrap();
    let page = usize::try_from(page).unwrap();
    bytes[(page - 1) * 4096..page * 4096].fill(0xA5);
    fs::write(&path, &bytes).unwrap();
    let run = folder.run("library export");
    assert_eq!(run.code, 1);
    assert!(
        run.err.contains("library.db: some of the notes cannot be read") && run.err.lines().count() == 1,
        "{}",
        run.err
    );
    assert!(run.out.contains("starred_at") && !run.out.contains("à garder"), "{}", run.out);
    let run = folder.run("library check");
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("library.db: there is damage that cannot be repaired; try kiosque library export"),
        "{}",
        run.err
    );
    assert!(fs::read(&path).unwrap() == bytes);
}

#[test]
fn an_export_takes_the_place_of_another_only_when_it_is_whole() {
    let folder = used();
    folder.write("mine.jsonl", b"an older export");
    let read = || fs::read(folder.path().join("mine.jsonl")).unwrap();
    let run = folder.run("library export -o mine.jsonl");
    assert!(failed(&run).contains("there is such a file already"), "{}", run.err);
    assert_eq!(read(), b"an older export");
    // Whoever still reads the older one has it to its end.
    let mut older = fs::File::open(folder.path().join("mine.jsonl")).unwrap();
    folder.run("library export -o mine.jsonl --force").silently(0);
    let mut text = String::new();
    std::io::Read::read_to_string(&mut older, &mut text).unwrap();
    assert_eq!(text, "an older export");
    assert!(String::from_utf8(read()).unwrap().contains("à garder"));
    let parts = fs::read_dir(folder.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".part"));
    assert_eq!(parts.count(), 0);
}

#[cfg(unix)]
#[test]
fn an_export_over_a_link_leaves_the_link() {
    use std::os::unix::fs::PermissionsExt;
    let folder = used();
    folder.write("far/mine.jsonl", b"an older export");
    let far = folder.path().join("far/mine.jsonl");
    fs::set_permissions(&far, fs::Permissions::from_mode(0o600)).unwrap();
    std::os::unix::fs::symlink("far/mine.jsonl", folder.path().join("link.jsonl")).unwrap();
    folder.run("library export -o link.jsonl --force").silently(0);
    assert!(fs::read_to_string(&far).unwrap().contains("à garder"));
    assert_eq!(fs::metadata(&far).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fs::symlink_metadata(folder.path().join("link.jsonl")).unwrap().is_symlink());
}

/// Takes as long as the program waits for another.
#[test]
fn a_library_that_another_program_holds_can_be_read_and_says_so_to_writers() {
    let folder = used();
    let mut store = Store::open(&folder.path().join(DEFAULT)).unwrap();
    let batch = store.batch().unwrap();
    assert!(folder.run("library info").silently(0).out.contains("\nsource\t3\n"));
    folder.run("library export").silently(0);
    let run = folder.run("library forget /journaux");
    assert!(failed(&run).contains("another program is writing to the library; try again"), "{}", run.err);
    drop(batch);
    assert_eq!(folder.run("library forget /journaux").silently(0).out, "forgot 2 files\n");
}
