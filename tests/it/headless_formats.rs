//! `kiosque formats`, and archives on the command line, in the real program.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use kiosque::ingest::formats;

use crate::headless_run::{Folder, MEETING, REPLY};

#[test]
fn every_format_is_listed() {
    let run = Folder::new(&[]).run("formats");
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!((run.code, lines.len()), (0, formats().count()));
    for (line, spec) in lines.iter().zip(formats()) {
        assert_eq!(*line, format!("{}\t{}\t{}", spec.name, spec.endings.join(" "), spec.help));
    }
}

#[test]
fn what_a_file_is_taken_for_is_told_with_the_reason() {
    let folder = Folder::new(&[
        ("a.txt", MEETING),
        ("b.txt", "<!DOCTYPE html><title>Un</title><p>Un paragraphe."),
        ("c.txt", ""),
    ]);
    folder.write("d.html", b"\x89PNG\r\n\x1A\n");
    let run = folder.run("formats a.txt b.txt c.txt d.html absent");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("absent: no such file"), "{}", run.err);
    let expected = "a.txt\tplain text\tit is text, and nothing else fits\t1 article\n\
                    b.txt\tweb page\tit begins as a page does\t1 article\n\
                    c.txt\t-\tnothing in it is known\t1 article; The file is empty.\n\
                    d.html\t-\tnothing in it is known\t0 articles; This is not text but a PNG picture. It holds no text to read.\n";
    assert_eq!(run.out, expected);
}

#[test]
fn an_archive_is_a_folder_of_articles() {
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (path, text) in [("presse/a.txt", MEETING), ("presse/b.txt", REPLY)] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        builder.append_data(&mut header, path, text.as_bytes()).unwrap();
    }
    let mut packer = builder.into_inner().unwrap();
    packer.flush().unwrap();
    let folder = Folder::new(&[]);
    folder.write("presse.tgz", &packer.finish().unwrap());
    assert_eq!(
        folder.run("list presse.tgz").out,
        "presse.tgz: presse/a.txt\t\tUne rencontre à Vladivostok\npresse.tgz: presse/b.txt\t\tLa réponse de Washington\n"
    );
    let first = |line: &str| folder.run(line).silently(0).out.lines().next().unwrap_or_default().to_owned();
    for line in ["search Washington presse.tgz", "mentions Washington presse.tgz"] {
        assert!(first(line).starts_with("presse.tgz: presse/b.txt"), "{line}: {}", first(line));
    }
    assert!(first("quotes presse.tgz").starts_with("presse.tgz: presse/a.txt:5:"), "{}", first("quotes presse.tgz"));
    let listed: serde_json::Value = serde_json::from_str(&first("list --json presse.tgz")).unwrap();
    assert_eq!((&listed["path"], &listed["part"]), (&"presse.tgz".into(), &"presse/a.txt".into()));
    let shown = folder.run("show presse.tgz");
    assert!(shown.out.contains("presse.tgz: presse/a.txt"), "{}", shown.out);
    let told = folder.run("formats presse.tgz").out;
    assert_eq!(told, "presse.tgz\tgzip\tit begins as a gzip file does\t2 articles (2 plain text)\n");
}

/// A table whose columns no program could know.
const LETTERS: &str =
    "n;objet;note interne\n1;Le marché rouvre;La maire a parlé lundi.\n2;La gare ferme;Plus de trains.\n";

#[test]
fn a_map_says_what_the_columns_and_fields_are() {
    let json = r#"[{"objet": "Le pont est fermé", "note": {"interne": "Jusqu’à jeudi, dit la maire."}}]"#;
    let folder = Folder::new(&[("lettres.csv", LETTERS), ("notes.json", json)]);
    let listed = |line: &str| folder.run(line).silently(0).out;
    let expected = "lettres.csv\t\tLe marché rouvre\nlettres.csv\t\tLa gare ferme\n";
    assert_eq!(listed("list --map title=objet,text=noteinterne lettres.csv"), expected);
    assert_eq!(listed("list --map title=2 --map text=3 lettres.csv"), "lettres.csv\t\tobjet\n".to_owned() + expected);
    assert_eq!(listed("list --map title=objet,text=note.interne notes.json"), "notes.json\t\tLe pont est fermé\n");
    let told = listed("formats --map title=objet,text=note-interne lettres.csv");
    assert!(told.starts_with("lettres.csv\ttable\t") && told.ends_with("\t2 articles\n"), "{told}");
    for command in ["show", "search maire", "mentions", "quotes", "entities", "export --format jsonl"] {
        assert_ne!(folder.run(&format!("{command} --map title=objet lettres.csv")).code, 2, "{command}");
    }
}

#[test]
fn a_map_that_makes_no_sense_is_refused() {
    let folder = Folder::new(&[("lettres.csv", LETTERS)]);
    for command in ["list", "mentions", "formats", "names check", "--no-library"] {
        let run = folder.run(&format!("{command} --map colour=objet lettres.csv"));
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{command}");
        assert!(
            run.err.contains("“colour” is no role that a field can have: the roles are title, text,"),
            "{}",
            run.err
        );
    }
}

#[test]
fn a_map_that_fits_nothing_is_told() {
    let known = "titre;texte\nLe marché rouvre;La maire a parlé lundi.\n";
    let json = r#"[{"title": "Le pont est fermé", "text": "Jusqu’à jeudi, dit la maire."}]"#;
    let files =
        [("inconnu.csv", LETTERS), ("connu.csv", known), ("a.json", json), ("b.jsonl", json), ("c.txt", MEETING)];
    let folder = Folder::new(&files);
    let tell = |path: &str, map: &str| {
        let run = folder.run(&format!("list --map {map} {path}"));
        assert_eq!(run.code, 0, "{path}");
        run.err.contains(&format!("{path}: No field is called “sujet” or “corps” here,"))
    };
    for (path, _) in files {
        assert_eq!(tell(path, "title=sujet,text=corps"), path != "c.txt", "{path}");
    }
    assert!(!tell("connu.csv", "title=titre,text=corps"), "one of them is there");
}
