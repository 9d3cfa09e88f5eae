//! Measures the start of the program in a pseudo-terminal of 200 columns and 60 rows:
//! `first_frame PROGRAM RUNS ARTICLES ARGUMENT…` prints the median of the time from its start to the last byte of the
//! first frame, that to the list being complete (all articles read and analysed), and the most memory it held.

#[path = "../tests/it/pty.rs"]
mod pty;

use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::Context;

struct Times {
    first_frame: Duration,
    complete: Duration,
    /// In kB.
    memory: u64,
}

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [program, runs, articles, rest @ ..] = args.as_slice() else {
        anyhow::bail!("usage: first_frame PROGRAM RUNS ARTICLES ARGUMENT…");
    };
    let runs: usize = runs.parse()?;
    let mut all = (0..runs).map(|_| once(program, articles, rest)).collect::<anyhow::Result<Vec<_>>>()?;
    all.sort_by_key(|times| times.first_frame);
    let first_frame = all[runs / 2].first_frame;
    all.sort_by_key(|times| times.complete);
    let complete = all[runs / 2].complete;
    let memory = all.iter().map(|times| times.memory).max().unwrap_or(0);
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("| {articles} | {:.1} ms | {:.0} ms | {:.1} MB |", ms(first_frame), ms(complete), memory as f64 / 1000.0);
    Ok(())
}

fn once(program: &str, articles: &str, arguments: &[String]) -> anyhow::Result<Times> {
    let run = arguments.iter().fold(pty::Run::new(program).size(200, 60), pty::Run::arg);
    let start = Instant::now();
    let mut session = run.start();
    // The question for the background goes out right behind the first frame.
    session.wait_bytes(b"\x1b]11;?\x07");
    let first_frame = start.elapsed();
    let title = format!("Articles {articles} ");
    session.wait_for("the list to be complete", |screen| {
        let text = pty::contents(screen);
        text.contains(&title) && !text.contains("scanning") && !text.contains("analysing")
    });
    let complete = start.elapsed();
    let status = fs::read_to_string(format!("/proc/{}/status", session.pid()))?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no peak memory")?;
    let memory = peak.trim().trim_end_matches(" kB").parse()?;
    session.press(&["Q"]).wait_end();
    Ok(Times { first_frame, complete, memory })
}
