//! A whole registry in few bytes, to be kept between runs, and back again: reading it takes a fraction of the time that it
//! takes to join the names of all articles once more.
//!
//! The bytes are the tables one behind the other, sorted lists as the distances between neighbours; what can be told from
//! the rest is not in them. They may come back from a damaged disk: nothing in them is believed, every number is checked
//! before it is used as a place, and every order that the tables rely on is checked as well.

use super::node::{More, Node, NodeId, NodeKey, Standing};
use super::postings::Postings;
use super::record::{LocalRecord, Locals};
use super::symbols::{Symbol, Symbols};
use super::tally::Tally;
use super::totals::Total;
use super::{ALONE, EntityId, Record, Registry, alone};
use crate::document::ArticleId;
use crate::names::lexicon::Gender;
use crate::names::{Kind, packed};
use crate::text::packing::{self, Input};

/// Goes up with every change of the layout, and of the rules by which names are joined.
const VERSION: u8 = 1;

/// By their numbers in the bytes: never reorder, only append.
const STANDINGS: [Standing; 5] = [
    Standing::Full,
    Standing::Open,
    Standing::Bare(None),
    Standing::Bare(Some(Gender::Male)),
    Standing::Bare(Some(Gender::Female)),
];

impl Registry {
    /// Packs everything but the user's rulings: a registry that obeys any is not to be packed.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        self.symbols.pack(&mut out);
        packing::count(&mut out, self.nodes.len());
        for (node, total) in self.nodes.iter().zip(&self.totals) {
            pack_node(&mut out, node);
            packing::number(&mut out, total.mentions);
        }
        packing::count(&mut out, self.articles.len());
        for record in self.articles.iter() {
            record.locals.pack(&mut out);
            packing::bytes(&mut out, &record.sentences);
        }
        for postings in [&self.by_surname, &self.by_initials, &self.by_word, &self.by_letters] {
            pack_postings(&mut out, postings, Symbol::number);
        }
        for postings in [&self.by_likeness, &self.alias_of] {
            pack_postings(&mut out, postings, |key| key);
        }
        out
    }

    /// What [`Registry::pack`] packed; `None` where the bytes are not that, or of another version.
    #[must_use]
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let (&version, rest) = bytes.split_first()?;
        let mut input = Input::new(rest);
        let symbols = (version == VERSION).then(|| Symbols::unpack(&mut input)).flatten()?;
        let (nodes, totals) = input.list(|input| unpack_node(input, &symbols))?.into_iter().unzip();
        let mut out = Self { symbols, nodes, totals, ..Self::default() };
        let count = out.nodes.len() as u32;
        let known = |node: NodeId| (node < count).then_some(node);
        let symbol = |number: u32| Symbol::from_number(number).filter(|&symbol| out.symbols.has(symbol));
        let articles = input.list(|input| {
            let locals = Locals::unpack(input, count, |symbol| out.symbols.has(symbol))?;
            Some(Record { locals, sentences: input.bytes()?.into(), found: None })
        })?;
        out.articles = articles.into_iter().collect();
        out.by_surname = unpack_postings(&mut input, symbol, known)?;
        out.by_initials = unpack_postings(&mut input, symbol, known)?;
        out.by_word = unpack_postings(&mut input, symbol, known)?;
        out.by_letters = unpack_postings(&mut input, symbol, known)?;
        out.by_likeness = unpack_postings(&mut input, Some, known)?;
        out.alias_of = unpack_postings(&mut input, known, known)?;
        input.is_empty().then_some(())?;
        out.connect()?;
        Some(out)
    }

    /// Puts together what can be told from the tables; `None` where they contradict each other.
    fn connect(&mut self) -> Option<()> {
        let count = self.nodes.len();
        self.index.reserve(count, |&node| self.nodes[node as usize].key.hash());
        for node in 0..count as NodeId {
            let key = self.nodes[node as usize].key;
            let nodes = &self.nodes;
            let same = self.index.find(key.hash(), |&other| nodes[other as usize].key == key);
            same.is_none().then_some(())?;
            self.index.insert_unique(key.hash(), node, |&other| nodes[other as usize].key.hash());
            if let Some((owner, _)) = self.nodes[node as usize].owner {
                // Always the weaker to the stronger: so no way along the links comes back.
                ((owner as usize) < count && self.strength(node) < self.strength(owner)).then_some(())?;
                self.nodes[owner as usize].more().joined.push(node);
            }
            let aliases = self.nodes[node as usize].aliases().all(|(longer, _)| (longer as usize) < count);
            aliases.then_some(())?;
            self.named += self.nodes[node as usize].articles.entries().iter().map(|&(_, n)| u64::from(n)).sum::<u64>();
        }
        let mut last = None;
        for (word, _) in self.by_word.sorted() {
            if last.replace(word) != Some(word) {
                self.starts.insert(self.symbols.get(word), word);
            }
        }
        Some(())
    }

    /// Calls the articles by other numbers, no two by the same; those for which `to` has none are removed.
    pub fn renumber(&mut self, to: impl Fn(ArticleId) -> Option<ArticleId>) {
        let all: Vec<ArticleId> = (0..self.articles.len() as u32).map(ArticleId).collect();
        let same = all.iter().all(|&id| to(id) == Some(id));
        if same {
            return;
        }
        all.iter().filter(|&&id| to(id).is_none()).for_each(|&id| self.remove(id));
        let records = std::mem::take(&mut self.articles);
        for (old, record) in all.into_iter().zip(records.iter()) {
            if let Some(new) = to(old) {
                self.articles.put(new, record.clone());
            }
        }
        for node in &mut self.nodes {
            // Whoever is removed stands nowhere any more.
            node.articles.rename(|id| to(id).unwrap_or(id));
        }
        self.symbols.rename(ALONE, |text| {
            let (name, number) = text.split_once(ALONE)?;
            let old = ArticleId(number.parse().ok()?);
            // Of an article that is gone, it is nobody's any more, and must not be taken for another's.
            Some(to(old).map_or_else(|| format!("{name}{ALONE}{ALONE}{number}"), |new| alone(name, new)))
        });
        self.revision += 1;
    }

    /// Takes in what the machine found in an article as `other` knows it, in place of what was known here.
    pub fn adopt(&mut self, other: &Self, article: ArticleId) {
        self.remove(article);
        let Some((mut found, missed)) = other.found_in(article) else { return };
        // Names that were missed are looked for anew.
        found.truncate(found.len() - missed);
        self.revision += 1;
        let locals: Vec<LocalRecord> = found.into_iter().map(|local| self.translated(other, local)).collect();
        let sentences = other.articles.get(article).map(|record| record.sentences.clone());
        self.put(article, locals, 0, sentences);
    }

    /// What `other` says of a local, in the words of this one.
    fn translated(&mut self, other: &Self, local: LocalRecord) -> LocalRecord {
        let node = self.translate(other, local.node);
        let mut word = |symbol: Symbol| self.symbols.intern(other.symbols.get(symbol));
        let forms: Vec<_> = local.forms.into_iter().map(|(form, why, count)| (word(form), why, count)).collect();
        let roles = local.roles.into_iter().map(|(role, count)| (word(role), count)).collect();
        let aliases = local.aliases.into_iter().map(|(alias, why)| (self.translate(other, alias), why)).collect();
        for &(form, ..) in &forms {
            self.index_form(node, form);
        }
        LocalRecord { node, forms, roles, aliases }
    }

    fn translate(&mut self, other: &Self, node: NodeId) -> NodeId {
        let node = &other.nodes[node as usize];
        let written = node.written.map(|written| other.symbols.get(written));
        self.node(node.key.kind, node.key.standing, other.symbols.get(node.key.key), written)
    }

    /// Comes in the place of `other`: whoever asks whether anything has changed hears that it has.
    pub fn succeed(&mut self, other: &Self) {
        self.revision = self.revision.max(other.revision) + 1;
    }

    /// The id by which `other` calls the name that `id` stands for here; `None` when it does not know it.
    #[must_use]
    pub fn same_in(&self, other: &Self, id: EntityId) -> Option<EntityId> {
        let key = self.nodes.get(self.canonical(id).0 as usize)?.key;
        let symbol = other.symbols.find(self.symbols.get(key.key))?;
        other.known(NodeKey { key: symbol, ..key }).map(|node| other.canonical(EntityId(node)))
    }
}

