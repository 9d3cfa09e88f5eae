//! Measures programs on one huge file in a pseudo-terminal of 200 columns and 60 rows: `huge PROGRAM RUNS FILE` with the
//! path of `kiosque`, `less` or `lnav` and a file that `pile --one` made. It prints a row of a table: the median times from
//! the start to the first of the text on the screen, from the key that goes to the end to the last line on the screen,
//! from the last key of a search to its only hit, in the last line, and the most memory held. Keys come once the whole text
//! is there; when that was, where the first screen is there before it, stands below the row.
//!
//! `huge --start TEXT RUNS PROGRAM ARGUMENT…` prints the median time from the start of any program to a text on its screen.

#[path = "../benches/made/mod.rs"]
mod made;
#[path = "../tests/it/pty.rs"]
mod pty;

use std::fs;
use std::time::{Duration, Instant};

use anyhow::Context;

/// What stands on the screen once the last line does.
const LAST: &str = "Ainsi finit la longue histoire";

/// What stands above the beginning of a text.
const REST: &str = "the rest is being read";

struct Times {
    first: Duration,
    /// From the start until all of the text is there.
    whole: Duration,
    end: Duration,
    search: Duration,
    /// In kB.
    memory: u64,
}

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.as_slice() {
        [start, text, runs, program, rest @ ..] if start == "--start" => {
            let mut times = Vec::new();
            for _ in 0..runs.parse()? {
                let run = rest.iter().fold(pty::Run::new(program).size(200, 60), pty::Run::arg);
                let start = Instant::now();
                run.start().wait_text(text);
                times.push(start.elapsed());
            }
            println!("{:.1} ms", median(times));
        }
        [program, runs, file] => row(program, runs.parse()?, file)?,
        _ => anyhow::bail!("usage: huge PROGRAM RUNS FILE | huge --start TEXT RUNS PROGRAM ARGUMENT…"),
    }
    Ok(())
}

fn row(program: &str, runs: usize, file: &str) -> anyhow::Result<()> {
    let text = fs::read_to_string(file)?;
    let paragraph = text.split("\n\n").nth(1).context("a text of `pile --one` has paragraphs")?;
    let first: String = paragraph.chars().take(30).collect();
    drop(text);
    let all = (0..runs).map(|_| once(program, file, &first)).collect::<anyhow::Result<Vec<_>>>()?;
    let median = |of: fn(&Times) -> Duration| median(all.iter().map(of).collect());
    let memory = all.iter().map(|times| times.memory).max().unwrap_or(0) as f64 / 1000.0;
    let name = program.rsplit('/').next().unwrap_or(program);
    let (first, end, search) = (median(|t| t.first), median(|t| t.end), median(|t| t.search));
    println!("| {name} | {first:.1} ms | {end:.1} ms | {search:.1} ms | {memory:.0} MB |");
    if name == "kiosque" {
        println!("the whole text is there after {:.1} ms", median(|t| t.whole));
    }
    Ok(())
}

/// In milliseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
}

fn once(program: &str, file: &str, first: &str) -> anyhow::Result<Times> {
    let (kiosque, lnav) = (program.ends_with("kiosque"), program.ends_with("lnav"));
    let run = pty::Run::new(program).size(200, 60);
    let run = if lnav { run.arg("-N").arg("-q").arg(file) } else { run.arg(file) };
    let start = Instant::now();
    let mut session = run.start();
    if lnav {
        // It shows the end of a file first.
        session.wait_for("any of the text", |screen| pty::contents(screen).contains(". "));
    } else {
        session.wait_text(first);
    }
    let first_screen = start.elapsed();
    if kiosque {
        session.wait_gone(REST);
    }
    let whole = start.elapsed();
    if kiosque {
        session.press(&["Enter"]);
    }
    if lnav {
        session.wait_text(LAST);
        back_to_top(&mut session, first);
    }
    let end = after(&mut session, &["G"], LAST);
    back_to_top(&mut session, first);
    let (most, last_letter) = made::NEEDLE.split_at(made::NEEDLE.len() - 1);
    let search = if kiosque {
        // It searches while it is typed, so all but the last letter find what stands in the middle.
        session.press(&["/", most]).wait_text(&format!("un {}", made::NEARLY));
        after(&mut session, &[last_letter], LAST)
    } else {
        session.press(&["/", made::NEEDLE]).wait_text(made::NEEDLE);
        after(&mut session, &["Enter"], LAST)
    };
    let status = fs::read_to_string(format!("/proc/{}/status", session.pid()))?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no peak memory")?;
    let memory = peak.trim().trim_end_matches(" kB").parse()?;
    Ok(Times { first: first_screen, whole, end, search, memory })
}

/// Waits until all of the end is off the screen too: it may be painted from its top.
fn back_to_top(session: &mut pty::Session, first: &str) {
    session.press(&["g"]).wait_for("the top", |screen| {
        let text = pty::contents(screen);
        text.contains(first) && !text.contains(LAST)
    });
}

/// The time from some keys to a text on the screen.
fn after(session: &mut pty::Session, keys: &[&str], text: &str) -> Duration {
    let start = Instant::now();
    session.press(keys).wait_text(text);
    start.elapsed()
}
