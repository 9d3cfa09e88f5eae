//! Compiles the lists of names beside the repository into `assets/lexicon.fst` and `assets/other_names.tsv`.
//!
//! `cargo run --release --example compile_lexicon [-- --check] [SHARED]`: reads `SHARED/lexicon`, the lower-case words of
//! `SHARED/ner` (only how often each occurs is carried over), `assets/lexicon.cues.txt` and `assets/other_names.cues.txt`. With
//! `--check` it writes nothing and fails when the committed bytes differ. The same input gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use kiosque::names::lexicon::{Cue, Facts, key};
use kiosque::names::plain::plain_key;
use kiosque::names::tokens::{Shape, tokens};

/// Organisations of more words than this are sentences or catalogue entries.
const LONGEST_PHRASE: usize = 7;

type Entries = BTreeMap<String, Facts>;

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut check = false;
    let mut shared = root.join("../shared");
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--check" => check = true,
            path => shared = PathBuf::from(path),
        }
    }
    let lexicon = compile(root, &shared)?;
    let territories = read(&shared.join("lexicon/territories.json"))?;
    let other_names = other_names(&territories, &read(&root.join("assets/other_names.cues.txt"))?)?;
    for (name, bytes) in [("assets/lexicon.fst", lexicon), ("assets/other_names.tsv", other_names.into_bytes())] {
        let target = root.join(name);
        if !check {
            fs::write(&target, &bytes)?;
            println!("{name}: {} bytes", bytes.len());
        } else if fs::read(&target)? != bytes {
            bail!("{name} is not what the lists compile to: run this without --check");
        }
    }
    Ok(())
}

fn compile(root: &Path, shared: &Path) -> Result<Vec<u8>> {
    let lists = shared.join("lexicon");
    let mut entries = Entries::new();
    first_names(&read(&lists.join("first-names-fr.tsv"))?, &mut entries);
    for name in listed(&read(&lists.join("first-names.txt"))?) {
        mark(&mut entries, name, Cue::GivenName);
    }
    for name in listed(&read(&lists.join("last-names.txt"))?) {
        mark(&mut entries, name, Cue::Surname);
    }
    for line in read(&lists.join("cities.csv"))?.lines().skip(1) {
        let name = line.strip_prefix('"').and_then(|l| l.split('"').next());
        mark(&mut entries, name.or_else(|| line.split(',').next()).unwrap_or_default(), Cue::City);
    }
    territories(&read(&lists.join("territories.json"))?, &mut entries)?;
    for file in ["organisations-fr.txt", "organisations-en.txt"] {
        organisations(&read(&lists.join(file))?, &mut entries);
    }
    ordinary_words(&shared.join("ner"), &mut entries)?;
    cues(&read(&root.join("assets/lexicon.cues.txt"))?, &mut entries)?;
    known_names(&read(&root.join("assets/other_names.cues.txt"))?, &mut entries);
    let mut builder = fst::MapBuilder::memory();
    for (name, facts) in &entries {
        builder.insert(name, facts.0)?;
    }
    Ok(builder.into_inner()?)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
}

/// The entries of a list in the form `Name,`, a line each.
fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| line.strip_suffix(','))
}

fn entry<'a>(entries: &'a mut Entries, name: &str) -> Option<&'a mut Facts> {
    let name = key(name.trim());
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty() && name.chars().any(char::is_alphabetic)).then(|| entries.entry(name).or_default())
}

/// A phrase as the recogniser will walk it: word by word, elisions split.
fn phrase(name: &str) -> String {
    tokens(name, 0).iter().map(|t| key(t.span.of(name))).collect::<Vec<_>>().join(" ")
}

fn mark(entries: &mut Entries, name: &str, cue: Cue) {
    if let Some(facts) = entry(entries, name) {
        *facts = facts.with(cue);
    }
}

/// `NAME<tab>boys<tab>girls`.
fn first_names(text: &str, entries: &mut Entries) {
    for line in text.lines().skip(1) {
        let mut fields = line.split('\t');
        let (Some(name), Some(male), Some(female)) = (fields.next(), fields.next(), fields.next()) else { continue };
        let class = |births: &str| {
            let births: u32 = births.trim().parse().unwrap_or(0);
            [20, 200, 1_000, 5_000, 20_000, 100_000, 500_000].iter().filter(|&&least| births >= least).count() as u64
        };
        if let Some(facts) = entry(entries, name) {
            let (male, female) = (class(male).max(facts.male().into()), class(female).max(facts.female().into()));
            *facts = Facts(facts.0 & !0x3f | male | female << 3);
        }
    }
}

fn territories(text: &str, entries: &mut Entries) -> Result<()> {
    let languages: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(text)?;
    for names in languages.values() {
        // "Monde" is where no news happens.
        for name in names.iter().filter(|(code, _)| *code != "001").map(|(_, name)| name) {
            mark(entries, name.split(" (").next().unwrap_or(name), Cue::Country);
        }
    }
    Ok(())
}

/// What has another name is known by each of them.
fn known_names(cues: &str, entries: &mut Entries) {
    let mut cue = Cue::KnownPlace;
    for line in cues.lines().filter(|line| !line.starts_with(['#', '!'])) {
        if line == "[organisation]" {
            cue = Cue::KnownOrg;
        }
        let names: Vec<String> = line.split('=').map(phrase).collect();
        let country = names.iter().any(|name| entries.get(name).is_some_and(|facts| facts.has(Cue::Country)));
        for name in names.iter().filter(|_| line.contains('=')) {
            mark(entries, name, cue);
            if country && cue == Cue::KnownPlace {
                mark(entries, name, Cue::Country);
            }
        }
    }
}

