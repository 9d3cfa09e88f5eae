//! The order of the house, as `src/lib.rs` draws it: imports run one way, dependencies stay in their rooms, files are
//! small and say what they are for, the README's tables are those in the code.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use kiosque::app::command::{COMMANDS, Group};
use kiosque::export::{FORMATS, Fields, FormatSpec, RECORDS};
use kiosque::ingest::{FormatSpec as FileFormat, formats};
use kiosque::search::query::{FIELDS, FieldSpec};

/// From the lowest room to the highest: each may import what stands before it.
const ROOMS: [&str; 12] =
    ["text", "document", "ingest", "fetch", "names", "search", "library", "export", "worker", "app", "tui", "cli"];

/// The command line stands beside the screen, not above it.
const CLI_NEVER: [&str; 3] = ["worker", "app", "tui"];

/// What only one room, or one file of it, may import; of two lines for one, what both may.
const KEPT: [(&str, &str); 17] = [
    ("ratatui", "tui"),
    ("crossterm", "tui"),
    ("textwrap", "text/wrap"),
    ("similar", "text/diff"),
    ("hypher", "text/hyphens"),
    ("stop_words", "text/stopwords"),
    ("fuzzy_matcher", "search/fuzzy"),
    ("nucleo", "search/fuzzy"),
    ("rusqlite", "library/store"),
    ("blake3", "library/store"),
    ("hayro_syntax", "ingest/pdf/extract"),
    ("hayro_font", "ingest/pdf/extract"),
    ("csv", "export/table"),
    ("csv", "ingest/table"),
    ("ureq", "fetch"),
    ("url", "fetch/address"),
    ("url", "ingest/feed"),
];

const MAX_LINES: usize = 600;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder of the project, as its path below `folder` and its text.
fn rust_files(folder: &str) -> BTreeMap<PathBuf, String> {
    let base = root().join(folder);
    let files = walkdir::WalkDir::new(&base).into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"));
    let read = |entry: walkdir::DirEntry| {
        let text = fs::read_to_string(entry.path()).expect("a source file is readable");
        (entry.path().strip_prefix(&base).expect("it lies below").to_owned(), text)
    };
    files.map(read).collect()
}

/// The room of a file, by its path below `src`.
fn room_of(file: &Path) -> Option<&'static str> {
    let first = file.components().next()?.as_os_str().to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    ROOMS.into_iter().find(|room| *room == name)
}

/// The code without comments and without what strings hold, so that neither counts as an import.
fn code(text: &str) -> String {
    let without_comments = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    let mut out = String::new();
    for line in without_comments {
        for (at, part) in line.split('"').enumerate() {
            if at % 2 == 0 {
                out += part;
            }
        }
        out.push('\n');
    }
    out
}

/// The rooms that a file names by a path from the root of the crate: `crate::room`, `kiosque::room`, or in braces.
fn imports(text: &str) -> BTreeSet<&'static str> {
    let code = code(text);
    let mut found = BTreeSet::new();
    for prefix in ["crate::", "kiosque::"] {
        for (at, _) in code.match_indices(prefix) {
            let rest = code[at + prefix.len()..].trim_start();
            let names: Vec<String> = match rest.strip_prefix('{') {
                Some(list) => heads(list),
                None => vec![word(rest)],
            };
            found.extend(ROOMS.into_iter().filter(|room| names.iter().any(|name| name == room)));
        }
    }
    found
}

