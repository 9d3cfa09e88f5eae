//! Measures the library with a large pile, in a pseudo-terminal of 200 columns and 60 rows: `kept PROGRAM RUNS ARTICLES PILE` with
//! a pile that `pile` made. It prints a table: when the whole list is there the first time and later, how long keys and a
//! query take while everything is indexed and afterwards, how long indexing takes, and the most memory held.
//!
//! A time ends when the screen shows what was asked for, so it holds a frame and the reading of it here.

#[path = "../tests/it/pty.rs"]
mod pty;

use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::Context;
use pty::Session;

/// Two words that most of the made-up articles have, asked for in one query.
const QUERY: &str = "gouvernement satellite";

/// Keys pressed for a median.
const KEYS: usize = 40;

/// Longer than indexing a hundred thousand articles takes on a busy machine, in waits of the harness.
const WAITS: usize = 60;

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [program, runs, articles, pile] = args.as_slice() else {
        anyhow::bail!("usage: kept PROGRAM RUNS ARTICLES PILE");
    };
    let folder = tempfile::tempdir()?;
    let library = folder.path().join("library.db").to_string_lossy().into_owned();
    let start = |library: &str| {
        let began = Instant::now();
        let run = pty::Run::new(program).arg("--library").arg(library).arg(pile).size(200, 60);
        (began, run.start())
    };
    println!("| {articles} articles | |\n|---|---|");
    let (began, mut session) = start(&library);
    listed(&mut session, articles);
    row("whole list, never seen", &[began.elapsed()]);
    row("a key while indexing: down in the list, median", &keys(&mut session, articles));
    row("the same, 9 of 10", &slowest(keys(&mut session, articles)));
    row("a query of two words while indexing, first answer", &[first_answer(&mut session, articles)]);
    for _ in 0..WAITS {
        let seen = Instant::now();
        session.wait_for("work", |screen| is_done(screen) || seen.elapsed() > Duration::from_secs(20));
        if is_done(session.screen()) {
            break;
        }
    }
    row("all indexed and analysed after", &[began.elapsed()]);
    memory("most memory while indexing", &session)?;
    session.press(&["Q"]).wait_end();
    // The second start packs the list, if the first was left too soon for it.
    let (_, mut session) = start(&library);
    listed(&mut session, articles);
    std::thread::sleep(Duration::from_secs(4));
    session.press(&["Q"]).wait_end();
    let mut lists = Vec::new();
    for _ in 0..runs.parse()? {
        let (began, mut session) = start(&library);
        listed(&mut session, articles);
        lists.push(began.elapsed());
        session.press(&["Q"]).wait_end();
    }
    row("whole list, kept", &lists);
    let (_, mut session) = start(&library);
    listed(&mut session, articles);
    session.wait_for("the scan", is_done);
    row("a key", &keys(&mut session, articles));
    memory("most memory, the list on the screen", &session)?;
    first_answer(&mut session, articles);
    row(
        "a query of two words, all of the answer",
        &(0..9).map(|_| whole_answer(&mut session, articles)).collect::<Vec<_>>(),
    );
    memory("most memory after it", &session)?;
    session.press(&["Q"]).wait_end();
    Ok(())
}

fn row(what: &str, times: &[Duration]) {
    let mut times = times.to_vec();
    times.sort_unstable();
    let time = times.get(times.len() / 2).copied().unwrap_or_default();
    println!("| {what} | {:.1} ms |", time.as_secs_f64() * 1000.0);
}

fn memory(what: &str, session: &Session) -> anyhow::Result<()> {
    let status = fs::read_to_string(format!("/proc/{}/status", session.pid()))?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no peak memory")?;
    println!("| {what} | {:.0} MB |", peak.trim().trim_end_matches(" kB").parse::<f64>()? / 1000.0);
    Ok(())
}

fn listed(session: &mut Session, articles: &str) {
    let title = format!("Articles {articles} ");
    session.wait_for("the list", |screen| pty::contents(screen).contains(&title));
}

fn is_done(screen: &vt100::Screen) -> bool {
    let text = pty::contents(screen);
    !text.contains("scanning") && !text.contains("analysing")
}

/// The times from a key to the article that it selects.
fn keys(session: &mut Session, articles: &str) -> Vec<Duration> {
    session.press(&["g"]).wait_text(&format!(" 1 of {articles} "));
    let times = (2..KEYS + 2).map(|at| {
        let wanted = format!(" {at} of {articles} ");
        let began = Instant::now();
        session.press(&["j"]).wait_text(&wanted);
        began.elapsed()
    });
    times.collect()
}

/// The one that nine of ten are faster than.
fn slowest(mut times: Vec<Duration>) -> [Duration; 1] {
    times.sort_unstable();
    [times[times.len() * 9 / 10]]
}

/// How many the list says are found.
fn found(screen: &vt100::Screen, articles: &str) -> Option<usize> {
    let text = pty::contents(screen);
    let (before, _) = text.split_once(&format!(" of {articles}"))?;
    before.rsplit_once("Articles ")?.1.parse().ok()
}

/// From the query's last letter to a first part of what it finds.
fn first_answer(session: &mut Session, articles: &str) -> Duration {
    let began = Instant::now();
    session.press(&["=", QUERY]).wait_for("an answer", |screen| found(screen, articles).is_some_and(|count| count > 0));
    let time = began.elapsed();
    session.press(&["Enter"]).wait_gone("Fields");
    clear(session, articles);
    time
}

/// From the query's last letter to all that it finds. What that is a first run of it tells.
fn whole_answer(session: &mut Session, articles: &str) -> Duration {
    let (most, last) = QUERY.split_at(QUERY.len() - 1);
    session.press(&["=", &format!("{most}x")]).wait_for("nothing", |screen| pty::contents(screen).contains("None of"));
    let began = Instant::now();
    session
        .send(b"\x7f")
        .press(&[last])
        .wait_for("the answer", |screen| found(screen, articles).is_some_and(|count| count > 0));
    let time = began.elapsed();
    session.press(&["Enter"]);
    clear(session, articles);
    time
}

fn clear(session: &mut Session, articles: &str) {
    let title = format!("Articles {articles} ");
    session.press(&["Esc"]).wait_for("the whole list", |screen| pty::contents(screen).contains(&title));
}