fn pack_node(out: &mut Vec<u8>, node: &Node) {
    out.push(
        place(&Kind::ALL, &node.key.kind) | place(&STANDINGS, &node.key.standing) << 2 | u8::from(node.contested) << 5,
    );
    packing::number(out, node.key.key.number());
    let (solid, letters) = node.fullness;
    packing::number(out, solid);
    packing::number(out, letters);
    packing::number(out, node.written.map_or(0, Symbol::number));
    match node.owner {
        Some((owner, because)) => {
            packing::number(out, owner + 1);
            out.push(packed::reason_number(because));
        }
        None => out.push(0),
    }
    pack_tally(out, &node.articles, |out, article, before| packing::number(out, article.0 - before.map_or(0, |b| b.0)));
    pack_tally(out, &node.forms, |out, (form, because), _| {
        packing::number(out, form.number());
        out.push(packed::reason_number(because));
    });
    packing::count(out, node.aliases_counted().len());
    for &((longer, because), count) in node.aliases_counted() {
        packing::number(out, longer);
        out.push(packed::reason_number(because));
        packing::number(out, count);
    }
    packing::count(out, node.roles().len());
    for &(role, count) in node.roles() {
        packing::number(out, role.number());
        packing::number(out, count);
    }
}

fn unpack_node(input: &mut Input, symbols: &Symbols) -> Option<(Node, Total)> {
    let symbol = |number: u32| Symbol::from_number(number).filter(|&symbol| symbols.has(symbol));
    let flags = input.byte()?;
    let (kind, standing) = (*Kind::ALL.get(usize::from(flags & 3))?, *STANDINGS.get(usize::from(flags >> 2 & 7))?);
    let key = NodeKey { kind, standing, key: symbol(input.number()?)? };
    let mut part = || input.number().and_then(|part| u16::try_from(part).ok());
    let fullness = (part()?, part()?);
    let written = match input.number()? {
        0 => None,
        number => Some(symbol(number)?),
    };
    let owner = match input.number()? {
        0 => None,
        owner => Some((owner - 1, packed::reason(input)?)),
    };
    let articles = unpack_tally(input, |input, before: Option<ArticleId>| {
        input.number()?.checked_add(before.map_or(0, |b| b.0)).map(ArticleId)
    })?;
    let forms = unpack_tally(input, |input, _| Some((symbol(input.number()?)?, packed::reason(input)?)))?;
    let aliases = unpack_tally(input, |input, _| Some((input.number()?, packed::reason(input)?)))?;
    let roles = unpack_tally(input, |input, _| symbol(input.number()?))?;
    let more =
        (!aliases.is_empty() || !roles.is_empty()).then(|| Box::new(More { joined: Vec::new(), aliases, roles }));
    let node = Node::kept(key, fullness, written, (owner, flags >> 5 & 1 > 0), (articles, forms), more);
    Some((node, Total::of(kind, input.number()?)))
}

