//! Makes a pile to measure with: `cargo run --release --example pile -- COUNT FOLDER` writes that many made-up articles
//! of about 4 KB. The same count always gives the same files.

#[path = "../benches/made/mod.rs"]
mod made;

use std::path::PathBuf;
use std::{env, fs};

fn main() -> anyhow::Result<()> {
    let mut args = env::args_os().skip(1);
    let (Some(count), Some(folder), None) = (args.next(), args.next(), args.next()) else {
        anyhow::bail!("usage: pile COUNT FOLDER");
    };
    let count: usize = count.to_string_lossy().parse()?;
    let folder = PathBuf::from(folder);
    let maker = made::Maker::default();
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
