//! What may be found in the place of the library.

use std::fs;

use rusqlite::Connection;

use super::*;
use crate::library::store::migrate::migrate;

/// Writes `bytes` where the library should be.
fn with_bytes(bytes: &[u8]) -> Library {
    let library = Library::new();
    fs::write(library.path(), bytes).unwrap();
    library
}

/// The message of an error, with the path left out.
fn message(library: &Library, result: Result<Store, Error>) -> String {
    let message = result.unwrap_err().to_string();
    message.replace(&format!("{}: ", library.path().display()), "")
}

#[test]
fn folder_and_file_are_made_for_the_user_alone() {
    let library = Library::new();
    let path = library.folder.path().join("a/b/library.db");
    let store = Store::open(&path).unwrap();
    assert_eq!(store.path(), path);
    assert_eq!(store.counts().unwrap(), Counts::default());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(path.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    }
}

#[test]
fn the_file_is_set_up_as_it_should_be() {
    let library = Library::new();
    let store = library.open();
    let pragma =
        |name| store.conn.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0)).unwrap();
    assert_eq!(pragma("journal_mode"), "wal".to_owned().into());
    assert_eq!(pragma("foreign_keys"), 1.into());
    assert_eq!(pragma("synchronous"), 1.into());
    assert_eq!(pragma("busy_timeout"), 5000.into());
    assert_eq!(pragma("user_version"), i64::from(open::KNOWN).into());
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let library = with_bytes(b"a file");
    let error = Store::open(&library.path().join("below/library.db")).unwrap_err();
    assert!(matches!(error, Error::Folder { .. }), "{error}");
}

#[test]
fn what_is_not_a_library_is_left_as_it_is() {
    let other = Library::new();
    Connection::open(other.path()).unwrap().execute_batch("CREATE TABLE mine (x)").unwrap();
    let marked = Library::new();
    Connection::open(marked.path())
        .unwrap()
        .execute_batch("PRAGMA application_id = 5; PRAGMA user_version = 1")
        .unwrap();
    for library in [with_bytes(b"Once upon a time"), with_bytes(&[0; 4096]), other, marked] {
        let before = fs::read(library.path()).unwrap();
        assert!(message(&library, Store::open(&library.path())).starts_with("this is not a library of Kiosque"));
        assert_eq!(fs::read(library.path()).unwrap().len(), before.len());
    }
    let folder = Library::new();
    fs::create_dir(folder.path()).unwrap();
    assert!(matches!(Store::open(&folder.path()), Err(Error::Foreign { .. })));
}

#[test]
fn an_empty_file_becomes_a_library() {
    assert!(Store::open(&with_bytes(b"").path()).is_ok());
}

#[test]
fn a_newer_library_is_left_untouched_to_the_byte() {
    let newer = format!("PRAGMA user_version = {}", open::KNOWN + 1);
    // Written back into the file, and still in the log beside it.
    for in_the_log in [false, true] {
        let library = Library::new();
        let store = library.open();
        store.conn.execute_batch(&newer).unwrap();
        let held = in_the_log.then_some(store);
        let bytes = || (fs::read(library.path()).unwrap(), fs::read(open::log_of(&library.path())).ok());
        let before = bytes();
        for opened in [Store::open(&library.path()), Store::open_read_only(&library.path())] {
            let told = message(&library, opened);
            assert_eq!(
                told,
                "the library was written by a newer Kiosque (its format is 7, this program knows 6); \
                update this program or choose another place"
            );
        }
        assert!(bytes() == before, "in the log: {in_the_log}");
        drop(held);
    }
}

#[test]
fn a_log_of_a_newer_program_that_crashed_is_not_written_back() {
    let (library, copy) = (Library::new(), Library::new());
    let store = library.open();
    store.conn.execute_batch(&format!("PRAGMA user_version = {}", open::KNOWN + 1)).unwrap();
    fs::copy(library.path(), copy.path()).unwrap();
    fs::copy(open::log_of(&library.path()), open::log_of(&copy.path())).unwrap();
    let bytes = || (fs::read(copy.path()).unwrap(), fs::read(open::log_of(&copy.path())).unwrap());
    let before = bytes();
    assert!(matches!(Store::open(&copy.path()), Err(Error::Newer { found: 7, .. })));
    assert!(bytes() == before);
}

#[test]
fn reading_only_needs_a_library_and_changes_nothing() {
    let library = Library::new();
    assert!(matches!(Store::open_read_only(&library.path()), Err(Error::Missing { .. })));
    assert!(!library.path().exists());
    let mut store = library.open();
    put(&mut store, "/a", &[("Un", "texte")]);
    let mut reader = Store::open_read_only(&library.path()).unwrap();
    assert_eq!(reader.counts().unwrap().articles, 1);
    assert!(matches!(reader.batch().map(|_| ()), Err(Error::ReadOnly { .. })));
    assert!(matches!(reader.set_session(None), Err(Error::ReadOnly { .. })));
}

