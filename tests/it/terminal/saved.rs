//! Saved queries from the file to the screen and back.

use std::fs;

use super::{kiosque, three_articles, wait_read};
use crate::pty::Life;

#[test]
fn a_query_is_completed_saved_chosen_and_edited_in_its_file() {
    let (folder, settings) = (three_articles(), tempfile::tempdir().unwrap());
    let file = settings.path().join("kiosque/queries.txt");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "# mine\n\nPluie = pluie -neige\nno query at all\n").unwrap();
    let path = settings.path().to_str().unwrap();
    let mut session = kiosque().env("XDG_CONFIG_HOME", path).arg(folder.path()).size(120, 30).start();
    session.wait_for("a count", |screen| {
        crate::pty::contents(screen).lines().any(|row| row.contains("= Pluie") && row.contains(" 1 "))
    });
    // The broken line is told, and the other one holds.
    session
        .press(&["!"])
        .wait_text("queries.txt:4: a line is: name = query")
        .press(&["Esc"])
        .wait_gone("queries.txt:4");
    wait_read(&mut session, 3);
    session.press(&["L"]).wait_text("Saved queries").press(&["Enter"]).wait_text("Articles 1 of 3");
    session.press(&["L"]).wait_text("Saved queries").press(&["Enter"]).wait_text("Articles 3 ");
    // Completed with Tab, and saved under a name.
    session.press(&["=", "p", "e", "r", "Tab"]).wait_text("query: person:");
    session.press(&["p", "o", "u", "Tab"]).wait_text("query: person:\"Vladimir Poutine\"");
    session.press(&["Enter"]).wait_text("Articles 2 of 3");
    session.press(&["W"]).wait_text("save query as:").press(&["V", "P", "Enter"]).wait_text("saved as “VP”");
    session.wait_text("► VP");
    let expected = "# mine\n\nPluie = pluie -neige\nno query at all\nVP = person:\"Vladimir Poutine\"\n";
    assert_eq!(fs::read_to_string(&file).unwrap(), expected);
    // What is changed in the file is there when the list is opened.
    fs::write(&file, "Été = pluie\n").unwrap();
    session.press(&["L"]).wait_text("Été").press(&["Enter"]).wait_text("► Été").wait_text("Articles 1 of 3");
    session.press(&["Esc"]).wait_text("Articles 3 ").wait_text("= Été");
    session.press(&["Q"]);
    assert_eq!(session.wait_end(), Life::Exited(0));
}