/// The first words of the items of a braced list, its own braces closed or not.
fn heads(list: &str) -> Vec<String> {
    let (mut depth, mut start, mut out) = (0usize, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                out.push(word(&list[start..at]));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                out.push(word(&list[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    out
}

fn word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn may_import(room: &str, other: &str) -> bool {
    let place = |name: &str| ROOMS.iter().position(|room| *room == name);
    let below = place(other) <= place(room);
    below && !(room == "cli" && CLI_NEVER.contains(&other))
}

#[test]
fn imports_run_one_way() {
    let mut wrong = Vec::new();
    for (file, text) in rust_files("src") {
        let Some(room) = room_of(&file) else { continue };
        let others = imports(&text).into_iter().filter(|other| !may_import(room, other));
        wrong.extend(others.map(|other| format!("src/{}: {room} imports {other}", file.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn paths_are_found_however_they_are_written() {
    let check = |text: &str, expected: &[&str]| assert_eq!(imports(text).into_iter().collect::<Vec<_>>(), expected);
    check("use crate::app::App;", &["app"]);
    check("use crate::{app::{App, key}, text};", &["app", "text"]);
    check("let x = crate::tui::draw();", &["tui"]);
    check("/// See [`crate::tui`].\nuse super::x; // crate::app\nlet y = \"crate::cli\";", &[]);
    check("use crate::application;", &[]);
    assert!(may_import("app", "worker") && !may_import("worker", "app") && !may_import("cli", "tui"));
}

#[test]
fn every_room_is_known() {
    for entry in fs::read_dir(root().join("src")).expect("src") {
        let name = entry.expect("an entry").file_name();
        let known = ["lib.rs", "main.rs"].iter().any(|file| name == *file) || room_of(Path::new(&name)).is_some();
        assert!(known, "src/{} is no room of the house", name.display());
    }
}

#[test]
fn dependencies_stay_in_their_rooms() {
    for (file, text) in rust_files("src") {
        let (code, place) = (code(&text), file.with_extension(""));
        for (dependency, _) in KEPT {
            let home = KEPT.iter().any(|(kept, home)| *kept == dependency && place.starts_with(home));
            let used = code.contains(&format!("{dependency}::")) || code.contains(&format!("use {dependency};"));
            assert!(!used || home, "src/{} uses {dependency}", file.display());
        }
    }
}

#[test]
fn files_are_small_and_say_what_they_are_for() {
    for folder in ["src", "tests", "benches", "examples"] {
        for (file, text) in rust_files(folder) {
            let lines = text.lines().count();
            assert!(lines <= MAX_LINES, "{folder}/{} has {lines} lines", file.display());
            assert!(text.starts_with("//! "), "{folder}/{} does not say what it is for", file.display());
        }
    }
}

#[test]
fn nothing_stray_lies_at_the_top() {
    const KNOWN: [&str; 19] = [
        "src",
        "assets",
        "tests",
        "benches",
        "examples",
        "fuzz",
        "target",
        "proptest-regressions",
        "README.md",
        "CHANGELOG.md",
        "Cargo.toml",
        "Cargo.lock",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "clippy.toml",
        "rustfmt.toml",
        ".ci",
        ".git",
        ".gitignore",
    ];
    for entry in fs::read_dir(root()).expect("the top of the project") {
        let name = entry.expect("an entry").file_name();
        assert!(KNOWN.iter().any(|known| name == *known), "{} at the top of the project", name.display());
    }
}

/// The table of keys in Markdown.
fn keys() -> String {
    // A pipe would end the cell.
    let cell = |text: &str| text.replace('|', "\\|");
    let mut out = String::new();
    for group in Group::ALL {
        let _ = writeln!(out, "\n| {} | |\n|---|---|", group.title());
        for spec in COMMANDS.iter().filter(|spec| spec.group == group) {
            let keys: Vec<String> = spec.keys.split_whitespace().map(|key| format!("`{}`", cell(key))).collect();
            let keys = if keys.is_empty() { format!("`:{}`", spec.name) } else { keys.join(" ") };
            let _ = writeln!(out, "| {keys} | {} |", cell(spec.help));
        }
    }
    out + "\n"
}

/// The table of the query's fields in Markdown.
fn fields() -> String {
    let row = |spec: &FieldSpec| format!("| `{}` | {} |\n", spec.example, spec.help);
    format!("\n| field | asks for |\n|---|---|\n{}\n", FIELDS.iter().map(row).collect::<String>())
}

/// The tables of what can be exported, in Markdown.
fn exports() -> String {
    let cell = |text: &str| text.replace('|', "\\|").replace('<', "\\<");
    let format = |spec: &FormatSpec| format!("| `{}` | `{}` | {} |\n", spec.name, spec.ending, cell(spec.help));
    let row = |(name, help): &(&str, &str)| format!("| `{name}` | {} |\n", cell(help));
    let fields = |record: &Fields| {
        let rows: String = record.fields.iter().map(row).collect();
        format!("\n| {} | |\n|---|---|\n{rows}", cell(record.of))
    };
    let formats: String = FORMATS.iter().map(format).collect();
    let fields: String = RECORDS.iter().map(fields).collect();
    let every = "<details><summary>Every field</summary>";
    format!("\n| `--format` | ending | |\n|---|---|---|\n{formats}\n{every}\n{fields}\n</details>\n\n")
}

/// The table of the formats that are read, in Markdown.
fn read_formats() -> String {
    let row = |spec: &FileFormat| {
        let endings: Vec<String> = spec.endings.iter().map(|ending| format!("`{ending}`")).collect();
        format!("| {} | {} | {} |\n", spec.name, endings.join(" "), spec.help.replace('|', "\\|"))
    };
    format!("\n| format | usual endings | what is read |\n|---|---|---|\n{}\n", formats().map(row).collect::<String>())
}

/// `KIOSQUE_BLESS=1 cargo test house` writes the tables into the README.
#[test]
fn the_tables_in_the_readme_are_those_in_the_code() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).expect("the README");
    let mut wanted = readme.clone();
    for (name, table) in [("keys", keys()), ("fields", fields()), ("exports", exports()), ("formats", read_formats())] {
        let mark = |edge: &str| format!("<!-- {name}:{edge} -->");
        let start = wanted.find(&mark("start")).expect("the README has a place for the table") + mark("start").len();
        let end = wanted.find(&mark("end")).expect("the place for the table ends");
        wanted = format!("{}\n{table}{}", &wanted[..start], &wanted[end..]);
    }
    if std::env::var_os("KIOSQUE_BLESS").is_some() {
        fs::write(&path, wanted).expect("the README can be written");
    } else {
        assert!(readme == wanted, "the README's tables are not those of the code: KIOSQUE_BLESS=1 cargo test house");
    }
}
