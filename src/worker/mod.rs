//! Work off the UI thread: scanning and watching, reading and analysing, narrowing the list, searching a text, keeping.
//!
//! A [`Pool`] takes [`Job`]s and answers with [`Report`]s through the function it was given. Reading uses every core,
//! the article on the screen first; searches have a thread of their own, so that a key never waits behind a pile.
//! What the user does is kept by a thread that alone has the library open ([`Keep`]), saved queries and the watch list by
//! another ([`Saving`]), rulings on who is who by a third ([`Judging`]); what they hold for is counted when nothing else is searched for
//! ([`Count`]). What articles say of somebody is found out by a thread of its own ([`Inquire`]), a view is written to a file by
//! another ([`Exporting`]); one more brings together what tells the same story ([`Job::Group`]) and sets two articles side by
//! side.
//! Every search carries a generation: a newer one makes the older stop, and the receiver drops what comes late.

mod compare;
mod count;
mod drafts;
mod errands;
mod exporter;
mod index;
pub(crate) mod inquiries;
mod keeper;
mod narrow;
mod owed;
mod pool;
pub(crate) mod reader;
mod rhythm;
mod roll;
mod rulings;
mod saved;
mod scanner;
pub(crate) mod searches;
mod stories;
mod watcher;

pub use compare::{Compare, Compared, GAP, Half, Line, MARGIN, Tone};
pub use count::{Count, Found};
pub use exporter::{Batch, Export, Exported, Exporting};
pub use index::Index;
pub use inquiries::{Inquire, Learnt};
pub use keeper::{Arrival, Deed, Keep, Kept, Note, NoteKey, Open, Recalled};
pub use narrow::{Mentions, Narrow, Narrower, Order};
pub use pool::Pool;
pub use reader::{Analysis, Held};
pub use roll::Rolled;
pub use rulings::{Judged, Judging, Spot, Spotted};
pub use saved::{FeedsNow, Saved, Saving, WatchedNow};
pub use searches::Find;
pub use stories::Said;

use std::path::PathBuf;
use std::sync::Arc;

use crate::document::{Article, ArticleId, Span};
use crate::library::kept::Fingerprint;
use crate::library::read::Outcome;
use crate::library::sources::{Change, Stamp};
use crate::library::store::{ContentHash, KeptId, KeptMarks};
use crate::library::stories::Changed;
use crate::library::{Entry, Pile, Snapshot, Source};
use crate::names::ArticleNames;

/// Something to do off the UI thread.
#[derive(Debug, Clone)]
pub enum Job {
    /// Look for what is below these paths: first what is kept of it, then what is there, and again whenever something
    /// changes there. A pool does this for the first that it is given.
    Scan(Vec<PathBuf>),
    /// Read a source; its first entry in the pile has this id.
    Read(ArticleId, Arc<Source>),
    /// Find who is named in the articles of a source.
    Name(Box<Analysis>),
    /// Read and analyse this one before all others.
    Focus(ArticleId),
    /// Bring the text of an article that was read before, and the names in it.
    Load(ArticleId, Box<Entry>),
    /// Bring names that the library has.
    Recall(Vec<(KeptId, ArticleId)>),
    /// Put the entities over articles together whose names the library has: over all of a large pile.
    Roll(Vec<(KeptId, ArticleId)>),
    /// Narrow the list.
    Narrow(Box<Narrow>),
    /// Prepare the titles for a filter that somebody is about to type.
    Prepare(Snapshot),
    /// Search one text.
    Find(Box<Find>),
    /// Keep what the user did, or look it up.
    Keep(Box<Keep>),
    /// Read or write the saved queries or the watch list.
    Saved(Saving),
    /// Look into the articles that name somebody.
    Inquire(Box<Inquire>),
    /// Read or change the file of rulings on who is who.
    Judge(Judging),
    /// Find missed names in texts that are not held.
    Spot(Box<Spot>),
    /// Answer at once, so that long work of the screen's thread goes on behind the keys.
    Again,
    /// Count what a query holds for, when nothing else is searched for.
    Count(Box<Count>),
    /// Bring articles together that tell the same story, by what is new about what they say.
    Group(Vec<Said>),
    /// Set two articles beside each other.
    Compare(Box<Compare>),
    /// Write a view to a file.
    Export(Exporting),
}