fn pack_tally<K: Copy + Ord>(out: &mut Vec<u8>, tally: &Tally<K>, key: impl Fn(&mut Vec<u8>, K, Option<K>)) {
    packing::count(out, tally.entries().len());
    let mut before = None;
    for &(entry, count) in tally.entries() {
        key(out, entry, before.replace(entry));
        packing::number(out, count);
    }
}

fn unpack_tally<K: Copy + Ord>(
    input: &mut Input,
    mut key: impl FnMut(&mut Input, Option<K>) -> Option<K>,
) -> Option<Tally<K>> {
    let mut before = None;
    let entries = input.list(|input| {
        let entry = key(input, before)?;
        let ascends = before.replace(entry).is_none_or(|before| before < entry);
        let count = input.number()?;
        (ascends && count > 0).then_some((entry, count))
    })?;
    Some(Tally::kept(entries))
}

fn pack_postings<K: Copy + Ord>(out: &mut Vec<u8>, postings: &Postings<K>, number: impl Fn(K) -> u32) {
    let pairs = postings.sorted();
    packing::count(out, pairs.len());
    let (mut key, mut node) = (0, 0);
    for (next, name) in pairs {
        let next = number(next);
        packing::number(out, next - key);
        // Under one key the names ascend.
        packing::number(out, if next == key { name - node } else { name });
        (key, node) = (next, name);
    }
}

fn unpack_postings<K: Copy + Ord>(
    input: &mut Input,
    key: impl Fn(u32) -> Option<K>,
    known: impl Fn(NodeId) -> Option<NodeId>,
) -> Option<Postings<K>> {
    let (mut number, mut node) = (0_u32, 0_u32);
    let pairs = input.list(|input| {
        let step = input.number()?;
        number = number.checked_add(step)?;
        let name = input.number()?;
        node = if step == 0 { node.checked_add(name)? } else { name };
        Some((key(number)?, known(node)?))
    })?;
    pairs.is_sorted().then(|| Postings::kept(pairs))
}

