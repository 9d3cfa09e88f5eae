//! `kiosque export` in every format, read back by somebody else's reader where there is one.
//!
//! Those readers are Python's `json` and `csv`, and networkx for graphs. Where they are not at hand, what they would have
//! looked at is not looked at; nothing is fetched for it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use kiosque::export::RECORDS;
use kiosque::library::store::{Moment, Passage, Store};
use kiosque::library::{Entry, Pile};
use kiosque::text::safe::is_forbidden;
use serde_json::Value;

use super::headless_run::{Folder, MEETING, REPLY, Run};

const HOSTILE: &str = "=cmd|' /C calc'!A0 & \"Poutine\" <b>\n\n\
    Le président russe Vladimir Poutine a dit, \"=1+1\" ; **voilà** <script>, [lien](http://example.org) 😀.\n";

/// Two articles on one meeting, one by a hostile hand, one on something else.
fn pile() -> Folder {
    let rain = "L’été s’achève sans pluie\n\nLes nappes n’ont pas remonté depuis le mois de mai.\n";
    Folder::new(&[("a.txt", MEETING), ("b.txt", REPLY), ("c.txt", HOSTILE), ("d.txt", rain)])
}

const ALL: &str = "a.txt b.txt c.txt d.txt";

/// What Python makes of a file; `None` where there is no Python, or not what the script imports.
fn python(script: &str, file: &Path) -> Option<Value> {
    let imports = "import csv, json, os, re, sys\ncsv.field_size_limit(1 << 30)\n";
    let dump = "\nprint(json.dumps(read(sys.argv[1])))\n";
    let script = format!("{imports}{script}{dump}");
    let output = Command::new("python3").args(["-c", &script]).arg(file).stdin(Stdio::null()).output().ok()?;
    let err = String::from_utf8_lossy(&output.stderr);
    if err.contains("ModuleNotFoundError") {
        return None;
    }
    assert!(output.status.success(), "{err}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

const READ_CSV: &str = "
def read(path):
    with open(path, newline='', encoding='utf-8') as file:
        return list(csv.DictReader(file, strict=True))
";

fn export(folder: &Folder, line: &str, output: &str) -> Run {
    let run = folder.run(&format!("export {line} -o {output}"));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.starts_with(&format!("kiosque: {output}: ")), "{}", run.err);
    run
}

fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn without_a_format_it_is_json_lines_on_standard_output() {
    let folder = pile();
    let out = folder.run(&format!("export {ALL}")).silently(0).out;
    assert_eq!(out, folder.run(&format!("export --format jsonl {ALL}")).silently(0).out);
    assert_eq!(out, folder.run(&format!("show --json {ALL}")).silently(0).out);
    let script = "
def read(path):
    rows = [json.loads(line) for line in open(path, encoding='utf-8')]
    return [row['text'].encode()[m['start']:m['end']].decode() == m['text'] for row in rows for m in row['mentions']]
";
    export(&folder, ALL, "out.jsonl");
    if let Some(right) = python(script, &folder.path().join("out.jsonl")) {
        assert!(right.as_array().unwrap().len() >= 5 && right.as_array().unwrap().iter().all(|right| right == true));
    }
}

#[test]
fn a_table_of_mentions_says_what_mentions_says() {
    let folder = pile();
    let run = export(&folder, &format!("--what mentions {ALL}"), "m.csv");
    let wanted = objects(&folder.run(&format!("mentions --json {ALL}")).silently(0).out);
    assert_eq!(run.err, format!("kiosque: m.csv: 4 articles, {} mentions\n", wanted.len()));
    let Some(rows) = python(READ_CSV, &folder.path().join("m.csv")) else { return };
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), wanted.len());
    for (row, wanted) in rows.iter().zip(&wanted) {
        assert_eq!((&row["path"], &row["entity"], &row["kind"]), (&wanted["path"], &wanted["entity"], &wanted["kind"]));
        assert_eq!(row["start"], wanted["start"].to_string());
        assert_eq!(row["form"], wanted["text"]);
        assert!(row["sentence"].as_str().unwrap().contains(row["form"].as_str().unwrap()));
        let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), 11, "{keys:?}");
    }
    let titles: Vec<&str> = rows.iter().filter_map(|row| row["title"].as_str()).collect();
    assert!(titles.iter().any(|title| title.starts_with("'=cmd|' /C calc'!A0 & \"Poutine\"")), "{titles:?}");
}

