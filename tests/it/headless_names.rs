//! `kiosque names`, and what the other commands make of the rulings.

use std::fs;

use crate::headless_run::{Folder, MEETING, REPLY};

const SAID: &str = "# mine\nsame\tperson\tVladimir Poutine\tperson\tVVP Roux\nhidden\tplace\tWashington\n";

#[test]
fn the_other_commands_obey_what_was_said() {
    let folder = Folder::new(&[
        ("a/1.txt", MEETING),
        ("a/2.txt", REPLY),
        ("names.tsv", "called\tperson\tVladimir Poutine\tVVP\n"),
    ]);
    let run = folder.run("entities --names names.tsv vvp a").silently(0);
    assert!(run.out.starts_with("VVP (person): 3 in 2\n    Vladimir Poutine ×3: VVP, you said so\n"), "{}", run.out);
    assert!(folder.run("mentions --names names.tsv vvp a").silently(0).out.lines().count() == 3);
    assert!(folder.run("search --names names.tsv person:vvp a").silently(0).out.lines().count() == 2);
    assert!(folder.run("export --format jsonl --names names.tsv a").silently(0).out.contains("\"entity\":\"VVP\""));
    // Beside the library, without a word; and not at all.
    folder.write("data/kiosque/names.tsv", b"called\tperson\tVladimir Poutine\tVVP\n");
    assert!(folder.run("entities vvp a").silently(0).out.starts_with("VVP"));
    assert_eq!(folder.run("entities --no-names --name vvp a").code, 1);
}

#[test]
fn rulings_are_exported_imported_and_checked() {
    let folder = Folder::new(&[("a/1.txt", MEETING), ("a/2.txt", REPLY), ("theirs.tsv", SAID)]);
    folder.run("names export").silently(1);
    let run = folder.run("names import theirs.tsv");
    assert_eq!((run.code, run.err.contains("2 of 2 rulings are new in ")), (0, true), "{}", run.err);
    assert_eq!(folder.run("names import theirs.tsv").code, 1, "nothing is new");
    let export = folder.run("names export").silently(0).out;
    let said: Vec<&str> = export.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(said, ["same\tperson\tVladimir Poutine\tperson\tVVP Roux", "hidden\tplace\tWashington"]);
    folder.run("names check").silently(0);
    let run = folder.run("names check a").silently(1);
    assert!(run.out.ends_with(": no article has VVP Roux (person)\n") && run.out.contains("names.tsv:"), "{}", run.out);

    // What contradicts one's own word is told and left out.
    let other = "different\tperson\tVVP Roux\tperson\tVladimir Poutine\nodd\nhidden\tperson\tKim Jong Un\n";
    folder.write("other.tsv", other.as_bytes());
    let run = folder.run("names import other.tsv");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("other.tsv:1: “VVP Roux” and “Vladimir Poutine” are said to be one in "), "{}", run.err);
    assert!(
        run.err.contains("other.tsv:2: a line starts with") && run.err.contains("1 of 2 rulings are new"),
        "{}",
        run.err
    );
    let path = folder.path().join("data/kiosque/names.tsv");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.ends_with("hidden\tplace\tWashington\nhidden\tperson\tKim Jong Un\n"));
    fs::write(&path, format!("{text}odd\n")).unwrap();
    assert_eq!(folder.run("names check").code, 2);
    folder.run("names export -o names2.tsv --names theirs.tsv").silently(0);
    assert!(fs::read_to_string(folder.path().join("names2.tsv")).unwrap().ends_with("hidden\tplace\tWashington\n"));
    assert_eq!(folder.run("names export --force -o theirs.tsv --names theirs.tsv").code, 2);
    folder.run("names import none.tsv").telling(2, &["none.tsv: No such file or directory (os error 2)"]);
}
