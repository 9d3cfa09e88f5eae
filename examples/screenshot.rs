//! Makes the pictures in the README from a real run: `cargo run --release --example screenshot` builds the program,
//! opens the sample pile in a pseudo-terminal, follows somebody, and writes `assets/screen.svg`; then their card and all
//! mentions of them, `assets/card.svg` and `assets/mentions.svg`.

#[path = "../tests/it/pty.rs"]
mod pty;

use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

const COLUMNS: u16 = 140;
const ROWS: u16 = 36;
/// Into the first article, follow the first person of the sidebar, and on to another mention.
const KEYS: [&str; 4] = ["Enter", "1", "f", "f"];

fn main() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let built = Command::new(env!("CARGO")).args(["build", "--release", "--locked"]).current_dir(root).status()?;
    anyhow::ensure!(built.success(), "the program does not build");
    // This example is `target/release/examples/screenshot`, wherever the target folder is.
    let here = env::current_exe()?;
    let target = here.ancestors().nth(3).unwrap_or(root);
    let mut session = pty::Run::new(target.join("release/kiosque")).size(COLUMNS, ROWS).start();
    session.wait_for("the sample pile", |screen| {
        let text = pty::contents(screen);
        text.contains("? help") && text.contains("PEOPLE") && !text.contains("scanning") && !text.contains("analysing")
    });
    session.press(&KEYS[..2]).wait_text("following ").wait_text("· 1/");
    session.press(&KEYS[2..3]).wait_text("· 2/").press(&KEYS[3..]).wait_text("· 3/");
    let picture = |session: &pty::Session, name: &str| {
        let svg = anstyle_svg::Term::new().palette(anstyle_svg::WIN10_CONSOLE).render_svg(&ansi(session.screen()));
        fs::write(root.join("assets").join(name), svg)
    };
    picture(&session, "screen.svg")?;
    session.press(&["i"]).wait_text("NAMED WITH").wait_gone("looking for what they say");
    picture(&session, "card.svg")?;
    session.press(&["c"]).wait_text("as the articles lie").press(&["j"]).wait_text("2 of ");
    picture(&session, "mentions.svg")?;
    session.press(&["Q"]).wait_end();
    Ok(())
}

/// The screen as text with colour sequences and nothing else: a picture knows no cursor movements.
fn ansi(screen: &vt100::Screen) -> String {
    let mut out = String::new();
    for row in 0..ROWS {
        let mut last = String::new();
        for cell in (0..COLUMNS).filter_map(|column| screen.cell(row, column)) {
            if cell.is_wide_continuation() {
                continue;
            }
            let style = style(cell);
            if style != last {
                let _ = write!(out, "\x1b[0m{style}");
                last = style;
            }
            out.push_str(if cell.has_contents() { cell.contents() } else { " " });
        }
        out.push_str("\x1b[0m\n");
    }
    out.trim_end_matches('\n').to_owned()
}

/// A sequence for each attribute: the picture's maker takes a colour behind an underline for the kind of the underline.
fn style(cell: &vt100::Cell) -> String {
    let mut out = String::new();
    let flags = [(cell.bold(), 1), (cell.dim(), 2), (cell.italic(), 3), (cell.underline(), 4), (cell.inverse(), 7)];
    for (_, code) in flags.iter().filter(|(on, _)| *on) {
        let _ = write!(out, "\x1b[{code}m");
    }
    for (color, base) in [(cell.fgcolor(), 38), (cell.bgcolor(), 48)] {
        let _ = match color {
            vt100::Color::Default => Ok(()),
            vt100::Color::Idx(index) => write!(out, "\x1b[{base};5;{index}m"),
            vt100::Color::Rgb(red, green, blue) => write!(out, "\x1b[{base};2;{red};{green};{blue}m"),
        };
    }
    out
}
