//! Damages PDF documents in many ways and reads what is left, each in a child process as the program does:
//! `torture_pdf TIMES DOCUMENT…` prints how many were read, refused or given up, and what took longest.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::Context;
use kiosque::ingest::pdf::Pages;

fn main() -> anyhow::Result<()> {
    if kiosque::library::apart::answers(env::args_os()).is_some() {
        return Ok(());
    }
    let mut arguments = env::args().skip(1);
    let times: u64 = arguments.next().context("how many times?")?.parse()?;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut random, mut longest) = (Random(0x9E37_79B9_7F4A_7C15), Duration::ZERO);
    for path in arguments {
        let whole = fs::read(&path).with_context(|| path.clone())?;
        for _ in 0..times {
            let damaged = random.damage(whole.clone());
            let start = Instant::now();
            let what = match kiosque::library::apart::extract(&damaged) {
                Ok(Pages { problems, .. }) if problems.is_empty() => "read".to_owned(),
                Ok(Pages { problems, .. }) => format!("read, {}", without_numbers(&problems[0])),
                Err(problem) => problem.message().to_owned(),
            };
            *counts.entry(what).or_default() += 1;
            longest = longest.max(start.elapsed());
        }
    }
    for (what, count) in counts {
        println!("{count:>7} {what}");
    }
    println!("longest {longest:?}");
    Ok(())
}

fn without_numbers(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect()
}

/// Xorshift: the same damage at every run (Marsaglia, 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    /// Bytes changed, figures changed, a piece cut out, a piece repeated elsewhere.
    fn damage(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        let at = self.below(bytes.len());
        match self.below(4) {
            0 => (0..=self.below(30)).for_each(|_| {
                let at = self.below(bytes.len());
                bytes[at] = self.below(256) as u8;
            }),
            1 => {
                let figures: Vec<usize> = (0..bytes.len()).filter(|&at| bytes[at].is_ascii_digit()).collect();
                for _ in 0..=self.below(8) {
                    bytes[figures[self.below(figures.len())]] = b'0' + self.below(10) as u8;
                }
            }
            2 => drop(bytes.drain(at..(at + self.below(4000)).min(bytes.len()))),
            _ => {
                let from = self.below(bytes.len());
                let piece = bytes[from..(from + 500).min(bytes.len())].to_vec();
                drop(bytes.splice(at..at, piece));
            }
        }
        bytes
    }
}