#[test]
fn whoever_is_followed_has_only_their_mentions_written() {
    let folder = pile();
    export(&folder, &format!("--follow poutine {ALL}"), "m.csv");
    let text = fs::read_to_string(folder.path().join("m.csv")).unwrap();
    assert!(text.starts_with("path,title,published,source,entity_id,entity,"));
    assert!(!text.contains("place") && text.lines().count() >= 5, "{text}");
    let out = folder.run(&format!("export --format csv --query poutine -o - {ALL}")).silently(0).out;
    assert_eq!((out.lines().count(), out.split("\r\n").next()), (4, Some(&*head("csv --what articles"))));
    folder
        .run(&format!("export --follow personne {ALL}"))
        .telling(1, &["nobody and nothing named here goes by “personne”"]);
    assert_eq!(folder.run(&format!("export --query licorne {ALL}")).silently(1).out, "");
    let notes = folder.run(&format!("export --format markdown --follow poutine --query=-pluie {ALL}")).silently(0).out;
    assert!(notes.starts_with("# Reading notes\n\n3 articles · query: \\-pluie · following **Vladimir Poutine**\n"));
    assert!(notes.contains("\n## \\=cmd\\|' /C calc'!A0 \\& \"Poutine\" \\<b\\>\n"), "{notes}");
    assert!(notes.contains("Le président russe **Vladimir Poutine** a dit,"), "{notes}");
    assert!(!notes.contains("<script>") && !notes.contains("pluie\n"));
}

/// The first row of a table as the documentation has it.
fn head(of: &str) -> String {
    let fields = RECORDS.iter().find(|fields| fields.of.starts_with(of)).unwrap().fields;
    fields.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(",")
}

#[test]
fn the_first_row_of_a_table_is_documented_and_so_is_every_format() {
    let folder = pile();
    for what in ["articles", "mentions", "entities", "companions"] {
        let out = folder.run(&format!("export --format csv --what {what} {ALL}")).silently(0).out;
        assert_eq!(out.split("\r\n").next(), Some(&*head(&format!("csv --what {what}"))));
    }
    let help = folder.run("export --help").silently(0).out;
    for fields in RECORDS {
        assert!(fields.fields.iter().all(|(name, _)| help.contains(name)), "{}", fields.of);
    }
}

#[test]
fn marks_are_written_where_they_belong() {
    let folder = pile();
    let library = folder.path().join("data/kiosque/library.db");
    let path = folder.path().join("a.txt");
    let pile = Pile::load_texts(&[path]);
    let entry: &Entry = pile.entry(pile.order()[0]);
    let identity = entry.identity("Une rencontre à Vladivostok").unwrap();
    let text = entry.article().unwrap().text();
    let at = text.find("repartir").unwrap();
    let mut store = Store::open(&library).unwrap();
    store.set_starred(&[(identity.clone(), Some(Moment(7)))]).unwrap();
    store.set_tag(&identity, "=guerre", true).unwrap();
    store.add_note(&identity, None, "à vérifier\n# vite", Moment(8)).unwrap();
    let passage = Passage::of(text, kiosque::document::Span::new(at, at + 8));
    store.add_note(&identity, passage.as_ref(), "quand ?", Moment(9)).unwrap();
    drop(store);
    let notes = folder.run("export --format markdown a.txt b.txt").silently(0).out;
    assert!(notes.contains("## ★ Une rencontre à Vladivostok\n\n- File: a.txt\n- Tags: \\=guerre\n"), "{notes}");
    assert!(notes.contains("\n> à vérifier\n>\n> \\# vite\n"), "{notes}");
    assert!(notes.contains("avant de **repartir**.\n\n> quand ?\n"), "{notes}");
    export(&folder, "a.txt b.txt", "a.csv");
    if let Some(rows) = python(READ_CSV, &folder.path().join("a.csv")) {
        assert_eq!(
            (&rows[0]["starred"], &rows[1]["starred"], &rows[0]["read"]),
            (&"yes".into(), &"".into(), &"".into())
        );
        assert_eq!((&rows[0]["tags"], &rows[0]["notes"]), (&"'=guerre".into(), &"à vérifier # vite | quand ?".into()));
    }
    let without = folder.run("export --format markdown --no-library a.txt").silently(0).out;
    assert!(!without.contains('★') && !without.contains("> "));
}

