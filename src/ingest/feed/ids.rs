//! By what entries are known: an id for those that have none, and one of its own for each that shares one with others.

use std::collections::HashMap;

use super::{Body, Entry, Feed, words};
use crate::document::Published;

/// An id for an entry that has neither id nor link.
pub fn made_up(title: Option<&str>, published: Option<Published>, content: Option<&Body>) -> String {
    let date = published.map(|at| at.to_string()).unwrap_or_default();
    let title = title.or(content.map(Body::markup)).unwrap_or_default();
    format!("{:016x}", words::hash(&[title, &date].join("\n")))
}

/// Some programs give the address of the site as the id of every entry: those of an id that different entries share get
/// their own behind it, each of them, so that it does not depend on their order.
pub fn told_apart(mut feed: Feed) -> Feed {
    let own = |entry: &Entry| made_up(entry.title.as_deref(), entry.published, entry.content.as_ref());
    // For each id the first entry's own, and whether another's differs.
    let mut seen: HashMap<&str, (String, bool)> = HashMap::with_capacity(feed.entries.len());
    for entry in &feed.entries {
        let (first, differs) = seen.entry(&entry.id).or_insert_with(|| (own(entry), false));
        *differs = *differs || *first != own(entry);
    }
    let shared: Vec<bool> = feed.entries.iter().map(|entry| seen[entry.id.as_str()].1).collect();
    for (entry, _) in feed.entries.iter_mut().zip(shared).filter(|(_, shared)| *shared) {
        entry.id = format!("{} {}", entry.id, own(entry));
    }
    feed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_that_share_an_id_get_their_own() {
        let entry = |id: &str, title: &str| Entry { id: id.into(), title: Some(title.into()), ..Entry::default() };
        let ids = |entries: &[Entry]| -> Vec<String> {
            let feed = told_apart(Feed { entries: entries.to_vec(), ..Feed::default() });
            feed.entries.into_iter().map(|entry| entry.id).collect()
        };
        let (port, quai, gare) = (entry("x", "Le port"), entry("x", "Le quai"), entry("y", "La gare"));
        assert_eq!(ids(&[port.clone(), port.clone(), gare.clone()]), ["x", "x", "y"]);
        let apart = ids(&[port.clone(), quai.clone(), gare.clone()]);
        assert!(apart[0] != apart[1] && apart[0].starts_with("x ") && apart[2] == "y", "{apart:?}");
        assert_eq!(ids(&[gare, quai, port])[1..], [apart[1].as_str(), apart[0].as_str()]);
    }
}
