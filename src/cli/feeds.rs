//! Where feeds and what they bring lie, and a client to fetch them with.

use std::env;
use std::path::PathBuf;

use clap::Args;

use super::Refusal;
use super::messages::Messages;
use crate::fetch::{Client, Settings};
use crate::library::feeds::{self, Feeds, FeedsFile};
use crate::library::saved;

/// The flags that name them.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Flags {
    /// The list of feeds, one `name = address` a line; without this, the environment's `KIOSQUE_SUBSCRIPTIONS` says where
    /// it is, else it is kiosque/feeds.txt in your settings folder
    #[arg(long, value_name = "FILE")]
    subscriptions: Option<PathBuf>,
    /// The folder of what feeds brought; without this, the environment's `KIOSQUE_FEEDS` says where it is, else it is
    /// kiosque/feeds in your data folder
    #[arg(long, value_name = "FOLDER")]
    feeds_folder: Option<PathBuf>,
}

impl Flags {
    /// The places; a refusal where no home is known.
    pub(super) fn check(self) -> Result<Feeds, Refusal> {
        self.find().ok_or_else(|| {
            Refusal::because("no home folder is known; --subscriptions and --feeds-folder name places for feeds")
        })
    }

    /// The same for who can do without.
    pub(super) fn find(self) -> Option<Feeds> {
        let named = |name: &str| env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
        let usual = || saved::default_path("feeds.txt", |name| env::var_os(name));
        let path = self.subscriptions.or_else(|| named("KIOSQUE_SUBSCRIPTIONS")).or_else(usual)?;
        let folder = self.feeds_folder.or_else(|| named("KIOSQUE_FEEDS"));
        let folder = folder.or_else(|| feeds::default_folder(|name| env::var_os(name)).ok())?;
        Some(Feeds { file: FeedsFile { path }, folder })
    }
}

/// What to say of a word that names no feed.
pub(super) fn unknown(word: &str) -> String {
    format!("{word}: no feed is called like that; kiosque subscribe lists them")
}

/// A client with the proxies of the environment; says why there is none.
pub(super) fn client(messages: &mut Messages) -> Option<Client> {
    Client::new(Settings::from_environment()).map_err(|trouble| messages.fail(&trouble.to_string())).ok()
}
