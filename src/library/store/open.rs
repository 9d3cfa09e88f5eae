//! Opening the library's file, and refusing what is not ours before the database has touched it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::schema::{APPLICATION, VERSIONS};
use super::{Error, Store, migrate};

/// How long another writer is waited for. A batch takes well under a second.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// Between two tries where the database does not wait by itself.
const PAUSE: Duration = Duration::from_millis(5);

/// Statements kept prepared: more than this room has.
const STATEMENTS: usize = 64;

/// The format that this program writes.
pub(super) const KNOWN: u32 = VERSIONS.len() as u32;

impl Store {
    /// Opens the library at `path` for reading and writing. Makes its folder and the file where they are missing, and
    /// brings an older format up to date.
    ///
    /// # Errors
    /// Says what is wrong with the folder or the file. A file that is not ours, or newer than this program, is left
    /// exactly as it is.
    pub fn open(path: &Path) -> Result<Self, Error> {
        make_folder(path)?;
        refuse_strange(path)?;
        Self::open_to_write(path, OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// The same for a library that is there already: what only looks after one never makes one.
    ///
    /// # Errors
    /// When there is none; else as [`Store::open`].
    pub fn open_existing(path: &Path) -> Result<Self, Error> {
        refuse_missing(path)?;
        Self::open_to_write(path, OpenFlags::empty())
    }

    fn open_to_write(path: &Path, flags: OpenFlags) -> Result<Self, Error> {
        let connect = || {
            let conn = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | flags)?;
            // The file's first bytes may be older than its log: only the database sees both. Should they turn out to be
            // of a newer program, closing must not write the log back.
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
            let found = migrate::version(&conn)?;
            Ok((conn, found))
        };
        let (mut conn, found) = connect().map_err(|error| unopened(path, error))?;
        refuse_newer(path, found)?;
        let set_up = |conn: &mut Connection| {
            if conn.is_readonly("main")? {
                return Ok(Err(Error::ReadOnly { path: path.to_owned() }));
            }
            conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
            configure(conn)?;
            migrate::migrate(conn, path, &VERSIONS)
        };
        set_up(&mut conn).map_err(|error| unopened(path, error))??;
        Ok(Self { conn, path: path.to_owned() })
    }

    /// Waits so long for another writer from now on, instead of [`PATIENCE`].
    ///
    /// # Errors
    /// As the database has it.
    pub fn wait_for_writers(&self, patience: Duration) -> Result<(), Error> {
        self.conn.busy_timeout(patience).map_err(|error| self.fault(error))
    }

    /// Opens the library at `path` for reading only: what would change it fails with [`Error::ReadOnly`].
    ///
    /// # Errors
    /// When there is none, or none that this program can read.
    pub fn open_read_only(path: &Path) -> Result<Self, Error> {
        refuse_missing(path)?;
        let open = |name: &Path, flags| {
            let conn = connect(name, OpenFlags::SQLITE_OPEN_READ_ONLY | flags)?;
            let found = migrate::version(&conn)?;
            Ok((conn, found))
        };
        let opened = open(path, OpenFlags::empty()).or_else(|error| {
            // Readers share a small file beside the database. Where it cannot be made nobody can be writing either, so
            // that without a log the file can be read as it stands.
            if log_of(path).exists() { Err(error) } else { open(&immutable(path), OpenFlags::SQLITE_OPEN_URI) }
        });
        let (conn, found) = opened.map_err(|error| unopened(path, error))?;
        refuse_newer(path, found)?;
        if found < KNOWN {
            return Err(Error::Older { path: path.to_owned(), found, known: KNOWN });
        }
        Ok(Self { conn, path: path.to_owned() })
    }
}

/// Makes the folder of the file, for nobody else's eyes: what somebody reads is their own business.
fn make_folder(path: &Path) -> Result<(), Error> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) else {
        return Ok(());
    };
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|cause| Error::Folder { path: path.to_owned(), cause })
}