impl Report {
    /// True for what somebody waits for: the list at the start, a text, what a filter, a query or a search finds.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        use Report::{Before, Compared, Hits, Learnt, Loaded, Narrowed, Preview};
        matches!(
            self,
            Before(_) | Loaded(..) | Preview(..) | Narrowed { .. } | Hits { .. } | Learnt(_) | Compared { .. }
        )
    }
}

/// The pile as an earlier run kept it.
#[derive(Debug)]
pub struct Before {
    /// The articles, without their texts.
    pub pile: Pile,
    /// The first articles of sources that are to be read again: what this program makes of them may be something else.
    pub stale: Vec<ArticleId>,
    /// Likewise those that are to be analysed again.
    pub unnamed: Vec<ArticleId>,
    /// The articles whose names the library has.
    pub named: Vec<(KeptId, ArticleId)>,
    /// The newest article that the last visit has seen, when there was one.
    pub seen: Option<KeptId>,
    /// The articles that came in since.
    pub new: Vec<ArticleId>,
    /// What was open, on which article.
    pub open: Option<(ArticleId, Open)>,
}

/// What came of a job.
#[derive(Debug)]
pub enum Report {
    /// What was kept below the paths that are scanned. Comes before all that the scan finds.
    Before(Box<Before>),
    /// What the user did with kept articles. What notes say is to be asked for one by one.
    Marks(Vec<(ArticleId, KeptMarks)>),
    /// What kept articles say, to find those that tell the same story.
    Fingerprints(Vec<Fingerprint>),
    /// The stories are other than they were.
    Grouped(Changed),
    /// Two articles beside each other.
    Compared {
        /// The generation of the job.
        generation: u64,
        /// `None` when one of them says something else by now.
        sheet: Option<Box<Compared>>,
    },
    /// A batch of what the scan finds to be other than before, in order.
    Changes(Vec<Change>),
    /// The first look is over: what changes from now on is news.
    Scanned,
    /// The beginning of the article on the screen, whose text is huge: for the eyes, while the whole is read. What came of
    /// that follows.
    Preview(ArticleId, Arc<Article>),
    /// A source was read, when it was as the stamp says.
    Read(ArticleId, Outcome, Option<Stamp>),
    /// An article was analysed.
    ///
    /// The flag says whether the library is about to have them, too.
    Named(ArticleId, ContentHash, ArticleNames, bool),
    /// The names in some articles as the library had them; `None` where it had none any more.
    Names(Vec<(ArticleId, KeptId, Option<ArticleNames>)>),
    /// The entities over a large pile.
    Rolled(Rolled),
    /// The text of an article that was read before, with its hash, and the names in it, unless they are to follow; nothing
    /// when it says something else by now.
    Loaded(ArticleId, Option<(ContentHash, Arc<Article>, Option<ArticleNames>)>),
    /// What remains of the pile, in the order to show.
    Narrowed {
        /// The generation of the job.
        generation: u64,
        /// Those that match.
        ids: Vec<ArticleId>,
        /// False while only a part of the pile is looked at; the whole follows.
        complete: bool,
    },
    /// Places found in a text.
    Hits {
        /// The generation of the job.
        generation: u64,
        /// Ascending and disjoint.
        hits: Vec<Span>,
    },
    /// What the library says.
    Kept(Kept),
    /// What articles say of somebody.
    Learnt(Learnt),
    /// What the file of saved queries holds.
    Saved(Saved),
    /// What came of an export.
    Exported(Exported),
    /// What the file of rulings says.
    Judged(Judged),
    /// Missed names were looked for.
    Spotted {
        /// The generation of the job.
        generation: u64,
        /// What was found in each article that could be read.
        found: Vec<Spotted>,
    },
    /// The answer to [`Job::Again`].
    Again,
    /// What the file of the watch list holds.
    Watched(WatchedNow),
    /// The feeds, as their list has them.
    Feeds(FeedsNow),
    /// A query was counted.
    Counted {
        /// The generation of the job.
        generation: u64,
        /// Which of them.
        at: usize,
        /// For which articles it holds; `None` after a defect.
        found: Option<Found>,
    },
}
