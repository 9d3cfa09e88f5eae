//! The tables, version by version. A version that has been released is never changed; a new one is appended.

/// Numbers that others may hold on to are never given out twice (`AUTOINCREMENT`), because another instance may have
/// replaced the row meanwhile. `published` and `zone` are explained in `codec`; `named` is the recogniser's edition.
macro_rules! derived {
    () => {
        "
CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    origin BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    hash BLOB NOT NULL,
    reader INTEGER NOT NULL,
    problem TEXT
) STRICT;
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    title TEXT NOT NULL,
    publisher TEXT,
    author TEXT,
    published INTEGER,
    zone INTEGER,
    language TEXT,
    length INTEGER NOT NULL,
    words INTEGER NOT NULL,
    hash BLOB NOT NULL,
    named INTEGER,
    UNIQUE (source, ordinal)
) STRICT;
CREATE INDEX article_by_text ON article (hash);
CREATE TABLE names (
    article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    packed BLOB NOT NULL
) STRICT;
"
    };
}

/// The index. What goes into it and how it is cut into tokens belong together (see `tokens`). It gathers up to 16 MB before
/// it writes: fewer and larger pieces, which need less merging.
macro_rules! fulltext {
    ($tokenizer:literal) => {
        concat!(
            "CREATE VIRTUAL TABLE fulltext USING fts5 (title, body, content = '', contentless_delete = 1, tokenize = '",
            $tokenizer,
            "');\nINSERT INTO fulltext (fulltext, rank) VALUES ('hashsize', 16777216);\n"
        )
    };
}

/// A subject is what the user did something with, under every text that it has had. The jumps ahead stand behind those
/// behind, in the order of `position`.
macro_rules! users {
    () => {
        "
CREATE TABLE subject (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    origin BLOB NOT NULL,
    ordinal INTEGER NOT NULL,
    alone INTEGER NOT NULL,
    title TEXT NOT NULL
) STRICT;
CREATE INDEX subject_by_place ON subject (origin, ordinal);
CREATE TABLE known_text (
    hash BLOB PRIMARY KEY,
    subject INTEGER NOT NULL REFERENCES subject ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX known_text_by_subject ON known_text (subject);
CREATE TABLE reading (
    subject INTEGER PRIMARY KEY REFERENCES subject ON DELETE CASCADE,
    read_at INTEGER,
    starred_at INTEGER,
    place INTEGER,
    place_text BLOB
) STRICT;
CREATE TABLE tag (
    subject INTEGER NOT NULL REFERENCES subject ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (subject, tag)
) STRICT, WITHOUT ROWID;
CREATE TABLE note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subject INTEGER NOT NULL REFERENCES subject ON DELETE CASCADE,
    start INTEGER,
    end INTEGER,
    quoted TEXT,
    text TEXT NOT NULL,
    written_at INTEGER NOT NULL
) STRICT;
CREATE INDEX note_by_subject ON note (subject);
CREATE TABLE jump (
    position INTEGER PRIMARY KEY,
    ahead INTEGER NOT NULL,
    subject INTEGER NOT NULL REFERENCES subject ON DELETE CASCADE,
    place INTEGER NOT NULL,
    followed TEXT,
    kind TEXT
) STRICT;
CREATE INDEX jump_by_subject ON jump (subject);
CREATE TABLE session (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    query TEXT NOT NULL,
    filter TEXT NOT NULL,
    followed TEXT,
    kind TEXT,
    subject INTEGER REFERENCES subject ON DELETE SET NULL,
    place INTEGER NOT NULL
) STRICT;
"
    };
}

/// Marks the file as ours: `KIOS`, the database's `application_id`.
pub(super) const APPLICATION: u32 = u32::from_be_bytes(*b"KIOS");

/// The packed list of a pile, and how often anything derived has changed (see `listing`).
macro_rules! listing {
    () => {
        "
CREATE TABLE listing (roots BLOB PRIMARY KEY, generation INTEGER NOT NULL, packed BLOB NOT NULL) STRICT;
CREATE TABLE generation (id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL) STRICT;
INSERT INTO generation (id, number) VALUES (1, abs(random() / 2));
"
    };
}

/// What articles say, in a few bytes each, by which stories are found. Articles that say too little have none.
macro_rules! fingerprints {
    () => {
        "
CREATE TABLE fingerprint (
    article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
    packed BLOB NOT NULL
) STRICT;
"
    };
}

/// The entities over piles (see `roll`).
macro_rules! rolls {
    () => {
        "
CREATE TABLE roll (
    roots BLOB PRIMARY KEY,
    edition INTEGER NOT NULL,
    articles BLOB NOT NULL,
    packed BLOB NOT NULL
) STRICT;
"
    };
}

/// When texts came in and up to where a pile was seen, both counted by the numbers of articles, which only grow: no clock
/// can be wrong. `arrived` is the number under which a text was first kept; what was there before this was known is old.
/// `arrival` remembers it for texts that are gone, `visit` the highest number as a visit of some roots ended.
macro_rules! news {
    () => {
        "
ALTER TABLE article ADD COLUMN arrived INTEGER NOT NULL DEFAULT 0;
CREATE TABLE arrival (text BLOB PRIMARY KEY, arrived INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE visit (roots BLOB PRIMARY KEY, seen INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"
    };
}

/// What each version adds, from the first on. The number of the last is the file's `user_version`.
///
/// 2: the index knows what stands between words; the articles are to be read anew for it. 3: packed lists. 4: fingerprints;
/// the articles are to be analysed anew for them. 5: entities. 6: what is
/// new since the last visit.
pub(super) const VERSIONS: [&str; 6] = [
    concat!(derived!(), fulltext!("unicode61 remove_diacritics 0"), users!()),
    concat!("DELETE FROM names; DELETE FROM article; DELETE FROM source; DROP TABLE fulltext;\n", fulltext!("ascii")),
    listing!(),
    concat!(fingerprints!(), "UPDATE article SET named = NULL; UPDATE generation SET number = number + 1;"),
    rolls!(),
    news!(),
];

/// The tables of what the machine derived as the newest version has them, to make them again after they were dropped.
pub(super) const DERIVED_TABLES: &str =
    concat!(derived!(), fulltext!("ascii"), listing!(), fingerprints!(), rolls!(), news!());

/// Their names, in the order in which they can be dropped. No table of the user's refers to any of them. Visits go with what
/// they are counted by: else everything that is read anew would be new.
pub(super) const DERIVED: [&str; 10] =
    ["visit", "arrival", "roll", "listing", "generation", "fulltext", "fingerprint", "names", "article", "source"];

/// The tables of what the user did.
pub(super) const USERS: [&str; 7] = ["subject", "known_text", "reading", "tag", "note", "jump", "session"];
