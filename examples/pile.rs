//! Makes something to measure with. The same arguments always give the same files.
//!
//! `cargo run --release --example pile -- COUNT FOLDER` writes that many made-up articles of about 4 KB,
//! `cargo run --release --example pile -- --one MB FILE` a single one of that many megabytes,
//! `cargo run --release --example pile -- --titles COUNT FILE` only titles, one a line.

#[path = "../benches/made/mod.rs"]
mod made;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

const USAGE: &str = "usage: pile COUNT FOLDER | pile --one MB FILE | pile --titles COUNT FILE";

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
        [count, folder] => articles(&maker, count.parse()?, &PathBuf::from(folder))?,
        _ => anyhow::bail!(USAGE),
    }
    Ok(())
}

fn articles(maker: &made::Maker, count: usize, folder: &Path) -> anyhow::Result<()> {
    for n in 0..count {
        // A thousand files a folder: file systems and people are slow with more.
        let inner = folder.join(format!("{:03}", n / 1000));
        if n % 1000 == 0 {
            fs::create_dir_all(&inner)?;
        }
        fs::write(inner.join(format!("{n:06}.txt")), maker.article(n, 4000))?;
    }
    Ok(())
}
