//! What the reader asks of the registry: entities, names that tell them apart, and the search by name.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::node::{Node, NodeId, Standing};
use super::symbols::Symbol;
use super::{Entity, EntityId, Registry, Variant};
use crate::document::ArticleId;
use crate::names::{Because, Kind};
use crate::text::fold::fold;

impl Registry {
    /// All that is known of the entity that `id` leads to; `None` when no article names it any more. Put together anew each
    /// time, from all its articles: for a card or an export. The methods below tell one thing at a time.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> Option<Entity> {
        self.head(id).map(|root| self.view(root))
    }

    /// Every entity, in the order of their ids.
    pub fn ids(&self) -> impl Iterator<Item = EntityId> {
        let heads = self.nodes.iter().enumerate().filter(|(_, node)| node.owner.is_none() && node.is_live());
        heads.map(|(n, _)| EntityId(n as NodeId))
    }

    /// All that is known of every entity, in the order of their ids.
    pub fn entities(&self) -> impl Iterator<Item = Entity> {
        self.ids().map(|id| self.view(id.0))
    }

    /// The display name of `id`, as in [`Entity::name`]; empty when no article names it.
    #[must_use]
    pub fn name(&self, id: EntityId) -> &str {
        self.head(id).map_or("", |root| self.name_of(root))
    }

    /// What `id` is; `None` when no article names it.
    #[must_use]
    pub fn kind(&self, id: EntityId) -> Option<Kind> {
        self.head(id).map(|root| self.kind_of(root))
    }

    /// True when `id` is a bare name that fits several people, and nothing says which.
    #[must_use]
    pub fn is_ambiguous(&self, id: EntityId) -> bool {
        self.head(id).is_some_and(|root| {
            let head = &self.nodes[root as usize];
            head.contested || head.key.standing == Standing::Open
        })
    }

    /// How often the pile names `id`.
    #[must_use]
    pub fn mentions(&self, id: EntityId) -> u32 {
        self.head(id).map_or(0, |root| self.totals[root as usize].mentions)
    }

    /// How often `article` names `id`.
    #[must_use]
    pub fn mentions_of(&self, id: EntityId, article: ArticleId) -> u32 {
        let members = self.head(id).map(|root| self.tree(root)).unwrap_or_default();
        members.into_iter().map(|member| self.nodes[member as usize].articles.get(article)).sum()
    }

    /// The articles that name `id`, ascending.
    #[must_use]
    pub fn articles(&self, id: EntityId) -> Vec<ArticleId> {
        self.head(id).map(|root| self.articles_of(self.tree(root))).unwrap_or_default()
    }

    /// How many articles name `id`.
    #[must_use]
    pub fn article_count(&self, id: EntityId) -> usize {
        match self.head(id).map(|root| &self.nodes[root as usize]) {
            Some(alone) if alone.joined().is_empty() => alone.articles.entries().len(),
            _ => self.articles(id).len(),
        }
    }

    /// The entities that some form of their name makes answer to `name`: whole words, in order, folded. Most
    /// mentioned first.
    #[must_use]
    pub fn find(&self, name: &str) -> Vec<EntityId> {
        let mut out: Vec<NodeId> =
            self.answering(name).into_iter().filter(|&n| self.nodes[n as usize].is_live()).collect();
        out.sort_by_cached_key(|&n| (Reverse(self.totals[n as usize].mentions), self.name_of(n), self.kind_of(n)));
        out.into_iter().map(EntityId).collect()
    }

    /// The node at the head of the entity that `id` leads to, while some article names it.
    pub(super) fn head(&self, id: EntityId) -> Option<NodeId> {
        let root = self.canonical(id).0;
        self.nodes.get(root as usize).filter(|node| node.is_live()).map(|_| root)
    }

    /// The articles that use any of `nodes`, ascending.
    fn articles_of(&self, nodes: impl IntoIterator<Item = NodeId>) -> Vec<ArticleId> {
        let mut articles = Vec::new();
        for node in nodes {
            articles.extend(self.nodes[node as usize].articles.keys());
        }
        // Each node's are sorted, which the stable sort makes use of.
        articles.sort();
        articles.dedup();
        articles
    }

    /// The entities of a kind that [`find`](Self::find) finds, and the articles that name any of them, both
    /// ascending. With `open` the last word of `name` may go on, because somebody is still typing it. Puts no entity
    /// together: a letter may stand for thousands of them.
    #[must_use]
    pub fn naming(&self, kind: Kind, name: &str, open: bool) -> (Vec<EntityId>, Vec<ArticleId>) {
        let roots = if open { self.starting(name) } else { self.answering(name) };
        let is_it = |n: &NodeId| self.nodes[*n as usize].is_live() && self.kind_of(*n) == kind;
        let roots: Vec<NodeId> = roots.into_iter().filter(is_it).collect();
        let articles = self.articles_of(roots.iter().flat_map(|&root| self.tree(root)));
        (roots.into_iter().map(EntityId).collect(), articles)
    }

    /// The heads of the entities that answer to `name`.
    fn answering(&self, name: &str) -> BTreeSet<NodeId> {
        let wanted = words_of(name);
        let symbols: Option<Vec<Symbol>> = wanted.iter().map(|word| self.symbols.find(word)).collect();
        let lists = symbols.into_iter().flatten().map(|word| self.by_word.of(word));
        let rarest = lists.min_by_key(|list| list.clone().count());
        let answers = |&n: &NodeId| self.answers(n, wanted.len(), |words| words == wanted);
        let by_words = rarest.into_iter().flatten().filter(answers);
        // Joined or split differently: `KimJongUn`.
        let by_letters = self.lettered(name).filter(|&n| self.nodes[n as usize].is_live());
        let called = self.called_like(wanted.len(), |words| words == wanted);
        by_words.chain(by_letters).map(|n| self.root(n)).chain(called).collect()
    }

    /// The heads of the entities in whose name, given by the user, so many words side by side are as they must be.
    pub(super) fn called_like(&self, words: usize, fit: impl Fn(&[String]) -> bool) -> Vec<NodeId> {
        let fits = |name: &str| words > 0 && words_of(name).windows(words).any(&fit);
        self.called().filter(|(_, name)| fits(name)).map(|(root, _)| root).collect()
    }

    /// The name of the entity headed by `root`: what the user calls it, else its own.
    fn name_of(&self, root: NodeId) -> &str {
        self.shown_name(root).unwrap_or_else(|| self.display_name(&self.nodes[root as usize]))
    }

    /// The nodes with a form of the letters of `name`.
    fn lettered(&self, name: &str) -> impl Iterator<Item = NodeId> {
        self.symbols.find(&letters(name)).into_iter().flat_map(|letters| self.by_letters.of(letters))
    }

    /// The same where the last word may go on. Looks at every word that the names of the pile are made of.
    fn starting(&self, name: &str) -> BTreeSet<NodeId> {
        let wanted = words_of(name);
        let Some((last, whole)) = wanted.split_last() else { return BTreeSet::new() };
        let goes_on = |words: &[String]| words.starts_with(whole) && words[whole.len()].starts_with(last);
        let known = self.by_word.pairs().filter(|&(word, _)| self.symbols.get(word).starts_with(last));
        let nodes: BTreeSet<NodeId> = known.map(|(_, node)| node).collect();
        let found = nodes.into_iter().filter(|&n| self.answers(n, wanted.len(), goes_on)).map(|n| self.root(n));
        found.chain(self.called_like(wanted.len(), goes_on)).collect()
    }

    /// True when so many words side by side in some form of the node's name are as they must be.
    pub(super) fn answers(&self, node: NodeId, words: usize, fit: impl Fn(&[String]) -> bool) -> bool {
        let mut last = None;
        self.nodes[node as usize].forms.keys().any(|(form, _)| {
            let again = last.replace(form) == Some(form);
            !again && words_of(self.symbols.get(form)).windows(words).any(&fit)
        })
    }

    /// The display name of `id`, with a number behind it when others bear the same: `Kim (2)`. The bearer that the
    /// pile names first keeps the plain name, so later articles change nothing. Empty when no article names it.
    #[must_use]
    pub fn unique_name(&self, id: EntityId) -> String {
        let Some(root) = self.head(id) else { return String::new() };
        let name = self.name(id);
        let called = self.called().map(|(root, _)| root);
        let roots: BTreeSet<NodeId> = self.lettered(name).map(|n| self.root(n)).chain(called).collect();
        let mut homonyms: Vec<NodeId> = roots.into_iter().filter(|&n| self.name(EntityId(n)) == name).collect();
        homonyms.sort_by_cached_key(|&n| {
            let first =
                self.tree(n).into_iter().filter_map(|member| self.nodes[member as usize].articles.keys().next());
            (first.min(), self.kind_of(n), self.strength(n))
        });
        match homonyms.iter().position(|&n| n == root) {
            Some(place) if place > 0 => format!("{name} ({})", place + 1),
            _ => name.to_owned(),
        }
    }

    /// Puts the entity headed by `root` together from its names.
    fn view(&self, root: NodeId) -> Entity {
        let name = self.name_of(root).to_owned();
        let mut roles: BTreeMap<&str, u32> = BTreeMap::new();
        for member in self.tree(root) {
            let node = &self.nodes[member as usize];
            for &(role, count) in node.roles() {
                *roles.entry(self.symbols.get(role)).or_default() += count;
            }
        }
        let mut descriptions: Vec<(String, u32)> = roles.into_iter().map(|(r, n)| (r.to_owned(), n)).collect();
        descriptions.sort_by_key(|&(_, n)| Reverse(n));
        Entity {
            id: EntityId(root),
            kind: self.kind_of(root),
            mentions: self.totals[root as usize].mentions,
            articles: self.counts(EntityId(root)),
            ambiguous: self.is_ambiguous(EntityId(root)),
            variants: self.variants_of(root, &name),
            name,
            descriptions,
        }
    }

    /// The ways in which the pile writes `id`, most frequent first, as in [`Entity::variants`].
    #[must_use]
    pub fn variants(&self, id: EntityId) -> Vec<Variant> {
        self.head(id).map(|root| self.variants_of(root, self.name_of(root))).unwrap_or_default()
    }

    fn variants_of(&self, root: NodeId, name: &str) -> Vec<Variant> {
        let mut variants: BTreeMap<&str, Variant> = BTreeMap::new();
        for member in self.tree(root) {
            let node = &self.nodes[member as usize];
            for &((form, because), count) in node.forms.entries() {
                let form = self.symbols.get(form);
                let (because, joined_to) = self.reason(node, form, because, name);
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
        variants
    }

    /// Why `form` of `node` belongs to the entity `name`: the article's own reason, or the node's link.
    fn reason(&self, node: &Node, form: &str, own: Because, name: &str) -> (Because, String) {
        if let Some((owner, link)) = node.owner {
            return (own.max(link), self.display_name(&self.nodes[owner as usize]).to_owned());
        }
        let own = match own {
            Because::Named if form == name => own,
            // The user calls it otherwise.
            Because::Named if self.display_name(node) != name => Because::Ruled,
            Because::Named if letters(form) == letters(name) => Because::SameLetters,
            // One node, other letters: the list knows both.
            Because::Named if node.key.kind != Kind::Person => Because::OtherName,
            other => other,
        };
        (own, name.to_owned())
    }

    /// The most frequent spelling of a node's own name; capitals only where nothing else is there.
    pub(super) fn display_name(&self, node: &Node) -> &str {
        let shouted = |s: &str| s.contains(' ') && !s.chars().any(char::is_lowercase);
        // One spelling's forms lie side by side.
        let spellings = node.forms.entries().chunk_by(|((a, _), _), ((b, _), _)| a == b);
        let spellings = spellings.filter_map(|spelling| {
            let own = spelling.iter().filter(|((_, because), _)| *because <= Because::OtherName);
            let count: u32 = own.map(|&(_, count)| count).sum();
            (count > 0).then(|| (self.symbols.get(spelling[0].0.0), count))
        });
        spellings.max_by_key(|&(s, n)| (!shouted(s), n, Reverse(s))).map_or("", |(s, _)| s)
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
