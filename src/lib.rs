//! Kiosque reads a pile of articles in the terminal and follows the people in them.
//!
//! This page is the map. The program is one library and a thin binary; the library has rooms, and imports between
//! rooms run one way (`tests/it/house.rs` checks it).
//!
//! # Rooms, from the lowest to the highest
//!
//! | room | holds |
//! |---|---|
//! | [`text`] | machinery without a domain: the filter before the terminal, safe JSON, folding, cells, wrapping, hyphens, little words, likeness |
//! | [`document`] | [`Article`](document::Article), blocks, spans, metadata |
//! | [`ingest`] | bytes to articles and problems: encodings, one pure reader a format within one budget, cleaning; no I/O |
//! | [`fetch`] | over HTTP: an address to bytes, one or politely many; parses and keeps nothing; feature `net` |
//! | [`names`] | who is named where, and which names are one person; the registry of entities over the pile |
//! | [`search`] | fuzzy matching of titles; the query: its parser, its fields, what it holds for |
//! | [`library`] | the pile: scanning, reading within limits, articles and entities; stories; what is kept; saved queries, watch list, feeds |
//! | [`export`] | writers for other programs: articles and mentions, and whole views in six formats; opens no files |
//! | [`worker`] | threads that scan, watch, read, analyse, search and keep; every search has a generation, late results are dropped |
//! | [`app`] | what the screen shows as plain data; [`App::update`](app::App::update) is the only change; no I/O, no terminal |
//! | [`tui`] | the terminal: restore, event loop, keys, layout, theme, drawing |
//! | [`cli`] | the command line: flags to a checked plan, one file a subcommand; knows neither [`app`] nor [`tui`] |
//!
//! # Flows
//!
//! *An article's way.* A path is found by [`library::scan`] and stands in the list by its file name at once.
//! [`library::read`] reads its bytes ([`library::apart`] has PDF documents taken apart by a child process), [`ingest`] decodes, cleans and divides them into an article with its problems,
//! [`names`] tags it and resolves its variants; [`library::Pile`] takes in both and joins the article's people with
//! those of the pile. The article on the screen goes first, the rest follow on all cores. While a huge one is read, its
//! beginning is on the screen ([`library::preview`]): for the eyes, kept nowhere.
//!
//! *A part's way.* What holds several articles (an archive, a mailbox, a feed, a table) is one source; its reader hands each part
//! back to the table of readers, and all that comes of it has one [`ingest::limits::Budget`]. PDF documents go to a child
//! process with limits on its memory and time (`library::apart`), wherever they lie. The articles of such a source that was read
//! again are held until another one is (`library::volume`).
//!
//! *A feed's way.* The command line asks [`fetch`] for what is new in the feeds that a file lists ([`library::feeds`]); each entry
//! becomes a document in a folder, and from there on it is an article like any other. [`app::feeds`] shows what is unread of each.
//!
//! *A change's way.* The folders are watched; once it is quiet there, [`library::sources`] compares what is on the disk with what
//! is known, and [`library::Pile`] takes in what is new, changed or gone. Whoever reads stays where they are.
//!
//! *The library's way.* What was derived from a source, names and words included, goes from the thread that analysed it to the
//! keeper, which writes many sources at once ([`library::store`]). The next start shows the kept list at once
//! ([`library::Kept`]) and reads only what changed; texts are brought when they are looked at ([`worker::Job::Load`]), the
//! names of a large pile when somebody asks for them: the entities over it in one piece ([`library::roll`]), which the first
//! who asked had put together, or article by article ([`worker::Job::Recall`]). Queries ask the index ([`library::Answers`]).
//!
//! *A mark's way.* A star, a tag, a note changes [`app::marks`] at once and goes to the one thread that has
//! [`library::store`] open ([`worker::Keep`]); when an article is read, that thread says what was kept of it.
//!
//! *A story's way.* Whoever reads an article takes its fingerprint ([`library::fingerprint`]), which is kept with it; one thread
//! has those of the whole pile and finds which articles tell the same ([`library::Stories`]), a batch at a time; [`app::stories`]
//! makes one row of them. Two of them are compared ([`library::comparison`]) and set in lines off the thread of the screen.
//!
//! *An export's way.* [`app::exporting`] takes down the list as it is and hands its articles over a few at a time, because who is
//! who is known there only; [`worker::Exporting`] reads the texts that are not held, [`export::Writer`] writes one article after
//! the other, and [`library::target`] puts the file in its place once it is whole.
//!
//! *A saved query's way.* [`library::saved`] reads a file that a person edits, on a thread of its own ([`worker::Saving`]);
//! [`app::saved`] shows the queries above the list, and the searching thread counts them when nothing else is searched for
//! ([`worker::Count`]).
//!
//! *A look at somebody's way.* A card or the list of all mentions ([`app::views`]) is asked for with what the pile knows at that
//! moment ([`library::following::Inquiry`]); a thread of its own looks into the articles step by step ([`worker::Inquire`]), what is
//! in view first, and tells what it has learnt so far.
//!
//! *A ruling's way.* What the user says of who is who ([`names::rulings`]) is obeyed by the registry at once; names that
//! it parts inside of articles are parted in slices, the article on the screen first ([`app::rulings`]). Its line goes to the
//! file beside the library ([`library::rulings`]) on a thread of its own ([`worker::Judging`]); what the file says
//! after that holds.
//!
//! *A watched name's way.* [`library::watched`] reads the file of the watch list; the library says which articles came in since
//! the last visit ([`library::store`]), the searching thread looks for the entries in those first, and [`app::watching`] puts
//! badges on what it finds until that is opened. As the reader is left the visit ends, once all that it saw is kept.
//!
//! *A key's way.* A terminal event becomes an [`app::key::Key`], [`app::keymap`] makes it an
//! [`app::action::Action`], [`App::update`](app::App::update) changes the state and returns effects, [`worker`] runs
//! those that are work and answers with [`worker::Report`]s, which are actions again. Drawing reads `&App`.
//!
//! # What always holds
//!
//! 1. Every position outside [`tui`] is a byte span of an article's text, on character boundaries. A row of the screen
//!    is addressed by a byte too ([`text::wrap::Flow`]); one walk from text to cells ([`text::cells`]) serves drawing,
//!    measuring and clicks.
//! 2. Nothing reaches the terminal that has not passed [`text::safe`] after decoding: [`document::ArticleBuilder`] is the
//!    only way to make an article, `tui`'s pen the only way to a cell.
//! 3. Reading content never fails and never panics; problems travel with the article, and what cleaning takes out of
//!    the text is furniture in it, not gone.
//! 4. Only `tui` knows ratatui and crossterm, only [`text::wrap`] textwrap, only [`text::diff`] similar, only [`search::fuzzy`] a
//!    fuzzy matcher, only [`library::store`] the database, only [`fetch`] the network.
//! 5. The UI thread waits for no disk and no long computation: what takes time is a [`worker::Job`], and layout looks only
//!    at the rows in view.
//! 6. A wrong merge of two people is worse than a missed one; every merge can say why it was made. The user's word wins over
//!    what the machine found, and taken back it leaves no trace.
//! 7. The terminal is restored on every way out: quit, error, panic, signals, suspend and resume.
//! 8. A command, its keys and its help are declared once ([`app::command`]); keymap, help, palette and README follow.
//! 9. What the machine derived and what the user did are kept apart ([`library::store`]): the first can be thrown away at any
//!    time, the second survives it.

pub mod app;
pub mod cli;
pub mod document;
pub mod export;
pub mod fetch;
pub mod ingest;
pub mod library;
pub mod names;
pub mod search;
pub mod text;
pub mod tui;
pub mod worker;
