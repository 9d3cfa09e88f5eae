//! Measures the card and the mentions of one whom every article names, in a pseudo-terminal of 120 columns and 40 rows:
//! `following PROGRAM RUNS ARTICLES PILE NAME [LIBRARY]` with a pile that `pile --with NAME` made. It prints a table. With
//! LIBRARY the pile is kept there, and need not be indexed the next time.
//!
//! A time ends when the screen shows what was asked for, so it holds a frame and the reading of it here.

#[path = "../tests/it/pty.rs"]
mod pty;

use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::Context;
use pty::Session;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [program, runs, articles, pile, name, kept @ ..] = args.as_slice() else {
        anyhow::bail!("usage: following PROGRAM RUNS ARTICLES PILE NAME [LIBRARY]");
    };
    let folder = tempfile::tempdir()?;
    let usual = folder.path().join("library.db").to_string_lossy().into_owned();
    let library = kept.first().unwrap_or(&usual);
    let start = || {
        let run = pty::Run::new(program).arg("--library").arg(library).arg(pile).size(120, 40);
        let mut session = run.start();
        wait(&mut session, "the list", |screen| screen.contains(&format!("Articles {articles}")));
        session
    };
    println!("| {articles} articles that all name {name} | |\n|---|---|");
    index(&mut start());
    let mut session = start();
    wait(&mut session, "the scan", is_done);
    follow(&mut session, name);
    let of = format!("{name} · person · {articles} in {articles} articles");
    row("card, the names of the pile put together anew", &[brought(&mut session, &of)]);
    memory("most memory with them", &session)?;
    session.press(&["Q"]).wait_end();
    let mut session = start();
    wait(&mut session, "the scan", is_done);
    follow(&mut session, name);
    row("card, the names of the pile read back", &[brought(&mut session, &of)]);
    memory("most memory with them", &session)?;
    let (mut cards, mut firsts, mut filtered) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs.parse()? {
        leave(&mut session, &of);
        cards.push(card(&mut session, &of));
        leave(&mut session, &of);
        firsts.push(mentions(&mut session, articles));
        filtered.push(filter(&mut session));
        session.press(&["Enter", "q", "q"]);
        wait(&mut session, "the text", |screen| screen.contains("following"));
        card(&mut session, &of);
    }
    leave(&mut session, &of);
    row("card: names, days, articles, company", &cards);
    row("mentions, the first page", &firsts);
    row("mentions with a word, the first page", &filtered);
    row("card, all quotations looked through", &[whole_card(&mut session, &of)]);
    memory("most memory after all this", &session)?;
    session.press(&["Q"]).wait_end();
    Ok(())
}

/// Waits until everything is indexed: longer than the harness waits for one thing.
fn index(session: &mut Session) {
    patiently(session, is_done);
    session.press(&["Q"]).wait_end();
}

/// Waits for minutes.
fn patiently(session: &mut Session, done: impl Fn(&str) -> bool) {
    for _ in 0..60 {
        let seen = Instant::now();
        wait(session, "it", |screen| done(screen) || seen.elapsed() > Duration::from_secs(20));
        if done(&session.text()) {
            return;
        }
    }
}

/// Follows somebody whom the first article names. Who is named first in the text is told by nothing but going there.
fn follow(session: &mut Session, name: &str) {
    session.press(&["Enter"]);
    wait(session, "the text", |screen| screen.contains("a parlé hier"));
    for _ in 0..20 {
        session.press(&["e", "Enter"]);
        wait(session, "somebody", |screen| screen.contains("following"));
        if session.text().contains(&format!("following {name}")) {
            return;
        }
        session.press(&["0"]);
        wait(session, "nobody", |screen| !screen.contains("following"));
    }
}

/// How long it takes until the card knows the whole pile.
fn brought(session: &mut Session, of: &str) -> Duration {
    let at = Instant::now();
    session.press(&["i"]);
    patiently(session, |screen| screen.contains(of));
    at.elapsed()
}

/// Out of a card.
fn leave(session: &mut Session, of: &str) {
    session.press(&["q"]);
    wait(session, "the text", |screen| !screen.contains(of));
}

fn card(session: &mut Session, of: &str) -> Duration {
    let at = Instant::now();
    session.press(&["i"]);
    wait(session, "the card", |screen| screen.contains(of) && screen.contains("NAMED WITH"));
    at.elapsed()
}

fn mentions(session: &mut Session, articles: &str) -> Duration {
    let at = Instant::now();
    session.press(&["c"]);
    wait(session, "mentions", |screen| screen.contains(&format!("1 of {articles}")) && full(screen));
    at.elapsed()
}

fn filter(session: &mut Session) -> Duration {
    let at = Instant::now();
    session.press(&["/", "hier"]);
    wait(session, "mentions", |screen| screen.contains("looked at") && full(screen));
    at.elapsed()
}

fn whole_card(session: &mut Session, of: &str) -> Duration {
    let at = Instant::now();
    session.press(&["i"]);
    wait(session, "the card", |screen| screen.contains(of) && screen.contains("NAMED WITH"));
    // What is looked for stands below all that is there.
    session.press(&["G"]);
    wait(session, "its end", |screen| !screen.contains("WRITTEN") || screen.contains("▌ …"));
    patiently(session, |screen| !screen.contains("looking for what"));
    at.elapsed()
}

fn wait(session: &mut Session, what: &str, done: impl Fn(&str) -> bool) {
    session.wait_for(what, |screen| done(&pty::contents(screen)));
}

/// True when the page of mentions is full of passages.
fn full(screen: &str) -> bool {
    screen.lines().filter(|line| line.contains("a parlé hier")).count() > 30
}

/// True when nothing is going on in the background.
fn is_done(screen: &str) -> bool {
    !["scanning", "analysing", "keeping"].iter().any(|word| screen.contains(word))
}

fn row(what: &str, times: &[Duration]) {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    if let Some(median) = sorted.get(sorted.len() / 2) {
        println!("| {what} | {:.0} ms |", median.as_secs_f64() * 1000.0);
    }
}

fn memory(what: &str, session: &Session) -> anyhow::Result<()> {
    let status = fs::read_to_string(format!("/proc/{}/status", session.pid()))?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    let kilobytes: u64 = peak.trim().trim_end_matches(" kB").parse()?;
    println!("| {what} | {} MB |", kilobytes / 1024);
    Ok(())
}
