//! What the user says of who is who, from a key to the file beside the library, and back at the next start.

use std::fs;
use std::path::Path;

use super::{kiosque, three_articles, wait_read};
use crate::pty::{Life, Session};

fn with_library(folder: &Path, library: &Path) -> Session {
    let mut session = kiosque().arg("--library").arg(library).arg(folder).size(120, 30).start();
    wait_read(&mut session, 3);
    session
}

#[test]
fn two_that_are_one_stay_one_until_that_is_taken_back() {
    let (folder, data) = (three_articles(), tempfile::tempdir().unwrap());
    let library = data.path().join("kept/library.db");
    let names = data.path().join("kept/names.tsv");
    let rulings = || {
        let text = fs::read_to_string(&names).unwrap_or_default();
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut session = with_library(folder.path(), &library);
    session.wait_text("2 Kim Jong Un").press(&["2"]).wait_text("following Kim Jong Un");
    session.press(&["M"]).wait_text("is really:").press(&["v", "l", "a", "d"]).wait_text("5 mentions");
    session.press(&["↓", "Enter"]).wait_text("Kim Jong Un is Vladimir Poutine: 2 mentions in 1 article");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
    assert_eq!(rulings(), ["same\tperson\tKim Jong Un\tperson\tVladimir Poutine"]);

    // Somebody else adds a line meanwhile; one makes no sense.
    let text = fs::read_to_string(&names).unwrap();
    fs::write(&names, format!("{text}# ours\nhidden\tperson\nhidden\tperson\tPersonne D'autre\n")).unwrap();
    let mut session = with_library(folder.path(), &library);
    session.wait_text("Vladimir Poutine   5");
    session.press(&["1"]).wait_text("following Vladimir Poutine").wait_text("7 in 2 articles").wait_text("1 notice");
    session.press(&["R"]).wait_text("name to show:").press(&["^U", "V", "V", "P", "Enter"]).wait_text("is called VVP");
    session.press(&["f"]).wait_text("following VVP");
    session.press(&["u"]).wait_text("undone: Vladimir Poutine is called VVP");
    session.press(&["f"]).wait_text("following Vladimir Poutine").press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
    let expected =
        ["same\tperson\tKim Jong Un\tperson\tVladimir Poutine", "hidden\tperson", "hidden\tperson\tPersonne D'autre"];
    assert_eq!(rulings(), expected);

    fs::write(&names, "# nobody\n").unwrap();
    let mut session = with_library(folder.path(), &library);
    session.wait_text("2 Kim Jong Un").press(&["2"]).wait_text("following Kim Jong Un").press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
}
