//! Folders in which mail programs keep their mails: Maildir with one file a mail, and the files that are only theirs.
//!
//! A Maildir has the folders `cur`, `new` and `tmp`; what lies in `tmp` is still being delivered. Maildir++ keeps more of
//! them beside these, under names that begin with a dot. Only names and kinds of files are looked at here, never contents.

use std::ffi::OsStr;
use std::path::{Component, Path};

/// The folders of mails that are there.
const READ: [&str; 2] = ["cur", "new"];
/// The folder of mails that are not there yet.
const COMING: &str = "tmp";

/// How the names of files begin that servers keep beside the mails: Dovecot, Courier, Exim.
const OWN: [&str; 5] = ["dovecot", "courierimap", "maildirfolder", "maildirsize", "subscriptions"];

/// True for a folder of mails.
fn is_maildir(folder: &Path) -> bool {
    READ.iter().chain([&COMING]).all(|name| folder.join(name).is_dir())
}

/// True for a folder below a Maildir that is one itself: its name may begin with a dot.
pub fn is_folder_of_mails(path: &Path) -> bool {
    path.parent().is_some_and(is_maildir) && is_maildir(path)
}

/// True for what a mail program keeps for itself: mails on their way, lists of what is where.
pub fn is_own(path: &Path, is_folder: bool) -> bool {
    let Some((name, folder)) = path.file_name().and_then(OsStr::to_str).zip(path.parent()) else { return false };
    if is_folder {
        return name == COMING && is_maildir(folder);
    }
    // Thunderbird keeps `INBOX.msf` beside the mailbox `INBOX`.
    let index = name.strip_suffix(".msf").is_some_and(|mailbox| folder.join(mailbox).is_file());
    index || OWN.iter().any(|own| name.starts_with(own)) && is_maildir(folder)
}

/// True when `path`, which lies below a folder that is read, may lie in a folder of mails whose name begins with a dot, and
/// in no other hidden place.
pub fn may_be_seen(path: &Path) -> bool {
    let mut parts = path.components().peekable();
    while let Some(part) = parts.next() {
        let hidden = matches!(part, Component::Normal(name) if name.as_encoded_bytes().starts_with(b"."));
        let below = parts.peek().map(|part| part.as_os_str());
        if hidden && !below.is_some_and(|name| READ.iter().any(|known| name == *known)) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn only_a_maildir_has_things_of_its_own() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        for folder in [
            "mail/cur",
            "mail/new",
            "mail/tmp",
            "mail/.Sent/cur",
            "mail/.Sent/new",
            "mail/.Sent/tmp",
            "pile/tmp",
            "pile/.git",
        ] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        fs::write(at("pile/INBOX"), "x").unwrap();
        assert!(is_own(&at("mail/tmp"), true) && !is_own(&at("pile/tmp"), true) && !is_own(&at("mail/cur"), true));
        assert!(is_own(&at("mail/dovecot.index.log"), false) && !is_own(&at("pile/dovecot.txt"), false));
        assert!(is_own(&at("pile/INBOX.msf"), false) && !is_own(&at("pile/other.msf"), false));
        assert!(is_folder_of_mails(&at("mail/.Sent")) && !is_folder_of_mails(&at("pile/.git")));
        assert!(!is_folder_of_mails(&at("mail")), "the first is no folder of another");
    }

    #[test]
    fn hidden_folders_of_mails_are_told_by_what_follows() {
        for (path, seen) in [
            ("a/b.txt", true),
            (".Sent/new/1690.M1.host", true),
            ("mail/.Archive.2021/cur/1690.M1.host:2,S", true),
            (".Sent/tmp/1690.M1.host", false),
            (".git/config", false),
            ("a/.b.swp", false),
        ] {
            assert_eq!(may_be_seen(Path::new(path)), seen, "{path}");
        }
    }
}
