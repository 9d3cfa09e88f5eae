//! Prints how much of each article the marked web pages give and how much of what surrounds it they keep out: `pages`. Those
//! held out are summed up alone, so that whoever improves the reading does not improve it for them. `pages FOLDER` counts
//! the visible words of the files in a folder instead, to compare two versions by.

#[path = "../tests/it/pages/measure.rs"]
mod measure;

use std::{env, fs};

use kiosque::ingest::{self, Hints};
use measure::Measured;

fn main() {
    if let Some(folder) = env::args().nth(1) {
        return count(&folder);
    }
    println!("{:28} {:>6} {:>7} {:>9} {:>9}", "page", "words", "kept", "furniture", "kept out");
    let mut all = Vec::new();
    for page in measure::pages(false) {
        let measured = measure::measure(&page);
        row(&page.file_stem().unwrap_or_default().to_string_lossy(), &measured);
        all.push(measured);
    }
    row("all of these", &Measured::sum(&all));
    let held_out: Vec<Measured> = measure::pages(true).iter().map(|page| measure::measure(page)).collect();
    row(&format!("held out ({})", held_out.len()), &Measured::sum(&held_out));
}

fn row(name: &str, measured: &Measured) {
    let Measured { text, furniture, .. } = measured;
    let (kept, out) = (measured.text_kept(), measured.furniture_kept_out());
    println!("{name:28} {text:6} {kept:7.3} {furniture:9} {out:9.3}");
}

fn count(folder: &str) {
    let files = fs::read_dir(folder).expect("a folder").filter_map(|entry| fs::read(entry.ok()?.path()).ok());
    let (mut articles, mut words) = (0, 0);
    for bytes in files {
        for article in ingest::read(&bytes, &Hints::default()).articles {
            articles += 1;
            words += article.words();
        }
    }
    println!("{articles} articles, {words} visible words");
}