#[test]
fn a_graph_has_the_companions_of_the_table() {
    let folder = Folder::new(&[]);
    export(&folder, "--sample --top 40", "g.gexf");
    export(&folder, "--sample --top 40 --what companions", "c.csv");
    let pairs = fs::read_to_string(folder.path().join("c.csv")).unwrap().lines().count() - 1;
    let script = "
import networkx
def read(path):
    graph = networkx.read_gexf(path, version='1.3')
    return {'nodes': [[node, data] for node, data in graph.nodes(data=True)],
        'edges': [[a, b, data] for a, b, data in graph.edges(data=True)]}
";
    if let Some(graph) = python(script, &folder.path().join("g.gexf")) {
        let (nodes, edges) = (graph["nodes"].as_array().unwrap(), graph["edges"].as_array().unwrap());
        assert_eq!((nodes.len(), edges.len()), (40, pairs));
        for node in nodes {
            assert!(["person", "organisation", "place"].contains(&node[1]["kind"].as_str().unwrap()));
            assert!(!node[1]["label"].as_str().unwrap().is_empty() && node[1]["articles"].as_u64() >= Some(1));
        }
        for edge in edges {
            assert_eq!(edge[2]["weight"].as_f64(), edge[2]["articles"].as_f64());
            assert!(edge[2]["sentences"].is_u64());
        }
    }
    let script = "
import xml.etree.ElementTree as tree
def read(path):
    return [element.tag for element in tree.parse(path).getroot()]
";
    if let Some(tags) = python(script, &folder.path().join("g.gexf")) {
        assert_eq!(tags, serde_json::json!(["{http://gexf.net/1.3}meta", "{http://gexf.net/1.3}graph"]));
    }
    folder
        .run("export --sample --format gexf --follow Poutine --top 5 -o k.gexf")
        .telling(0, &["k.gexf: 14 articles, 5 entities"]);
    assert!(fs::read_to_string(folder.path().join("k.gexf")).unwrap().contains("label=\"Vladimir Poutine\""));
}

#[test]
fn entities_for_followthemoney_lead_to_each_other() {
    let folder = pile();
    export(&folder, ALL, "all.ftm.json");
    let text = fs::read_to_string(folder.path().join("all.ftm.json")).unwrap();
    let script = "
def read(path):
    rows = [json.loads(line) for line in open(path, encoding='utf-8')]
    ids = {row['id']: row['schema'] for row in rows}
    assert len(ids) == len(rows)
    leads = [ids[value] for row in rows for key in ('document', 'resolved') for value in row['properties'].get(key, [])]
    return sorted(set(leads))
";
    if let Some(leads) = python(script, &folder.path().join("all.ftm.json")) {
        assert_eq!(leads, serde_json::json!(["Article", "Person"]));
    }
    let person = objects(&text).into_iter().find(|entity| entity["schema"] == "Person").unwrap();
    assert_eq!(person["properties"]["name"][0], "Vladimir Poutine");
    // Another export calls the same one by the same id.
    let again = objects(&folder.run("export --format ftm b.txt").silently(0).out);
    assert!(again.iter().any(|entity| entity["id"] == person["id"]));
}

