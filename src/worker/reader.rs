//! What the reading threads do: sources into articles, articles into names, and both into what is kept.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use super::Report;
use super::drafts::{Draft, texts};
use crate::document::{Article, ArticleId};
use crate::library::read::{self, Outcome};
use crate::library::sources::Stamp;
use crate::library::store::ContentHash;
use crate::library::{Entry, Source};
use crate::names::ArticleNames;

/// The articles of a source whose names are to be found.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// All of them, in the order of the source, each with the hash of its text.
    pub articles: Vec<(ArticleId, ContentHash)>,
    /// Where they come from.
    pub source: Arc<Source>,
    /// Their texts, and how the file system described the source when they were read; `None` to read it again.
    pub held: Option<(Vec<Arc<Article>>, Option<Stamp>)>,
}

/// What the reading threads have to do.
#[derive(Default)]
pub(super) struct Steps {
    pub(super) focus: Option<ArticleId>,
    pub(super) loads: Vec<(ArticleId, Box<Entry>)>,
    pub(super) reads: BTreeMap<ArticleId, Arc<Source>>,
    pub(super) analyses: BTreeMap<ArticleId, Box<Analysis>>,
}

/// One thing to do.
pub(crate) enum Step {
    Load(ArticleId, Box<Entry>),
    Read(ArticleId, Arc<Source>),
    Name(Box<Analysis>),
}

impl Steps {
    pub(super) fn name(&mut self, analysis: Box<Analysis>) {
        if let Some(&(first, _)) = analysis.articles.first() {
            self.analyses.insert(first, analysis);
        }
    }

    /// The article on the screen first; then all reading before all analysis, because a list of titles is of use
    /// without names, and names are of none without their articles.
    pub(super) fn next(&mut self) -> Option<Step> {
        // Who goes through the list quickly wants the last one asked for.
        if let Some((id, entry)) = self.loads.pop() {
            return Some(Step::Load(id, entry));
        }
        if let Some(id) = self.focus {
            if let Some(source) = self.reads.remove(&id) {
                return Some(Step::Read(id, source));
            }
            if let Some(analysis) = self.analyses.remove(&id) {
                return Some(Step::Name(analysis));
            }
        }
        let read = self.reads.pop_first().map(|(id, source)| Step::Read(id, source));
        read.or_else(|| self.analyses.pop_first().map(|(_, analysis)| Step::Name(analysis)))
    }
}

/// How the file system describes a source; `None` for what is not a file.
fn stamp(source: &Source) -> Option<Stamp> {
    let Source::File { path, .. } = source else { return None };
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|meta| Stamp::of(&meta))
}

/// Does one thing. `report` tells the screen, `keep` takes what is to be kept.
pub(crate) fn run(step: Step, report: &dyn Fn(Report), keep: Option<&dyn Fn(Draft)>) {
    match step {
        Step::Load(id, entry) => {
            let found = read::again(&entry).map(|article| {
                let names = read::name(&article);
                (article, names)
            });
            report(Report::Loaded(id, found));
        }
        Step::Read(id, source) => {
            // The stamp first: what changes meanwhile is read again.
            let stamp = stamp(&source);
            let outcome = read::read(&source);
            if let (Outcome::Skipped(why), Some(keep)) = (&outcome, keep) {
                // A picture in the folder is not read again at the next start.
                Draft::new(&source, stamp, &[], Some(why.message().to_owned())).into_iter().for_each(keep);
            }
            report(Report::Read(id, outcome, stamp));
        }
        Step::Name(analysis) => name(*analysis, report, keep),
    }
}

fn name(analysis: Analysis, report: &dyn Fn(Report), keep: Option<&dyn Fn(Draft)>) {
    let (articles, stamp) = match analysis.held {
        Some(held) => held,
        None => {
            let stamp = stamp(&analysis.source);
            match read::read(&analysis.source) {
                Outcome::Articles(fresh) if texts(&fresh).iter().eq(analysis.articles.iter().map(|(_, text)| text)) => {
                    (fresh.into_iter().map(|fresh| fresh.article).collect(), stamp)
                }
                // It says something else than when it was read: all anew.
                outcome => {
                    let first = analysis.articles.first().map_or(ArticleId(0), |&(id, _)| id);
                    return report(Report::Read(first, outcome, stamp));
                }
            }
        }
    };
    let names: Vec<ArticleNames> = articles.iter().map(|article| read::name(article)).collect();
    if let Some(keep) = keep {
        let rows = analysis.articles.iter().zip(articles.iter().zip(&names));
        let rows: Vec<_> = rows.map(|(&(id, text), (article, names))| (id, text, &**article, names)).collect();
        Draft::new(&analysis.source, stamp, &rows, None).into_iter().for_each(keep);
    }
    for ((id, text), names) in analysis.articles.into_iter().zip(names) {
        report(Report::Named(id, text, names));
    }
}