/// Looks at the first bytes of the file, which any program may do without a trace. `None` for a file that is not there
/// or empty.
fn refuse_strange(path: &Path) -> Result<Option<()>, Error> {
    const MAGIC: &[u8] = b"SQLite format 3\0";
    const LENGTH: usize = 100;
    let closed = |cause: io::Error| Error::Closed { path: path.to_owned(), cause: cause.into() };
    let mut head = Vec::with_capacity(LENGTH);
    match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(closed(error)),
        Ok(_) if path.is_dir() => return Err(Error::Foreign { path: path.to_owned() }),
        Ok(file) => file.take(LENGTH as u64).read_to_end(&mut head).map_err(closed)?,
    };
    if head.is_empty() {
        return Ok(None);
    }
    if !head.starts_with(MAGIC) {
        return Err(Error::Foreign { path: path.to_owned() });
    }
    if head.len() < LENGTH {
        return Err(Error::Damaged { path: path.to_owned(), cause: "it ends too soon".into() });
    }
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let (version, application) = (number(60), number(68));
    // Both are 0 while a new file's tables are still in its log.
    if application != APPLICATION && (application, version) != (0, 0) {
        return Err(Error::Foreign { path: path.to_owned() });
    }
    refuse_newer(path, version)?;
    refuse_cut_short(path, &head)?;
    Ok(Some(()))
}

/// The database reads what is missing at the end of a file as empty pages, and would write behind them. A file may be
/// shorter than its first page says only while a log holds the rest.
fn refuse_cut_short(path: &Path, head: &[u8]) -> Result<(), Error> {
    let page = match u16::from_be_bytes([head[16], head[17]]) {
        1 => 1 << 16,
        size => u64::from(size),
    };
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    // The number of pages holds when both counters are the same (the database's file format, section 1.3.7).
    let pages = if number(24) == number(92) { u64::from(number(28)) } else { 0 };
    let whole = fs::metadata(path).is_ok_and(|meta| meta.len() >= pages * page);
    let in_the_log = || fs::metadata(log_of(path)).is_ok_and(|log| log.len() > 0);
    if whole || in_the_log() {
        return Ok(());
    }
    Err(Error::Damaged { path: path.to_owned(), cause: "it ends too soon".into() })
}

/// As [`refuse_strange`], and refuses a file that is not there, or empty while its log is not there either: a new library
/// may still be all in its log.
fn refuse_missing(path: &Path) -> Result<(), Error> {
    match refuse_strange(path)? {
        None if !path.exists() || !log_of(path).exists() => Err(Error::Missing { path: path.to_owned() }),
        _ => Ok(()),
    }
}

fn refuse_newer(path: &Path, found: u32) -> Result<(), Error> {
    if found > KNOWN { Err(Error::Newer { path: path.to_owned(), found, known: KNOWN }) } else { Ok(()) }
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(PATIENCE)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    // The file may have been written to by anything: nothing in it may run anything.
    conn.pragma_update(None, "trusted_schema", false)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(conn)
}

fn configure(conn: &Connection) -> rusqlite::Result<()> {
    write_ahead(conn)?;
    conn.pragma_update(None, "synchronous", "NORMAL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // In KiB: the pages of the index that a batch touches again and again.
    conn.pragma_update(None, "cache_size", -32 * 1024)?;
    // In bytes: what a large batch leaves of its log is given back.
    conn.pragma_update_and_check(None, "journal_size_limit", 16 << 20, |row| row.get::<_, i64>(0))?;
    Ok(())
}

/// Writes into a log, so that readers never wait. Instances that meet in a new file get in each other's way here, and the
/// database tells them so at once instead of waiting: each would wait for the other.
fn write_ahead(conn: &Connection) -> rusqlite::Result<()> {
    let until = Instant::now() + PATIENCE;
    loop {
        // Answers with the mode it is in: a disk that cannot share memory between processes keeps another, and works.
        match conn.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0)) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && Instant::now() < until => {
                thread::sleep(PAUSE);
            }
            done => return done.map(|_| ()),
        }
    }
}

/// What an error means while the file is being opened: a database that cannot make its file, or the files beside it,
/// says only that it cannot open them.
fn unopened(path: &Path, error: rusqlite::Error) -> Error {
    match Error::of(path, error) {
        Error::Closed { path, .. } if File::open(&path).is_ok() || !path.exists() => Error::ReadOnly { path },
        error => error,
    }
}

/// The log beside the file, which holds what is not yet in it.
pub(super) fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// The address of a file that nobody is writing.
pub(super) fn immutable(path: &Path) -> PathBuf {
    use std::fmt::Write;
    let mut address = String::from("file:");
    for byte in super::Origin::file(path).0 {
        let _ = match byte {
            b'/' | b'.' | b'-' | b'_' => write!(address, "{}", char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => write!(address, "{}", char::from(byte)),
            byte => write!(address, "%{byte:02X}"),
        };
    }
    (address + "?immutable=1").into()
}