#[test]
fn brat_finds_every_name_where_it_stands() {
    let folder = pile();
    let run = export(&folder, &format!("--format brat {ALL}"), "corpus");
    assert!(run.err.starts_with("kiosque: corpus: 4 articles, "), "{}", run.err);
    let names: Vec<String> = {
        let entries = fs::read_dir(folder.path().join("corpus")).unwrap();
        let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(names.len(), 9);
    assert!(names.contains(&"000003-cmd-c-calc-a0-poutine-b.ann".to_owned()), "{names:?}");
    let script = r"
def read(path):
    checked = 0
    for name in os.listdir(path):
        if not name.endswith('.ann'):
            continue
        text = open(os.path.join(path, name[:-4] + '.txt'), encoding='utf-8', newline='').read()
        known = set()
        for line in open(os.path.join(path, name), encoding='utf-8'):
            fields = line.rstrip('\n').split('\t')
            if fields[0].startswith('T'):
                kind, spans = fields[1].split(' ', 1)
                parts = [text[int(a):int(b)] for a, b in (span.split(' ') for span in spans.split(';'))]
                assert ' '.join(parts) == fields[2] and kind in ('Person', 'Organisation', 'Place'), line
                known.add(fields[0])
                checked += 1
            elif fields[0].startswith('#'):
                assert fields[1].split(' ')[0] == 'AnnotatorNotes' and fields[1].split(' ')[1] in known, line
            else:
                assert fields[0] == '*' and fields[1].split(' ')[0] == 'Equiv', line
                assert set(fields[1].split(' ')[1:]) <= known, line
    return checked
";
    if let Some(checked) = python(script, &folder.path().join("corpus")) {
        let mentions = folder.run(&format!("mentions {ALL}")).silently(0).out.lines().count();
        assert_eq!(checked, mentions);
    }
    folder
        .run("export --format brat a.txt -o corpus")
        .telling(2, &["corpus: there is such a folder already; --force overwrites it"]);
    export(&folder, "a.txt --force", "corpus/");
    assert_eq!(fs::read_dir(folder.path().join("corpus")).unwrap().count(), 3);
    folder.run("export --format brat a.txt").telling(2, &["brat standoff is a folder of files: -o names it"]);
    folder.write("corpus/mine.docx", b"x");
    let mine = "corpus: it holds mine.docx, which no export wrote: name another folder";
    folder.run("export --format brat a.txt --force -o corpus").telling(2, &[mine]);
}

#[cfg(unix)]
#[test]
fn no_link_is_followed() {
    let folder = pile();
    folder.write("far", b"precious");
    std::os::unix::fs::symlink("far", folder.path().join("link.csv")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("loose.csv")).unwrap();
    for name in ["link.csv", "loose.csv"] {
        let told = format!("{name}: a link, and links are not followed");
        folder.run(&format!("export a.txt --force -o {name}")).telling(2, &[&told]);
    }
    assert_eq!(fs::read(folder.path().join("far")).unwrap(), b"precious");
    assert!(!folder.path().join("nowhere").exists());
}

/// Nothing that a terminal would obey comes out of any format, whatever file names say.
#[cfg(unix)]
#[test]
fn every_format_is_harmless() {
    let folder = Folder::new(&[]);
    folder.write("\u{9b}31m\u{202e}\u{1b}[2Jx.txt", HOSTILE.as_bytes());
    let lines = ["csv", "markdown", "gexf", "ftm", "jsonl", "csv --what mentions", "csv --what entities"];
    for line in lines {
        let out = folder.run(&format!("export --format {line} --follow poutine .")).silently(0).out;
        assert!(!out.is_empty());
        let bad = out.chars().find(|&c| is_forbidden(c) && !matches!(c, '\n' | '\r'));
        assert_eq!(bad, None, "{line}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_leaves_nothing_behind() {
    let folder = pile();
    for line in ["out.csv", "out.gexf", "corpus/", "out.ftm.json", "out.md", "out.jsonl"] {
        // Files may have no byte; the signal that would say so is left out, so that the write fails as on a full disk.
        let program = env!("CARGO_BIN_EXE_kiosque");
        let script =
            format!("ulimit -f 0; trap '' XFSZ; exec {program} export --no-library {ALL} -o {line} 2>&1 | cat");
        let output = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(told.starts_with(&format!("kiosque: {line}: ")) && told.contains("large"), "{told}");
    }
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    assert_eq!(names, ["a.txt", "b.txt", "c.txt", "d.txt"]);
    folder
        .run("export a.txt --format csv -o /dev/full")
        .telling(2, &["/dev/full: No space left on device (os error 28)"]);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let folder = pile();
    folder.run("export a.txt -o out.xlsx").telling(
        2,
        &["out.xlsx: its name ends in none of .jsonl .csv .md / .gexf .ftm.json; --format says what it is"],
    );
    folder
        .run("export a.txt --what mentions")
        .telling(2, &["--what says what a csv is of; the other formats are of one thing"]);
    assert_eq!(folder.run("export --top 1 a.txt").code, 2);
    // The name of the file says what a table is of.
    export(&folder, "a.txt", "x.entities.csv");
    assert!(fs::read_to_string(folder.path().join("x.entities.csv")).unwrap().starts_with("id,name,kind,"));
}