/// The place of a value in a table that holds every value there is.
fn place<T: PartialEq>(table: &[T], value: &T) -> u8 {
    table.iter().position(|known| known == value).unwrap_or_default() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{ArticleBuilder, BlockKind};
    use crate::names::{ArticleNames, analyse};
    use proptest::prelude::*;

    const TEXTS: [&str; 6] = [
        "Le président russe Vladimir Poutine a reçu Kim Jong Un. Poutine était ravi.",
        "À Moscou, M. Poutine a parlé. Julie a souri.",
        "Kim Jong-un et Adriene Watson ont écrit à l’Organisation des Nations unies (ONU).",
        "Adrienne Watson a salué Vladimir Putin à New York. Julie aussi.",
        "Le ministre Jean Kim a vu Kim. L’ONU se tait.",
        "Kim Yo Jong et Mme Watson.",
    ];

    fn names(text: &str) -> ArticleNames {
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Paragraph, text);
        analyse(&builder.finish("x"))
    }

    fn registry(articles: &[usize]) -> Registry {
        let mut registry = Registry::new();
        for &n in articles {
            registry.add(ArticleId(n as u32), &names(TEXTS[n]));
        }
        registry
    }

    /// All that the registry tells.
    fn told(registry: &Registry) -> Vec<String> {
        let mut told: Vec<String> = registry.entities().map(|entity| format!("{entity:?}")).collect();
        told.extend((0..TEXTS.len()).map(|n| format!("{:?}", registry.entities_in(ArticleId(n as u32)))));
        told.push(format!("{:?}", registry.find("kim").len()));
        told.push(format!("{:?}", registry.starting_with(Kind::Person, "w", 9)));
        told.push(format!("{}", registry.all_mentions()));
        told
    }

    #[test]
    fn what_is_unpacked_goes_on_like_what_was_packed() {
        let mut before = registry(&[0, 2, 3, 5]);
        let mut after = Registry::unpack(&before.pack()).unwrap();
        assert_eq!(told(&after), told(&before));
        for registry in [&mut before, &mut after] {
            registry.add(ArticleId(1), &names(TEXTS[1]));
            registry.remove(ArticleId(3));
            registry.add(ArticleId(4), &names(TEXTS[4]));
        }
        assert_eq!(told(&after), told(&before));
        assert_eq!(after.pack(), before.pack());
    }

    #[test]
    fn articles_can_be_called_by_other_numbers() {
        // Julie of one article and Julie of another stay two.
        let mut moved = registry(&[0, 1, 2, 3]);
        // What one gives up another may take, again and again.
        moved.renumber(|id| [None, Some(0), Some(2), Some(1)][id.index()].map(ArticleId));
        moved.renumber(|id| [Some(3), Some(5), Some(1)][id.index()].map(ArticleId));
        let mut expected = Registry::new();
        for (id, text) in [(3, 1), (1, 2), (5, 3)] {
            expected.add(ArticleId(id), &names(TEXTS[text]));
        }
        let plain = |registry: &Registry| {
            let mut told: Vec<_> = registry
                .entities()
                .map(|e| (e.name().to_owned(), e.articles().to_vec(), e.variants().to_vec(), e.mentions()))
                .map(|told| format!("{told:?}"))
                .collect();
            told.sort();
            told
        };
        assert_eq!(plain(&moved), plain(&expected));
        for registry in [&mut moved, &mut expected] {
            registry.remove(ArticleId(5));
            registry.add(ArticleId(0), &names(TEXTS[1]));
        }
        assert_eq!(plain(&moved), plain(&expected));
    }

    #[test]
    fn somebody_is_known_again_under_another_id() {
        let (one, other) = (registry(&[0, 1]), registry(&[3, 2, 1, 0]));
        let putin = one.find("Poutine")[0];
        let same = one.same_in(&other, putin).unwrap();
        assert_eq!(other.name(same), "Vladimir Poutine");
        let watson = other.find("Watson")[0];
        assert_eq!(other.same_in(&one, watson), None);
    }

    proptest! {
        #[test]
        fn damage_is_told_or_does_no_harm(at in 0usize..4000, byte in any::<u8>(), cut in 0usize..4000) {
            let whole = registry(&[0, 1, 2, 3, 4, 5]).pack();
            let mut bytes = whole.clone();
            let at = at % bytes.len();
            bytes[at] = byte;
            if let Some(mut registry) = Registry::unpack(&bytes) {
                let _ = told(&registry);
                (0..6).for_each(|n| registry.remove(ArticleId(n)));
                registry.add(ArticleId(1), &names(TEXTS[1]));
            }
            prop_assert!(Registry::unpack(&whole[..cut % whole.len()]).is_none());
        }
    }
}