#[test]
fn a_library_that_nobody_can_write_is_read_as_it_stands() {
    let library = Library::new();
    put(&mut library.open(), "/a", &[("Un", "texte")]);
    let odd = library.folder.path().join("a b%3F#é.db");
    fs::rename(library.path(), &odd).unwrap();
    let address = open::immutable(&odd);
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_URI;
    let conn = Connection::open_with_flags(address, flags).unwrap();
    assert_eq!(ask::count(&conn, "article").unwrap(), 1);
}

#[test]
fn migrations_run_one_by_one_from_wherever_the_file_is() {
    let library = Library::new();
    let mut conn = Connection::open(library.path()).unwrap();
    let versions = ["CREATE TABLE a (x)", "ALTER TABLE a ADD y; INSERT INTO a VALUES (1, 2)", "broken"];
    for known in [1, 2, 2] {
        migrate(&mut conn, &library.path(), &versions[..known]).unwrap().unwrap();
        assert_eq!(migrate::version(&conn).unwrap(), known as u32);
    }
    assert!(migrate(&mut conn, &library.path(), &versions).is_err());
    assert_eq!(migrate::version(&conn).unwrap(), 2, "a step that fails leaves the file in the version before");
    assert_eq!(ask::count(&conn, "a").unwrap(), 1);
}

#[test]
fn the_first_format_comes_up_to_date_with_all_that_the_user_did() {
    let library = Library::new();
    let starred = identity("/a", "Un", "texte");
    let mut conn = Connection::open(library.path()).unwrap();
    migrate(&mut conn, &library.path(), &schema::VERSIONS[..1]).unwrap().unwrap();
    let mut old = Store { conn, path: library.path() };
    star(&mut old, &starred);
    let of_then = "INSERT INTO source (origin, size, modified, hash, reader) VALUES (x'2F61', 1, 1, zeroblob(16), 1)";
    old.conn.execute(of_then, []).unwrap();
    old.conn.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('article', 1)", []).unwrap();
    drop(old);
    assert!(matches!(Store::open_read_only(&library.path()), Err(Error::Older { found: 1, .. })));
    let mut store = library.open();
    assert!(is_starred(&store, &starred));
    assert_eq!(store.counts().unwrap().sources, 0, "what was derived is to be read anew");
    let ids = put(&mut store, "/a", &[("Un", "texte")]);
    assert!(ids[0] > KeptId(1), "a number is never given out twice");
    assert_eq!(found(&store, "\"un texte\""), []);
    assert_eq!(found(&store, "texte"), ids);
    assert!(store.check().unwrap().problems.is_empty());
}

/// Articles of the format before have no fingerprints: they are analysed anew, and listed meanwhile.
#[test]
fn what_the_third_format_kept_is_listed_and_analysed_anew() {
    let library = Library::new();
    let mut conn = Connection::open(library.path()).unwrap();
    migrate(&mut conn, &library.path(), &schema::VERSIONS[..3]).unwrap().unwrap();
    let of_then = "INSERT INTO source (origin, size, modified, hash, reader) VALUES (x'2F61', 1, 1, zeroblob(16), 1);
        INSERT INTO article (source, ordinal, title, length, words, hash, named) VALUES (1, 0, 'Un', 1, 1, zeroblob(16), 1);";
    conn.execute_batch(of_then).unwrap();
    drop(conn);
    let store = library.open();
    let pile = store.pile(&[Origin(b"/a".to_vec())]).unwrap();
    assert_eq!(
        pile.articles.iter().map(|article| (&*article.title, article.named)).collect::<Vec<_>>(),
        [("Un", None)]
    );
    store.fingerprints(|id, _| panic!("{id:?} has none")).unwrap();
}

#[test]
fn every_error_names_the_file_and_says_what_to_do() {
    use rusqlite::ffi::{self, Error as Code};
    let codes = [
        (ffi::SQLITE_READONLY, "give yourself the right"),
        (ffi::SQLITE_CANTOPEN, "look at the rights"),
        (ffi::SQLITE_NOTADB, "move the file away"),
        (ffi::SQLITE_CORRUPT, "check it"),
        (ffi::SQLITE_BUSY, "try again"),
        (ffi::SQLITE_FULL, "make room"),
        (ffi::SQLITE_IOERR_WRITE, "over a limit"),
    ];
    for (code, advice) in codes {
        let error = rusqlite::Error::SqliteFailure(Code::new(code), None);
        let told = Error::of(Path::new("/x/library.db"), error).to_string();
        assert!(told.starts_with("/x/library.db: ") && told.contains(advice), "{told}");
    }
}

#[test]
fn a_file_that_ends_too_soon_is_damaged_wherever_it_ends() {
    let library = Library::new();
    let mut store = library.open();
    (0..40).for_each(|n| drop(put(&mut store, &format!("/{n}"), &[("Un", &"texte ".repeat(400))])));
    drop(store);
    let whole = fs::read(library.path()).unwrap();
    for missing in [1, 4096, whole.len() / 2] {
        fs::write(library.path(), &whole[..whole.len() - missing]).unwrap();
        assert!(matches!(Store::open(&library.path()), Err(Error::Damaged { .. })), "{missing}");
        assert_eq!(fs::read(library.path()).unwrap().len(), whole.len() - missing);
    }
    fs::write(library.path(), &whole).unwrap();
    assert!(Store::open(&library.path()).is_ok());
}
