//! Who is named together with whom, over a view.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::table::sentence_of;
use super::view::{Item, Tally, Who};
use crate::document::Span;
use crate::names::sentences::sentences;

/// The entities of a view, and which of them stand together. Each is a number of four bytes here, once for each article
/// and each sentence that names it beside another.
#[derive(Debug, Default)]
pub(super) struct Company {
    tally: Tally,
    /// By place in the tally: whether it is the one followed.
    followed: Vec<bool>,
    articles: Groups,
    sentences: Groups,
}

/// Sets of numbers, one behind the other.
#[derive(Debug, Default)]
struct Groups {
    members: Vec<u32>,
    ends: Vec<usize>,
}

impl Groups {
    fn push(&mut self, mut group: Vec<u32>) {
        group.sort_unstable();
        group.dedup();
        if group.len() > 1 {
            self.members.extend(group);
            self.ends.push(self.members.len());
        }
    }

    fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.members[start..end])
    }
}

/// One of the most named.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) who: Arc<Who>,
    pub(super) mentions: usize,
    pub(super) articles: usize,
}

/// Two of them who are named together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) a: usize,
    pub(super) b: usize,
    /// In so many articles.
    pub(super) articles: usize,
    /// In so many sentences.
    pub(super) sentences: usize,
}

/// The companions: whom most articles name first; edges by what they connect.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
}

impl Company {
    /// Takes in an article of this number, from 1. When somebody is followed, those that do not name them do not count.
    pub(super) fn add(&mut self, number: usize, item: &Item) {
        if item.following && item.wanted().next().is_none() {
            return;
        }
        let sentences = sentences(&item.article);
        let (mut all, mut here, mut sentence) = (Vec::new(), Vec::new(), None);
        for named in &item.named {
            let at = self.tally.count(number, &named.who, None);
            self.followed.resize(self.tally.counts.len(), false);
            self.followed[at] |= item.following && named.wanted;
            let this = sentence_of(&sentences, named.span).map(Span::start);
            if this.is_none() || this != sentence {
                self.sentences.push(std::mem::take(&mut here));
                sentence = this;
            }
            here.push(at as u32);
            all.push(at as u32);
        }
        self.sentences.push(here);
        self.articles.push(all);
    }

    /// The `top` of them, the one followed in any case, and how often each two are named together.
    pub(super) fn graph(&self, top: usize) -> Graph {
        let counts = &self.tally.counts;
        let mut order: Vec<usize> = (0..counts.len()).collect();
        order.sort_by_key(|&at| (!self.followed[at], Reverse(counts[at].articles), Reverse(counts[at].mentions), at));
        order.truncate(top);
        let places: HashMap<u32, usize> = order.iter().enumerate().map(|(place, &at)| (at as u32, place)).collect();
        let mut together: HashMap<(usize, usize), (usize, usize)> = HashMap::new();
        for (groups, article) in [(&self.articles, true), (&self.sentences, false)] {
            for group in groups.iter() {
                let mut group: Vec<usize> = group.iter().filter_map(|at| places.get(at).copied()).collect();
                group.sort_unstable();
                for (n, &a) in group.iter().enumerate() {
                    for &b in &group[n + 1..] {
                        let (articles, sentences) = together.entry((a, b)).or_default();
                        *(if article { articles } else { sentences }) += 1;
                    }
                }
            }
        }
        let edge = |((a, b), (articles, sentences))| Edge { a, b, articles, sentences };
        let mut edges: Vec<Edge> = together.into_iter().map(edge).collect();
        edges.sort_by_key(|edge| (Reverse(edge.articles), Reverse(edge.sentences), edge.a, edge.b));
        let node = |&at: &usize| {
            let count = &counts[at];
            Node { who: count.who.clone(), mentions: count.mentions, articles: count.articles }
        };
        Graph { nodes: order.iter().map(node).collect(), edges }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::item;
    use super::*;

    /// Two of them, and the articles and sentences that name both.
    type Pair = (u32, u32, usize, usize);

    fn graph(texts: &[&str], top: usize) -> (Vec<u32>, Vec<Pair>) {
        let mut company = Company::default();
        for (number, text) in texts.iter().enumerate() {
            company.add(number + 1, &item("a.txt", "Titre", text));
        }
        let graph = company.graph(top);
        let id = |at: usize| graph.nodes[at].who.id.0;
        let edges = graph.edges.iter().map(|e| (id(e.a), id(e.b), e.articles, e.sentences)).collect();
        ((0..graph.nodes.len()).map(id).collect(), edges)
    }

    #[test]
    fn two_who_are_named_in_one_article_are_companions() {
        let texts = [
            "[p1:Anna] et [p2:Bruno]. Puis [p1:Anna] et [p2:Bruno]. Enfin [p3:Chloé].",
            "[p1:Anna] dort. [p2:Bruno] aussi.",
            "[p4:David].",
        ];
        let (nodes, edges) = graph(&texts, 10);
        assert_eq!(nodes, [1, 2, 3, 4]);
        assert_eq!(edges, [(1, 2, 2, 2), (1, 3, 1, 0), (2, 3, 1, 0)]);
        assert_eq!(graph(&texts, 2), (vec![1, 2], vec![(1, 2, 2, 2)]));
    }

    #[test]
    fn of_somebody_followed_only_their_articles_count_and_they_come_first() {
        let texts = ["[p1:A] et [p2:B].", "[p1:A], [p2:B] et [p*7:K]."];
        // An article that does not name them has nobody marked, so that the sample takes nobody for followed.
        let mut company = Company::default();
        let mut without = item("a.txt", "Titre", texts[0]);
        without.following = true;
        without.named.iter_mut().for_each(|named| named.wanted = false);
        company.add(1, &without);
        company.add(2, &item("b.txt", "Titre", texts[1]));
        let graph = company.graph(2);
        let ids: Vec<u32> = graph.nodes.iter().map(|node| node.who.id.0).collect();
        assert_eq!((ids, graph.nodes[1].articles, graph.edges.len()), (vec![7, 1], 1, 1));
    }
}
