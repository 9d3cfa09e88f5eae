//! Makes something to measure with. The same arguments always give the same files.
//!
//! `cargo run --release --example pile -- COUNT FOLDER` writes that many made-up articles of about 4 KB,
//! `cargo run --release --example pile -- --with NAME COUNT FOLDER` the same, each dated and each naming somebody,
//! `cargo run --release --example pile -- --one MB FILE` a single one of that many megabytes,
//! `cargo run --release --example pile -- --titles COUNT FILE` only titles, one a line.

#[path = "../benches/made/mod.rs"]
mod made;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

const USAGE: &str = "usage: pile [--with NAME] COUNT FOLDER | pile --one MB FILE | pile --titles COUNT FILE";

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let maker = made::Maker::default();
    match words.as_slice() {
        ["--one", megabytes, file] => fs::write(file, maker.long(megabytes.parse::<usize>()? << 20))?,
        ["--titles", count, file] => {
            let mut out = BufWriter::new(File::create(file)?);
            for n in 0..count.parse()? {
                writeln!(out, "{}", maker.title(n))?;
            }
            out.flush()?;
        }
        [count, folder] => articles(count.parse()?, &PathBuf::from(folder), |n| maker.article(n, 4000))?,
        ["--with", name, count, folder] => {
            articles(count.parse()?, &PathBuf::from(folder), |n| naming(&maker.article(n, 4000), name, n))?;
        }
        _ => anyhow::bail!(USAGE),
    }
    Ok(())
}

/// An article with a day, and with a sentence about somebody in front.
fn naming(article: &str, name: &str, n: usize) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let (title, text) = article.split_once("\n\n").unwrap_or((article, ""));
    let (day, month, year) = (n % 28 + 1, MONTHS[n / 28 % 12], 2015 + n / 336 % 10);
    format!("{title}\n\nPublié le {day} {month} {year}\n\n{name} a parlé hier. {text}")
}

fn articles(count: usize, folder: &Path, article: impl Fn(usize) -> String) -> anyhow::Result<()> {
    for n in 0..count {
        // A thousand files a folder: file systems and people are slow with more.
        let inner = folder.join(format!("{:03}", n / 1000));
        if n % 1000 == 0 {
            fs::create_dir_all(&inner)?;
        }
        fs::write(inner.join(format!("{n:06}.txt")), article(n))?;
    }
    Ok(())
}
