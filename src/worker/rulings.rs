//! The user's rulings on who is who: their file, read and changed on a thread of its own, and the texts in which missed
//! names are to be found.

use std::sync::Arc;

use super::errands::Errands;
use crate::document::ArticleId;
use crate::library::rulings::NamesFile;
use crate::library::scan::Notice;
use crate::library::store::ContentHash;
use crate::library::{Entry, read};
use crate::names::rulings::{Rules, Ruling, Subject, spots};

/// Something to do with the file of rulings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judging {
    /// Read it.
    Read(NamesFile),
    /// Take out the lines of some rulings and add others, and read it again.
    Change {
        /// The file.
        file: NamesFile,
        /// What does not hold any more.
        remove: Vec<Ruling>,
        /// What holds from now on.
        add: Vec<Ruling>,
        /// Comes back with the answer.
        generation: u64,
    },
}

/// What the file says after that.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// Every ruling, in the order of the lines.
    pub rulings: Vec<Ruling>,
    /// Those that hold together.
    pub rules: Arc<Rules>,
    /// What is wrong with it.
    pub notices: Vec<Notice>,
    /// Why it could not be changed.
    pub failed: Option<String>,
    /// Of the change; 0 when the file was only read.
    pub generation: u64,
}

/// Texts in which missed names are to be found.
#[derive(Debug, Clone)]
pub struct Spot {
    /// The articles.
    pub articles: Vec<(ArticleId, Entry)>,
    /// The rulings that know the names.
    pub rules: Arc<Rules>,
    /// Comes back with the answer.
    pub generation: u64,
}

/// The missed names that an article says, with how often, and the hash of its text.
pub type Spotted = (ArticleId, ContentHash, Vec<(Subject, u32)>);

/// Starts the thread; `report` is called from it.
pub(super) fn start(report: impl Fn(Judged) + Send + 'static) -> Errands<Judging> {
    Errands::start(move |job| report(run(&job)))
}

/// Does one thing.
fn run(job: &Judging) -> Judged {
    let (file, failed, generation) = match job {
        Judging::Read(file) => (file, None, 0),
        Judging::Change { file, remove, add, generation } => {
            (file, file.change(remove, add).err().map(|refused| refused.to_string()), *generation)
        }
    };
    let held = file.read();
    let notices = file.notices(&held.faults);
    Judged { rulings: held.rulings, rules: held.rules, notices, failed, generation }
}

/// Looks through texts for missed names.
pub(super) fn look(spot: &Spot) -> Vec<Spotted> {
    let found = |(id, entry): &(ArticleId, Entry)| {
        let (head, article) = entry.head().zip(read::again(entry))?;
        let mut names: Vec<(Subject, u32)> = Vec::new();
        // Who is named in it takes long to find, and matters only where a missed name stands.
        if !spots(&spot.rules, &article, &[]).is_empty() {
            for (_, which) in spots(&spot.rules, &article, read::name(&article).mentions()) {
                let name = &spot.rules.missed()[which];
                match names.iter_mut().find(|(other, _)| other == name) {
                    Some((_, count)) => *count += 1,
                    None => names.push((name.clone(), 1)),
                }
            }
        }
        Some((*id, head.text, names))
    };
    spot.articles.iter().filter_map(found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Pile;
    use crate::names::Kind;
    use std::sync::mpsc;

    #[test]
    fn what_is_queued_is_written_before_the_thread_ends() {
        let folder = tempfile::tempdir().unwrap();
        let file = NamesFile { path: folder.path().join("names.tsv"), writable: true };
        let (sender, reports) = mpsc::channel();
        let thread = start(move |held| sender.send(held).unwrap());
        let hidden = |name: &str| Ruling::Hidden(Subject::new(Kind::Person, name));
        for (generation, name) in [(1, "A B"), (2, "C\u{202e}D")] {
            thread.run(Judging::Change { file: file.clone(), remove: Vec::new(), add: vec![hidden(name)], generation });
        }
        drop(thread);
        let all: Vec<Judged> = reports.iter().collect();
        assert!(all[0].failed.is_none() && all[1].failed.is_some() && all[1].generation == 2);
        assert_eq!(run(&Judging::Read(file)).rulings, [hidden("A B")]);
    }

    #[test]
    fn texts_are_looked_through_for_missed_names() {
        let pile = Pile::load(&[]);
        let entry = |&id: &ArticleId| (id, pile.entry(id).clone());
        let articles: Vec<(ArticleId, Entry)> = pile.order().iter().take(2).map(entry).collect();
        let text = pile.article(articles[0].0).unwrap().text().to_owned();
        let word = text.split(' ').find(|word| word.len() > 6 && word.chars().all(char::is_lowercase)).unwrap();
        let name = Subject::new(Kind::Person, word);
        let rules = Arc::new(Rules::new(&[Ruling::Name(name.clone())]).0);
        let found = look(&Spot { articles, rules, generation: 1 });
        assert_eq!(found.len(), 2);
        assert!(found[0].2[0].0 == name && found[0].2[0].1 as usize <= text.matches(word).count(), "{found:?}");
    }
}
