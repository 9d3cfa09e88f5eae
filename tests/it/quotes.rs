//! Who said what, against a sample of real articles judged by hand; and the command that prints it.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use kiosque::ingest::{self, Hints};
use kiosque::names;
use serde_json::Value;

use super::headless_run::{Folder, MEETING, REPLY};

/// What was judged: see the file's own first lines.
const JUDGED: &str = include_str!("../fixtures/quotes.tsv");

/// FNV-1a over what is said, white space levelled: the sample names passages without quoting them.
fn hash(said: &str) -> u64 {
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    said.bytes().fold(0xCBF2_9CE4_8422_2325, |h, byte| (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[derive(Debug, Default)]
struct Tally {
    right: usize,
    unnamed: usize,
    wrong: Vec<String>,
    missed: usize,
}

impl Tally {
    fn checked(&self) -> usize {
        self.right + self.unnamed + self.wrong.len()
    }

    fn precision(&self) -> f64 {
        (self.right + self.unnamed) as f64 / self.checked().max(1) as f64
    }
}

#[test]
fn quotations_in_real_articles_are_theirs_who_said_them() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let mut files: HashMap<&str, (&str, HashMap<u64, &str>)> = HashMap::new();
    for line in JUDGED.lines().filter(|line| !line.starts_with('#')) {
        let [file, part, hash, speaker] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let entry = files.entry(file).or_insert((part, HashMap::new()));
        entry.1.insert(u64::from_str_radix(hash, 16).expect("a hash"), speaker);
    }
    let (mut tallies, mut unjudged): (HashMap<&str, Tally>, usize) = (HashMap::new(), 0);
    for (file, (part, mut judged)) in files {
        let Ok(bytes) = fs::read(corpora.join(file)) else { continue };
        let articles = ingest::read(&bytes, &Hints::named(file)).articles;
        let tally = tallies.entry(part).or_default();
        for article in articles {
            let names = names::analyse(&article);
            for quotation in names.quotations() {
                let found = quotation.speaker.map(|who| names.locals()[who.0 as usize].name());
                match (judged.remove(&hash(quotation.said.of(article.text()))), found) {
                    (None, _) => unjudged += 1,
                    (Some("!"), _) => tally.wrong.push(format!("{file}: {:?} is no quotation", quotation.said)),
                    (Some(_), None) => tally.unnamed += 1,
                    (Some(truth), Some(found)) if truth == found => tally.right += 1,
                    (Some(truth), Some(found)) => tally.wrong.push(format!("{file}: {found} for {truth}")),
                }
            }
        }
        tally.missed += judged.len();
    }
    for (part, tally) in &tallies {
        println!("{part}: precision {:.3} of {}, {tally:?}; {unjudged} not judged", tally.precision(), tally.checked());
        assert!(tally.precision() >= 0.9, "{part}: {:?}", tally.wrong);
        assert!(tally.missed * 20 <= tally.checked(), "{part}: {} of those judged are found no more", tally.missed);
    }
    assert!(unjudged <= 15, "{unjudged} quotations are found that nobody has judged");
}

#[test]
fn quotes_prints_who_said_what() {
    let folder = Folder::new(&[("une.txt", MEETING), ("deux.txt", REPLY)]);
    let expected = "une.txt:5:3: Vladimir Poutine: Nous avons parlé de tout\n";
    assert_eq!(folder.run("quotes une.txt deux.txt").silently(0).out, expected);
    // Under another of their names, and of somebody who says nothing.
    assert_eq!(folder.run("quotes poutine une.txt deux.txt").silently(0).out, expected);
    assert_eq!(folder.run("quotes Washington une.txt deux.txt").silently(1).out, "");
    let nobody = "nobody and nothing named here goes by “Zoé”, nor is there a file";
    assert_eq!(folder.run("quotes Zoé une.txt").telling(1, &[nobody]).out, "");
    assert_eq!(folder.run("quotes deux.txt").silently(1).out, "");
    assert_eq!(folder.run("quotes nowhere.txt").code, 2);
}

#[test]
fn a_quotation_of_nobody_known_is_printed_where_nobody_is_asked_for() {
    let text =
        "Au marché\n\n« Il pleut depuis mardi », soupire une vendeuse. Jean Hémon, le maire, a dit qu’il attendait.\n";
    let folder = Folder::new(&[("une.txt", text)]);
    let expected = "une.txt:3:3: (unknown): Il pleut depuis mardi\n";
    assert_eq!(folder.run("quotes une.txt").silently(0).out, expected);
    assert_eq!(folder.run("quotes --name Hémon une.txt").silently(1).out, "");
}

#[test]
fn quotes_as_json_says_where_and_by_what() {
    let folder = Folder::new(&[("une.txt", MEETING)]);
    let out = folder.run("quotes --json une.txt").silently(0).out;
    let keys = ["path", "title", "start", "end", "line", "column", "text", "speaker", "kind", "cue"];
    assert!(keys.map(|key| out.find(&format!("\"{key}\":")).unwrap()).is_sorted(), "{out}");
    let spoken: Value = serde_json::from_str(out.trim_end()).unwrap();
    let slice = |spanned: &Value| {
        let at = |key| usize::try_from(spanned[key].as_u64().unwrap()).unwrap();
        MEETING[at("start")..at("end")].to_owned()
    };
    assert_eq!(
        (slice(&spoken).as_str(), &spoken["text"]),
        ("Nous avons parlé de tout", &"Nous avons parlé de tout".into())
    );
    assert_eq!((&spoken["speaker"], &spoken["kind"]), (&"Vladimir Poutine".into(), &"person".into()));
    assert_eq!((slice(&spoken["cue"]).as_str(), &spoken["cue"]["text"]), ("a dit", &"a dit".into()));
}
