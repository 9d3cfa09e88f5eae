//! A card: everything that is known of one person, organisation or place, every line of it leading somewhere.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::timeline::Timeline;
use crate::app::geometry::scrolled;
use crate::document::{ArticleId, Span};
use crate::library::following::{Company, Dossier, Inquiry, closeness};
use crate::names::{Entity, EntityId, Registry};

/// A part of the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// How the name is written.
    Forms,
    /// Roles and titles beside it.
    Roles,
    /// When it is named.
    Time,
    /// Where it is named most.
    Articles,
    /// Who is named with it.
    Company,
    /// What it is quoted as saying.
    Said,
}

impl Section {
    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Forms => "WRITTEN",
            Self::Roles => "DESCRIBED AS",
            Self::Time => "WHEN",
            Self::Articles => "NAMED MOST IN",
            Self::Company => "NAMED WITH",
            Self::Said => "SAYS",
        }
    }

    /// Lines shown of it before somebody asks for more.
    fn few(self) -> usize {
        match self {
            Self::Forms | Self::Roles | Self::Said => 6,
            Self::Time => 1,
            Self::Articles => 5,
            Self::Company => 10,
        }
    }
}

/// A line of the card. Numbers are indices into what the card knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardLine {
    /// Nothing, to part what follows.
    Gap,
    /// A heading.
    Heading(Section),
    /// A variant.
    Form(usize),
    /// A role.
    Role(usize),
    /// The timeline.
    Time,
    /// What the chosen step of the timeline is.
    Step,
    /// An article.
    Article(usize),
    /// A companion.
    Company(usize),
    /// A quotation.
    Said(usize),
    /// There are so many more lines.
    More(Section, usize),
    /// Articles are still being looked at.
    Looking,
}

impl CardLine {
    /// True when Enter leads somewhere from here.
    fn leads(self) -> bool {
        !matches!(self, Self::Gap | Self::Heading(_) | Self::Step | Self::Looking)
    }
}

/// Where a line leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// To the mentions written like this.
    Form(String),
    /// To the mentions with these words around them.
    Role(String),
    /// To the mentions from this day on.
    Day(NaiveDate),
    /// To an article, at the first mention.
    Article(ArticleId),
    /// To somebody's card.
    Card(EntityId),
    /// To what was said.
    Said(ArticleId, Span),
    /// Nowhere: the card shows more.
    Here,
}

/// The card of one entity.
#[derive(Debug)]
pub struct Card {
    who: EntityId,
    /// What was asked last.
    asked: Option<(u64, Inquiry)>,
    entity: Option<Entity>,
    dossier: Dossier,
    company: Vec<Company>,
    timeline: Timeline,
    /// The chosen step of the timeline.
    step: Option<usize>,
    /// The parts that are shown whole.
    whole: HashSet<Section>,
    lines: Vec<CardLine>,
    selected: usize,
    top: usize,
}

/// Companions that are ranked: more than anybody reads.
const MOST_COMPANY: usize = 200;

impl Card {
    /// That of `who`, of whom nothing is known yet.
    #[must_use]
    pub fn new(who: EntityId) -> Self {
        Self {
            who,
            asked: None,
            entity: None,
            dossier: Dossier::default(),
            company: Vec::new(),
            timeline: Timeline::default(),
            step: None,
            whole: HashSet::new(),
            lines: Vec::new(),
            selected: 0,
            top: 0,
        }
    }

    /// Whose it is.
    #[must_use]
    pub fn who(&self) -> EntityId {
        self.who
    }

    /// What the registry knew of them when it was asked last; `None` while the pile does not name them.
    #[must_use]
    pub fn entity(&self) -> Option<&Entity> {
        self.entity.as_ref()
    }

    /// What the articles say, as far as it is known.
    #[must_use]
    pub fn dossier(&self) -> &Dossier {
        &self.dossier
    }

    /// Companions, the closest first.
    #[must_use]
    pub fn company(&self) -> &[Company] {
        &self.company
    }

    /// When they are named.
    #[must_use]
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// The chosen step of the timeline: the one with the most mentions, until another is chosen.
    #[must_use]
    pub fn step(&self) -> usize {
        self.step.unwrap_or_else(|| self.timeline.peak()).min(self.timeline.steps.len().saturating_sub(1))
    }

    /// Its lines.
    #[must_use]
    pub fn lines(&self) -> &[CardLine] {
        &self.lines
    }

    /// The line with the cursor.
    #[must_use]
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// The first line in view.
    #[must_use]
    pub fn top(&self) -> usize {
        self.top
    }

    /// True while the answer to what was asked has not come.
    #[must_use]
    pub(in crate::app) fn is_waiting(&self) -> bool {
        self.asked.is_some() && !self.dossier.is_complete()
    }

    /// They go by another id: everything is to be asked anew.
    pub(in crate::app) fn rename(&mut self, who: EntityId) {
        (self.who, self.asked) = (who, None);
        // Whoever is in it goes by another id, too.
        (self.company, self.dossier.company) = (Vec::new(), Vec::new());
    }

    /// Notes what is asked, and what the registry knows by now.
    pub(in crate::app) fn ask(&mut self, generation: u64, inquiry: Inquiry, registry: &Registry) {
        self.who = inquiry.who;
        self.entity = registry.entity(self.who);
        self.asked = Some((generation, inquiry));
    }

    /// The last inquiry.
    pub(in crate::app) fn inquiry(&self) -> Option<&Inquiry> {
        self.asked.as_ref().map(|(_, inquiry)| inquiry)
    }

