//! The entities over a large pile that an earlier run has read: read back in one piece, or put together from the names that
//! the library has of every article.

use std::collections::{HashMap, HashSet};

use super::store::{KeptId, KeptRoll, Origin, Store};
use crate::document::ArticleId;
use crate::names::{Registry, packed};

/// The entities over a pile.
#[derive(Debug)]
pub struct Roll {
    /// They themselves.
    pub registry: Registry,
    /// The articles that they are about.
    pub named: Vec<(KeptId, ArticleId)>,
    /// Articles of which the library has no names any more.
    pub lost: Vec<(KeptId, ArticleId)>,
    /// Articles whose names were put together now, because nobody had kept them.
    pub added: usize,
}

/// Articles between two looks at whether to go on.
const STRIDE: usize = 256;

impl Roll {
    /// Puts together the entities over `wanted`: those that were kept of the pile below `roots`, without what is gone since and
    /// with what is new. `go_on` is told how many articles are done; `None` when it says no.
    #[must_use]
    pub fn call(
        store: &Store,
        roots: &[Origin],
        wanted: &[(KeptId, ArticleId)],
        go_on: &dyn Fn(usize) -> bool,
    ) -> Option<Self> {
        let (mut registry, known) = kept(store, roots, wanted).unwrap_or_default();
        let (mut named, mut lost, mut added) = (Vec::with_capacity(wanted.len()), Vec::new(), 0);
        for (done, &(kept, id)) in wanted.iter().enumerate() {
            if done % STRIDE == 0 && !go_on(done) {
                return None;
            }
            if known.contains_key(&kept) {
                named.push((kept, id));
            } else if let Ok(Some(names)) = store.names(kept, packed::EDITION) {
                registry.add(id, &names);
                named.push((kept, id));
                added += 1;
            } else {
                lost.push((kept, id));
            }
        }
        Some(Self { registry, named, lost, added })
    }

    /// What to keep of it; `None` when nearly all of it was kept before.
    #[must_use]
    pub fn to_keep(&self) -> Option<KeptRoll> {
        // One article in fifty is put together faster than all of them are written.
        if self.added * 50 < self.named.len() {
            return None;
        }
        let count = self.named.iter().map(|(_, id)| id.index() + 1).max().unwrap_or(0);
        let mut articles = vec![None; count];
        for &(kept, id) in &self.named {
            articles[id.index()] = Some(kept);
        }
        Some(KeptRoll { articles, packed: self.registry.pack() })
    }
}

/// The entities that were kept, under the numbers that the articles have now.
fn kept(
    store: &Store,
    roots: &[Origin],
    wanted: &[(KeptId, ArticleId)],
) -> Option<(Registry, HashMap<KeptId, ArticleId>)> {
    let roll = store.roll(roots).ok()??;
    let mut known: HashMap<KeptId, ArticleId> = wanted.iter().copied().collect();
    let mut registry = Registry::unpack(&roll.packed)?;
    registry.renumber(|old| known.get(&roll.articles.get(old.index()).copied().flatten()?).copied());
    let there: HashSet<KeptId> = roll.articles.into_iter().flatten().collect();
    known.retain(|kept, _| there.contains(kept));
    Some((registry, known))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};
    use crate::library::READER;
    use crate::library::store::{ArticleDraft, ContentHash, SourceRecord};
    use crate::names;

    fn keep(store: &mut Store, path: &Path, text: &str) -> KeptId {
        let record = SourceRecord {
            origin: Origin::file(path),
            size: 7,
            modified: 9,
            hash: ContentHash::of(text.as_bytes()),
            reader: READER,
            problem: None,
        };
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, text);
        let article = builder.finish("x");
        let draft = ArticleDraft::new(&article).with_names(packed::EDITION, &names::analyse(&article));
        let mut batch = store.batch().unwrap();
        let id = batch.put(&record, &[draft]).unwrap()[0];
        batch.commit().unwrap();
        id
    }

    fn call(store: &Store, roots: &[Origin], wanted: &[KeptId]) -> Roll {
        let wanted: Vec<_> = wanted.iter().zip(0..).map(|(&kept, id)| (kept, ArticleId(id))).collect();
        Roll::call(store, roots, &wanted, &|_| true).unwrap()
    }

    /// Who is named in which articles.
    fn told(roll: &Roll) -> Vec<(String, Vec<u32>)> {
        let entities = roll.registry.entities();
        let mut told: Vec<_> = entities
            .map(|entity| (entity.name().to_owned(), entity.articles().iter().map(|(id, _)| id.0).collect()))
            .collect();
        told.sort();
        told
    }

    #[test]
    fn what_was_kept_is_not_put_together_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("library.db")).unwrap();
        let roots = [Origin::file(Path::new("/pile"))];
        let texts =
            ["Vladimir Poutine a reçu Élise Caron. Julie est là.", "Poutine a écrit.", "Élise Caron répond à Julie."];
        let ids: Vec<KeptId> = ["/pile/1", "/pile/2", "/pile/3"]
            .into_iter()
            .zip(texts)
            .map(|(path, text)| keep(&mut store, Path::new(path), text))
            .collect();
        let first = call(&store, &roots, &ids);
        assert_eq!((first.added, first.named.len(), first.lost.len()), (3, 3, 0));
        store.put_roll(&roots, first.to_keep().unwrap()).unwrap();
        let second = call(&store, &roots, &ids);
        assert_eq!((second.added, told(&second)), (0, told(&first)));
        assert!(second.to_keep().is_none());
        // The next day there is one before them, one is gone, and two have changed places.
        let new = keep(&mut store, Path::new("/pile/0"), "Julie et Élise Caron.");
        let wanted = [new, ids[2], ids[0]];
        let third = call(&store, &roots, &wanted);
        let anew = call(&store, &[Origin::file(Path::new("/elsewhere"))], &wanted);
        assert_eq!((third.added, anew.added), (1, 3));
        assert_eq!(told(&third), told(&anew));
        assert_eq!(call(&store, &roots, &[KeptId(999)]).lost.len(), 1);
    }

    #[test]
    fn what_is_damaged_is_put_together_again_and_whoever_leaves_waits_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("library.db")).unwrap();
        let roots = [Origin::file(Path::new("/pile"))];
        let id = keep(&mut store, Path::new("/pile/1"), "Vladimir Poutine a reçu Élise Caron.");
        store.put_roll(&roots, KeptRoll { articles: vec![Some(id)], packed: b"nonsense".to_vec() }).unwrap();
        assert_eq!(call(&store, &roots, &[id]).added, 1);
        assert!(Roll::call(&store, &roots, &[(id, ArticleId(0))], &|_| false).is_none());
    }
}
