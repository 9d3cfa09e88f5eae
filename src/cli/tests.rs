//! From arguments to plans.

use std::path::PathBuf;

use super::*;
use crate::ingest::FieldMap;
use crate::library::saved::SavedFile;
use crate::library::watched::WatchFile;

fn parse(line: &str) -> Result<Plan, Refusal> {
    plan(std::iter::once("kiosque").chain(line.split_whitespace()).map(OsString::from))
}

/// The reader's plan for a command line.
fn reader(line: &str) -> ReadPlan {
    match parse(line) {
        Ok(Plan::Read(plan)) => plan,
        other => panic!("{line}: {other:?}"),
    }
}

/// What the program says about a command line that it does not run.
fn refused(line: &str) -> String {
    match parse(line) {
        Err(Refusal::Usage(error)) => error.to_string(),
        Err(Refusal::Unfit(reasons)) => reasons.join("\n"),
        Ok(plan) => panic!("{line}: {plan:?}"),
    }
}

#[test]
fn the_flags_are_consistent() {
    <flags::Flags as clap::CommandFactory>::command().debug_assert();
}

#[test]
fn without_a_command_the_reader_opens() {
    assert_eq!(reader("").paths, Vec::<PathBuf>::new());
    let plan = reader("--theme light --no-mouse --color never --no-library --queries q.txt --watch w.txt src");
    let queries = Some(SavedFile { path: "q.txt".into(), writable: false });
    let watch = Some(WatchFile { path: "w.txt".into(), writable: false });
    let (paths, fields) = (vec!["src".into()], FieldMap::default());
    assert_eq!(
        plan,
        ReadPlan {
            paths,
            fields,
            theme: Theme::Light,
            color: false,
            mouse: false,
            library: None,
            feeds: None,
            queries,
            names: None,
            watch
        }
    );
    assert_eq!(reader("--library kept.db").library, Some("kept.db".into()));
    let names = |line: &str| reader(line).names.map(|file| (file.path, file.writable));
    assert_eq!(names("--library d/kept.db"), Some(("d/names.tsv".into(), true)));
    assert_eq!(names("--no-library --names n.tsv"), Some(("n.tsv".into(), false)));
    assert_eq!(names("--library kept.db --no-names"), None);
}

#[test]
fn one_readable_path_is_enough_for_the_reader() {
    assert_eq!(reader("nowhere src/lib.rs").paths.len(), 2);
    assert_eq!(refused("nowhere"), "nowhere: no such file or folder");
    assert_eq!(refused("nowhere neither").lines().count(), 2);
}

#[test]
fn a_command_behind_options_is_told_where_to_stand() {
    assert!(refused("--no-mouse list src").contains("kiosque list"));
    assert!(refused("src export").contains("kiosque export"));
}

#[test]
fn a_command_needs_something_to_read() {
    for command in ["list", "show", "search kim", "mentions", "quotes", "watch", "export --format jsonl"] {
        assert!(refused(command).contains("required"), "{command}");
        assert!(matches!(parse(&format!("{command} --sample")), Ok(Plan::Headless(_))), "{command}");
        let both = refused(&format!("{command} --sample src src"));
        assert!(both.contains("--sample"), "{both}");
    }
}
