//! stub
#![allow(missing_docs)]
use crate::document::*;
use crate::text::fold::fold;
use std::collections::*;
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Person,
    Organisation,
    Place,
}
impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Person, Kind::Organisation, Kind::Place];
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Organisation => "organisation",
            Kind::Place => "place",
        }
    }
}
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalId(pub u32);
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);
#[derive(Debug, Clone, Copy)]
pub struct Mention {
    pub span: Span,
    pub kind: Kind,
    pub local: LocalId,
}
#[derive(Debug, Clone)]
pub struct Local {
    pub name: String,
    pub kind: Kind,
}
#[derive(Debug, Clone, Default)]
pub struct ArticleNames {
    m: Vec<Mention>,
    l: Vec<Local>,
}
impl ArticleNames {
    pub fn mentions(&self) -> &[Mention] {
        &self.m
    }
    pub fn locals(&self) -> &[Local] {
        &self.l
    }
}
pub fn analyse(a: &Article) -> ArticleNames {
    let mut o = ArticleNames::default();
    let mut ids: BTreeMap<String, u32> = BTreeMap::new();
    for b in a.visible_blocks() {
        let t = b.span.of(a.text());
        let mut at = 0;
        let mut run: Option<(usize, usize)> = None;
        let mut runs = vec![];
        for w in t.split(' ') {
            let core = w.trim_matches(|c: char| !c.is_alphanumeric());
            let s = at + w.find(core).unwrap_or(0);
            if core.len() > 2
                && core.chars().next().is_some_and(char::is_uppercase)
                && core.find(|c| c == '’' || c == '\'').is_none()
            {
                run = Some(match run {
                    Some((a, _)) => (a, s + core.len()),
                    None => (s, s + core.len()),
                });
                if w.ends_with([',', '.']) {
                    runs.extend(run.take());
                }
            } else {
                runs.extend(run.take());
            }
            at += w.len() + 1;
        }
        runs.extend(run);
        for (s, e) in runs {
            if s == 0 {
                continue;
            }
            let n = &t[s..e];
            let key = fold(n.split(' ').next_back().unwrap());
            let next = ids.len() as u32;
            let id = *ids.entry(key).or_insert(next);
            let kind = if n.contains("Russ") || n.contains("Cor") {
                Kind::Place
            } else if n.contains("Con") || n.contains("Dé") {
                Kind::Organisation
            } else {
                Kind::Person
            };
            if id == next {
                o.l.push(Local { name: n.into(), kind });
            } else if o.l[id as usize].name.len() < n.len() {
                o.l[id as usize].name = n.into();
            }
            o.m.push(Mention { span: b.span.sub(s, e), kind: o.l[id as usize].kind, local: LocalId(id) });
        }
    }
    o
}
#[derive(Debug, Clone)]
pub struct Entity {
    n: String,
    k: Kind,
    a: Vec<(ArticleId, u32)>,
}
impl Entity {
    pub fn name(&self) -> &str {
        &self.n
    }
    pub fn kind(&self) -> Kind {
        self.k
    }
    pub fn articles(&self) -> &[(ArticleId, u32)] {
        &self.a
    }
    pub fn mentions(&self) -> u32 {
        self.a.iter().map(|x| x.1).sum()
    }
    pub fn is_ambiguous(&self) -> bool {
        false
    }
}
#[derive(Debug, Default)]
pub struct Registry {
    e: Vec<Entity>,
    by: HashMap<String, u32>,
    per: HashMap<ArticleId, (ArticleNames, Vec<EntityId>)>,
    rev: u64,
}
impl Registry {
    pub fn new() -> Self {
        Self::default()
    }
    pub fn add(&mut self, id: ArticleId, n: ArticleNames) {
        self.rev += 1;
        let mut m = vec![];
        for (i, l) in n.l.iter().enumerate() {
            let key = fold(l.name.split(' ').next_back().unwrap());
            let c = n.m.iter().filter(|x| x.local.0 as usize == i).count() as u32;
            let next = self.e.len() as u32;
            let e = *self.by.entry(key).or_insert(next);
            if e == next {
                self.e.push(Entity { n: l.name.clone(), k: l.kind, a: vec![] });
            }
            self.e[e as usize].a.push((id, c));
            self.e[e as usize].a.sort();
            m.push(EntityId(e));
        }
        self.per.insert(id, (n, m));
    }
    pub fn mentions_in(&self, id: ArticleId) -> &[Mention] {
        self.per.get(&id).map_or(&[], |x| x.0.mentions())
    }
    pub fn entity_of(&self, id: ArticleId, l: LocalId) -> EntityId {
        self.per[&id].1[l.0 as usize]
    }
    pub fn entities_in(&self, id: ArticleId) -> Vec<(EntityId, u32)> {
        self.per.get(&id).map_or(vec![], |x| {
            let mut c = BTreeMap::new();
            for m in x.0.mentions() {
                *c.entry(x.1[m.local.0 as usize]).or_insert(0) += 1;
            }
            c.into_iter().collect()
        })
    }
    pub fn entity(&self, e: EntityId) -> Option<&Entity> {
        self.e.get(e.0 as usize)
    }
    pub fn entities(&self) -> impl Iterator<Item = (EntityId, &Entity)> {
        self.e.iter().enumerate().map(|(i, e)| (EntityId(i as u32), e))
    }
    pub fn find(&self, n: &str) -> Vec<EntityId> {
        let k = fold(n);
        self.entities().filter(|(_, e)| fold(&e.n).contains(&k)).map(|x| x.0).collect()
    }
    pub fn unique_name(&self, e: EntityId) -> String {
        self.entity(e).map_or(String::new(), |e| e.n.clone())
    }
    pub fn canonical(&self, e: EntityId) -> EntityId {
        e
    }
    pub fn revision(&self) -> u64 {
        self.rev
    }
}
