//! Whole-program runs in a pseudo-terminal.

mod bad_input;
#[cfg(unix)]
mod exporting;
mod feeds;
mod flows;
mod kept;
mod names;
mod restore;
mod safety;
mod saved;
mod stories;
mod stream;
mod together;
#[cfg(unix)]
mod trouble;
mod views;
mod watched;
mod watching;

use std::fs;
use std::path::Path;

use crate::pty::{Run, Session};

/// The program.
fn kiosque() -> Run {
    Run::new(env!("CARGO_BIN_EXE_kiosque"))
}

/// A run over a folder, once all of its articles are read.
fn open(folder: &Path, columns: u16, rows: u16, articles: usize) -> Session {
    let mut session = kiosque().arg(folder).size(columns, rows).start();
    wait_read(&mut session, articles);
    session
}

fn wait_read(session: &mut Session, articles: usize) {
    session.wait_for(&format!("{articles} articles read"), |screen| is_read(screen, articles));
}

fn is_read(screen: &vt100::Screen, articles: usize) -> bool {
    let text = crate::pty::contents(screen);
    let busy = ["scanning", "analysing", "not read yet"].iter().any(|word| text.contains(word));
    text.contains(&format!("Articles {articles} ")) && !busy && text.contains("? help")
}

const MEETING: &str = "Une rencontre au bord du Pacifique

Le président russe Vladimir Poutine a reçu mardi le dirigeant nord-coréen Kim Jong Un au bord du Pacifique. \
Sur le quai, Vladimir Poutine attendait depuis une heure.

Devant la presse, Vladimir Poutine a parlé de chemins de fer, de blé et de satellites. Les deux hommes ont ensuite \
visité une usine, où rien n’avait été laissé au hasard.

Le soir, Kim Jong Un a remercié ses hôtes. Il repartira jeudi.
";

const SUMMER: &str = "L’été s’achève sans pluie

Les nappes n’ont pas remonté depuis le mois de mai. Les maires du canton demandent que l’arrosage soit interdit.

« Nous n’avions jamais vu cela », dit un éleveur.
";

const RETURN: &str = "Retour dans la capitale

De retour dans la capitale, le président Vladimir Poutine a réuni ses ministres. Aucun d’eux n’a voulu parler.

Selon son porte-parole, Vladimir Poutine prononcera un discours vendredi.
";

/// A folder of three articles; one man is named in the first and in the last.
fn three_articles() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("1.txt", MEETING), ("2.txt", SUMMER), ("3.txt", RETURN)] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}
