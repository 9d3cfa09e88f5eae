//! The articles of the file with several that was read again last: whoever goes on from one to the next, or looks into all of
//! them, does not read the whole file for each.

use std::fs;
use std::sync::{Arc, Mutex, PoisonError};

use super::read::{self, Outcome};
use super::sources::Stamp;
use super::store::ContentHash;
use super::{Entry, Source};
use crate::document::Article;

/// Bytes of text that are held; a file with more is read for each of its articles.
const MOST: usize = 128 << 20;

struct Volume {
    source: Arc<Source>,
    stamp: Stamp,
    articles: Vec<(ContentHash, Arc<Article>)>,
}

impl Volume {
    fn article(&self, entry: &Entry, text: ContentHash) -> Option<Arc<Article>> {
        let (hash, article) = self.articles.get(entry.ordinal())?;
        (*hash == text).then(|| article.clone())
    }
}

/// One for the process: all who read texts again share it, and it holds no more than one file.
static LAST: Mutex<Option<Volume>> = Mutex::new(None);

/// The article of an entry whose file holds several; `None` when it does not say `text` any more.
pub(super) fn article(entry: &Entry, text: ContentHash) -> Option<Arc<Article>> {
    let source = entry.source();
    let stamp = match &**source {
        Source::File { path, .. } => Stamp::of(&fs::metadata(path).ok()?),
        Source::Stdin | Source::Sample(_) => Stamp::default(),
    };
    // Held while the file is read: who wants the next article of it waits for this, and need not read it as well.
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(volume) = last.as_ref().filter(|last| last.source == *source && last.stamp == stamp) {
        return volume.article(entry, text);
    }
    let Outcome::Articles(fresh) = read::read(source) else { return None };
    let articles: Vec<_> = fresh.into_iter().map(|fresh| (fresh.head.text, fresh.article)).collect();
    let bytes: usize = articles.iter().map(|(_, article)| article.text().len()).sum();
    let volume = Volume { source: source.clone(), stamp, articles };
    let article = volume.article(entry, text);
    *last = Some(volume).filter(|_| bytes <= MOST);
    article
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Pile;
    use std::path::Path;

    fn mails(path: &Path, texts: &[&str]) {
        let mail = |text: &&str| {
            format!(
                "From a@exemple.fr Wed Sep 13 08:30:00 2023\nFrom: a@exemple.fr\nTo: b@exemple.fr\nSubject: Un mot\nDate: Wed, 13 Sep 2023 08:30:00 +0200\nMessage-ID: <{text}@exemple.fr>\n\n{text}\n\n"
            )
        };
        fs::write(path, texts.iter().map(mail).collect::<String>()).unwrap();
    }

    #[test]
    fn the_articles_of_a_file_are_brought_again_until_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("liste.mbox");
        mails(&path, &["Le premier mot.", "Le second mot."]);
        let pile = Pile::load_texts(std::slice::from_ref(&path));
        let entries: Vec<Entry> = pile.order().iter().map(|&id| pile.entry(id).clone()).collect();
        assert_eq!(entries.len(), 2);
        for entry in &entries {
            let text = entry.head().unwrap().text;
            assert_eq!(article(entry, text).unwrap().text(), entry.article().unwrap().text());
        }
        mails(&path, &["Le premier mot, corrigé.", "Le second mot."]);
        let found: Vec<bool> = entries.iter().map(|entry| read::again(entry).is_some()).collect();
        assert_eq!(found, [false, true]);
    }
}