/// A line for each place and organisation that has several names: its kind, then the names in comparable form, tabs
/// between them.
fn other_names(territories: &str, cues: &str) -> Result<String> {
    let languages: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(territories)?;
    let mut countries: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for names in languages.values() {
        for (code, name) in names.iter().filter(|(code, _)| *code != "001") {
            countries.entry(code).or_default().insert(plain_key(name.split(" (").next().unwrap_or(name)));
        }
    }
    let (places, organisations) = cues.split_once("[organisation]").context("no section [organisation]")?;
    let mut left_out = BTreeSet::new();
    let mut listed = |section: &str| -> Vec<BTreeSet<String>> {
        let mut groups = Vec::new();
        for line in section.lines().filter(|line| line.contains('=') && !line.starts_with('#')) {
            let names = |line: &str| line.split('=').map(|name| plain_key(name.trim())).collect::<BTreeSet<_>>();
            match line.strip_prefix('!') {
                Some(ambiguous) => left_out.extend(names(ambiguous)),
                None => groups.push(names(line)),
            }
        }
        groups
    };
    let (places, organisations) = (listed(places), listed(organisations));
    let places = joined(countries.into_values().chain(places), &left_out);
    let organisations = joined(organisations.into_iter(), &left_out);
    let line =
        |kind: &str, names: BTreeSet<String>| format!("{kind}\t{}\n", names.into_iter().collect::<Vec<_>>().join("\t"));
    let lines = places.into_iter().map(|names| line("place", names));
    Ok(lines.chain(organisations.into_iter().map(|names| line("organisation", names))).collect())
}

/// Groups that share a name become one; those of a single name are dropped.
fn joined(groups: impl Iterator<Item = BTreeSet<String>>, left_out: &BTreeSet<String>) -> Vec<BTreeSet<String>> {
    let mut out: Vec<BTreeSet<String>> = Vec::new();
    for mut group in groups {
        group.retain(|name| !left_out.contains(name));
        let (touching, apart): (Vec<_>, Vec<_>) = out.into_iter().partition(|other| !other.is_disjoint(&group));
        out = apart;
        out.push(touching.into_iter().flatten().chain(group).collect());
    }
    out.retain(|group| group.len() > 1);
    out.sort();
    out
}

fn organisations(text: &str, entries: &mut Entries) {
    for line in text.lines() {
        let name = line.strip_suffix(',').unwrap_or(line).split(" (").next().unwrap_or_default();
        let words = name.split_whitespace().count();
        let opens_well = name.chars().next().is_some_and(char::is_uppercase);
        if !opens_well || !(2..=LONGEST_PHRASE).contains(&words) || name.chars().any(|c| "\"[]«».,:/".contains(c)) {
            continue;
        }
        mark(entries, &phrase(name), Cue::ListedOrganisation);
    }
}

/// Counts in how many texts each word occurs in lower case outside the annotated names. A word of one text alone says
/// nothing of the next one.
fn ordinary_words(folder: &Path, entries: &mut Entries) -> Result<()> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for language in ["en", "fr"] {
        let mut files: Vec<PathBuf> =
            fs::read_dir(folder.join(language))?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
        files.sort();
        // The web texts write names without capitals.
        files.retain(|f| !f.to_string_lossy().contains("ewt"));
        for file in files {
            for line in read(&file)?.lines() {
                let record: serde_json::Value = serde_json::from_str(line)?;
                count_lower(&record, &mut counts);
            }
        }
    }
    for (word, count) in counts {
        let class = [2, 3, 6, 15, 40, 120, 400].iter().filter(|&&least| count >= least).count() as u64;
        if class == 0 {
            continue;
        }
        if let Some(facts) = entry(entries, &word) {
            *facts = Facts(facts.0 & !(7 << Facts::COMMON_SHIFT) | class << Facts::COMMON_SHIFT);
        }
    }
    Ok(())
}

fn count_lower(record: &serde_json::Value, counts: &mut BTreeMap<String, u32>) {
    let mut names: Vec<(u64, u64)> = Vec::new();
    for mention in record["mentions"].as_array().into_iter().flatten() {
        names.push((mention["start"].as_u64().unwrap_or(0), mention["end"].as_u64().unwrap_or(0)));
    }
    let text = record["text"].as_str().unwrap_or_default();
    let mut seen = BTreeSet::new();
    for token in tokens(text, 0) {
        let at = token.span.start() as u64;
        if token.shape == Shape::Lower && !names.iter().any(|&(from, to)| (from..to).contains(&at)) {
            seen.insert(key(token.span.of(text)));
        }
    }
    for word in seen {
        *counts.entry(word).or_default() += 1;
    }
}

/// `[section]` lines, then entries parted by commas or line ends; `#` starts a comment.
fn cues(text: &str, entries: &mut Entries) -> Result<()> {
    let mut cue = None;
    for line in text.lines().map(str::trim).filter(|l| !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            let section = Cue::SECTIONS.iter().find(|(section, _)| *section == name);
            cue = Some(section.with_context(|| format!("unknown section [{name}] in lexicon.cues.txt"))?.1);
            continue;
        }
        for name in line.split(',').filter(|name| !name.trim().is_empty()) {
            let cue = cue.context("an entry before the first section of lexicon.cues.txt")?;
            mark(entries, &phrase(name), cue);
        }
    }
    Ok(())
}
