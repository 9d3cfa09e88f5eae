//! What the reader asks of the registry: entities, names that tell them apart, and the search by name.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::node::{Node, NodeId, Standing};
use super::{Entity, EntityId, Registry, Variant};
use crate::document::ArticleId;
use crate::names::{Because, Kind};
use crate::text::fold::fold;

impl Registry {
    /// The entity that `id` leads to; `None` when no article names it any more.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        let root = self.canonical(id).0;
        let node = self.nodes.get(root as usize).filter(|n| n.is_live())?;
        Some(node.view.get_or_init(|| self.view(root)))
    }

    /// Every entity, in the order of their ids.
    pub fn entities(&self) -> impl Iterator<Item = &Entity> {
        (0..self.nodes.len() as NodeId)
            .filter(|&n| self.nodes[n as usize].owner.is_none())
            .filter_map(|n| self.entity(EntityId(n)))
    }

    /// The entities that some form of their name makes answer to `name`: whole words, in order, folded. Most
    /// mentioned first.
    #[must_use]
    pub fn find(&self, name: &str) -> Vec<EntityId> {
        let mut out: Vec<&Entity> = self.answering(name).into_iter().filter_map(|n| self.entity(EntityId(n))).collect();
        out.sort_by(|a, b| (Reverse(a.mentions), &a.name, a.kind).cmp(&(Reverse(b.mentions), &b.name, b.kind)));
        out.into_iter().map(|e| e.id).collect()
    }

    /// The entities of a kind that [`find`](Self::find) finds, and the articles that name any of them, both
    /// ascending. With `open` the last word of `name` may go on, because somebody is still typing it. Puts no entity
    /// together: a letter may stand for thousands of them.
    #[must_use]
    pub fn naming(&self, kind: Kind, name: &str, open: bool) -> (Vec<EntityId>, Vec<ArticleId>) {
        let roots = if open { self.starting(name) } else { self.answering(name) };
        let is_it = |n: &NodeId| self.nodes[*n as usize].is_live() && self.nodes[*n as usize].key.kind == kind;
        let roots: Vec<NodeId> = roots.into_iter().filter(is_it).collect();
        let members = roots.iter().flat_map(|&root| self.tree(root));
        let mut articles: Vec<ArticleId> =
            members.flat_map(|member| self.nodes[member as usize].articles.keys()).copied().collect();
        articles.sort_unstable();
        articles.dedup();
        (roots.into_iter().map(EntityId).collect(), articles)
    }

    /// The heads of the entities that answer to `name`.
    fn answering(&self, name: &str) -> BTreeSet<NodeId> {
        let wanted = words_of(name);
        let lists: Option<Vec<&Vec<NodeId>>> =
            wanted.iter().map(|w| self.symbols.find(w).and_then(|s| self.by_word.get(&s))).collect();
        let mut roots: BTreeSet<NodeId> = BTreeSet::new();
        if let Some(shortest) = lists.and_then(|lists| lists.into_iter().min_by_key(|l| l.len())) {
            let answers = |n: NodeId| self.answers(n, wanted.len(), |words| words == wanted);
            roots.extend(shortest.iter().filter(|&&n| answers(n)).map(|&n| self.root(n)));
        }
        // Joined or split differently: `KimJongUn`.
        let whole = self.symbols.find(&letters(name)).and_then(|s| self.by_letters.get(&s));
        roots.extend(whole.into_iter().flatten().filter(|&&n| self.nodes[n as usize].is_live()).map(|&n| self.root(n)));
        roots
    }

    /// The same where the last word may go on. Looks at every word that the names of the pile are made of.
    fn starting(&self, name: &str) -> BTreeSet<NodeId> {
        let wanted = words_of(name);
        let Some((last, whole)) = wanted.split_last() else { return BTreeSet::new() };
        let goes_on = |words: &[String]| words.starts_with(whole) && words[whole.len()].starts_with(last);
        let known = self.by_word.iter().filter(|(word, _)| self.symbols.get(**word).starts_with(last));
        let nodes: BTreeSet<NodeId> = known.flat_map(|(_, nodes)| nodes).copied().collect();
        nodes.into_iter().filter(|&n| self.answers(n, wanted.len(), goes_on)).map(|n| self.root(n)).collect()
    }

    /// True when so many words side by side in some form of the node's name are as they must be.
    pub(super) fn answers(&self, node: NodeId, words: usize, fit: impl Fn(&[String]) -> bool) -> bool {
        let mut last = None;
        self.nodes[node as usize].forms.keys().any(|&(form, _)| {
            let again = last.replace(form) == Some(form);
            !again && words_of(self.symbols.get(form)).windows(words).any(&fit)
        })
    }

    /// The display name of `id`, with a number behind it when others bear the same: `Kim (2)`. The bearer that the
    /// pile names first keeps the plain name, so later articles change nothing. Empty when no article names it.
    #[must_use]
    pub fn unique_name(&self, id: EntityId) -> String {
        let Some(entity) = self.entity(id) else { return String::new() };
        let bucket = self.symbols.find(&letters(&entity.name)).and_then(|s| self.by_letters.get(&s));
        let roots: BTreeSet<NodeId> = bucket.into_iter().flatten().map(|&n| self.root(n)).collect();
        let mut homonyms: Vec<(&Entity, &Node)> = (roots.into_iter())
            .filter_map(|n| Some((self.entity(EntityId(n))?, &self.nodes[n as usize])))
            .filter(|(e, _)| e.name == entity.name)
            .collect();
        homonyms.sort_by_key(|(e, node)| (e.articles.first().map(|a| a.0), e.kind, &node.strength));
        match homonyms.iter().position(|(e, _)| e.id == entity.id) {
            Some(place) if place > 0 => format!("{} ({})", entity.name, place + 1),
            _ => entity.name.clone(),
        }
    }

    /// Puts the entity headed by `root` together from its names.
    fn view(&self, root: NodeId) -> Entity {
        let head = &self.nodes[root as usize];
        let name = self.display_name(head);
        let mut articles: BTreeMap<ArticleId, u32> = BTreeMap::new();
        let mut roles: BTreeMap<&str, u32> = BTreeMap::new();
        let mut variants: BTreeMap<&str, Variant> = BTreeMap::new();
        for member in self.tree(root) {
            let node = &self.nodes[member as usize];
            for (&article, &count) in &node.articles {
                *articles.entry(article).or_default() += count;
            }
            for (&role, &count) in &node.roles {
                *roles.entry(self.symbols.get(role)).or_default() += count;
            }
            for (&(form, because), &count) in &node.forms {
                let form = self.symbols.get(form);
                let (because, joined_to) = self.reason(node, form, because, &name);
                let entry = variants.entry(form).or_insert_with(|| Variant {
                    form: form.to_owned(),
                    count: 0,
                    because,
                    joined_to: joined_to.clone(),
                });
                entry.count += count;
                if because < entry.because {
                    (entry.because, entry.joined_to) = (because, joined_to);
                }
            }
        }
        let mut variants: Vec<Variant> = variants.into_values().collect();
        variants.sort_by_key(|v| Reverse(v.count));
        let mut descriptions: Vec<(String, u32)> = roles.into_iter().map(|(r, n)| (r.to_owned(), n)).collect();
        descriptions.sort_by_key(|&(_, n)| Reverse(n));
        Entity {
            id: EntityId(root),
            kind: head.key.kind,
            mentions: articles.values().sum(),
            articles: articles.into_iter().collect(),
            ambiguous: head.contested || head.key.standing == Standing::Open,
            name,
            variants,
            descriptions,
        }
    }

    /// Why `form` of `node` belongs to the entity `name`: the article's own reason, or the node's link.
    fn reason(&self, node: &Node, form: &str, own: Because, name: &str) -> (Because, String) {
        if let Some((owner, link)) = node.owner {
            return (own.max(link), self.display_name(&self.nodes[owner as usize]));
        }
        let own = match own {
            Because::Named if form == name => own,
            Because::Named if letters(form) == letters(name) => Because::SameLetters,
            // One node, other letters: the list knows both.
            Because::Named if node.key.kind != Kind::Person => Because::OtherName,
            other => other,
        };
        (own, name.to_owned())
    }

    /// The most frequent spelling of a node's own name; capitals only where nothing else is there.
    pub(super) fn display_name(&self, node: &Node) -> String {
        let mut spellings: BTreeMap<&str, u32> = BTreeMap::new();
        for (&(form, because), &count) in &node.forms {
            if because <= Because::OtherName {
                *spellings.entry(self.symbols.get(form)).or_default() += count;
            }
        }
        let shouted = |s: &str| s.contains(' ') && !s.chars().any(char::is_lowercase);
        let best = spellings.into_iter().max_by_key(|&(s, n)| (!shouted(s), n, Reverse(s)));
        best.map_or_else(String::new, |(s, _)| s.to_owned())
    }
}

/// The folded words of a name, hyphens and apostrophes parting them.
pub(super) fn words_of(name: &str) -> Vec<String> {
    fold(name).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// The folded letters of a name and nothing else.
pub(super) fn letters(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}