    /// Takes what came of the request of a generation.
    pub(in crate::app) fn learn(&mut self, generation: u64, dossier: Dossier, registry: &Registry, columns: usize) {
        if self.asked.as_ref().is_none_or(|&(asked, _)| asked != generation) {
            return;
        }
        let all = registry.all_mentions();
        let mut company: Vec<(f64, Company)> = (dossier.company.iter())
            .map(|&company| (closeness(company, registry.mentions(company.who), all), company))
            .collect();
        // A measure is a number: nothing in it is divided by nothing.
        let order = |a: &(f64, Company), b: &(f64, Company)| b.0.total_cmp(&a.0).then(a.1.who.cmp(&b.1.who));
        if company.len() > MOST_COMPANY {
            company.select_nth_unstable_by(MOST_COMPANY, order);
            company.truncate(MOST_COMPANY);
        }
        company.sort_unstable_by(order);
        self.company = company.into_iter().map(|(_, company)| company).collect();
        self.timeline = Timeline::new(&dossier.days, columns);
        self.dossier = dossier;
    }

    /// Makes the lines anew, the cursor on the same one as far as it is still there.
    pub(in crate::app) fn lay_out(&mut self, rows: usize) {
        let kept = self.lines.get(self.selected).copied();
        let mut lines = Vec::new();
        let variants = self.entity.as_ref().map_or(0, |entity| entity.variants().len());
        let roles = self.entity.as_ref().map_or(0, |entity| entity.descriptions().len());
        self.section(&mut lines, Section::Forms, variants, CardLine::Form);
        self.section(&mut lines, Section::Roles, roles, CardLine::Role);
        if !self.timeline.steps.is_empty() {
            self.section(&mut lines, Section::Time, 1, |_| CardLine::Time);
            lines.push(CardLine::Step);
        }
        self.section(&mut lines, Section::Articles, self.dossier.most.len(), CardLine::Article);
        self.section(&mut lines, Section::Company, self.company.len(), CardLine::Company);
        self.section(&mut lines, Section::Said, self.dossier.said.len(), CardLine::Said);
        if self.is_waiting() {
            lines.extend([CardLine::Gap, CardLine::Looking]);
        }
        self.lines = lines;
        let again = kept.and_then(|line| self.lines.iter().position(|&other| other == line));
        self.select(again.unwrap_or(self.selected), rows);
    }

    fn section(&self, lines: &mut Vec<CardLine>, section: Section, all: usize, line: impl Fn(usize) -> CardLine) {
        if all == 0 {
            return;
        }
        if !lines.is_empty() {
            lines.push(CardLine::Gap);
        }
        lines.push(CardLine::Heading(section));
        // A line that says that there is one more takes as much room as that one.
        let shown = if self.whole.contains(&section) || all <= section.few() + 1 { all } else { section.few() };
        lines.extend((0..shown).map(line));
        if shown < all {
            lines.push(CardLine::More(section, all - shown));
        }
    }

    /// Puts the cursor on the line `at`, or else on the next one that leads somewhere, or the last one.
    pub(in crate::app) fn select(&mut self, at: usize, rows: usize) {
        let leads = |at: &usize| self.lines[*at].leads();
        let last = self.lines.len().saturating_sub(1);
        let after = (at.min(last)..self.lines.len()).find(leads);
        self.selected = after.or_else(|| (0..self.lines.len()).rev().find(leads)).unwrap_or(0);
        // The heading comes along.
        let with = self.selected.saturating_sub(usize::from(self.selected == 1));
        self.top = scrolled(self.top, self.selected, with, rows, self.lines.len());
    }

    /// Moves the cursor by so many lines that lead somewhere.
    pub(in crate::app) fn move_by(&mut self, delta: isize, rows: usize) {
        let leads: Vec<usize> = (0..self.lines.len()).filter(|&at| self.lines[at].leads()).collect();
        let here = leads.partition_point(|&at| at < self.selected);
        let to = here.saturating_add_signed(delta).min(leads.len().saturating_sub(1));
        self.select(leads.get(to).copied().unwrap_or(0), rows);
    }

    /// Scrolls without moving the cursor.
    pub(in crate::app) fn scroll(&mut self, delta: isize, rows: usize) {
        self.top = self.top.saturating_add_signed(delta).min(self.lines.len().saturating_sub(rows.max(1)));
    }

    /// Chooses another step of the timeline; the cursor goes there.
    pub(in crate::app) fn choose_step(&mut self, step: usize, rows: usize) {
        if let Some(at) = self.lines.iter().position(|&line| line == CardLine::Time) {
            self.step = Some(step.min(self.timeline.steps.len().saturating_sub(1)));
            self.select(at, rows);
        }
    }

    /// Where the line with the cursor leads. A line that stands for more gives way to them.
    pub(in crate::app) fn lead(&mut self, rows: usize) -> Option<Lead> {
        let entity = self.entity.as_ref()?;
        Some(match *self.lines.get(self.selected)? {
            CardLine::Form(at) => Lead::Form(entity.variants().get(at)?.form.clone()),
            CardLine::Role(at) => Lead::Role(entity.descriptions().get(at)?.0.clone()),
            CardLine::Time => Lead::Day(self.timeline.steps.get(self.step())?.0),
            CardLine::Article(at) => Lead::Article(self.dossier.most.get(at)?.0),
            CardLine::Company(at) => Lead::Card(self.company.get(at)?.who),
            CardLine::Said(at) => self.dossier.said.get(at).map(|said| Lead::Said(said.article, said.span))?,
            CardLine::More(section, _) => {
                self.whole.insert(section);
                let at = self.selected;
                self.lay_out(rows);
                self.select(at, rows);
                Lead::Here
            }
            CardLine::Gap | CardLine::Heading(_) | CardLine::Step | CardLine::Looking => return None,
        })
    }
}
