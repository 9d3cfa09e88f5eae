//! Writing the view to a file: asking where to, handing its articles over, telling what came of it.
//!
//! The view is the list as it is when the name is typed, in its order, with whoever is followed by then. Who is named in it
//! must be known first: what is still being looked for is waited for.

use super::App;
use super::action::Effect;
use super::completing::{Candidate, Candidates};
use super::marks::Mark;
use super::prompt::{Prompt, Purpose};
use crate::document::ArticleId;
use crate::export::{About, FORMATS, Followed, Format, FormatSpec, Marks, Piece, Plan, Remark, TABLES, Whos, slug};
use crate::library::scan::Notice;
use crate::names::EntityId;
use crate::text::count::counted;
use crate::text::safe;
use crate::worker::{Batch, Export, Exported, Exporting, Job};

/// Articles handed over at once: less than a millisecond for the thread of the screen.
const BATCH: usize = 32;

/// An export and how far it has come.
#[derive(Debug)]
struct Order {
    number: u64,
    path: String,
    plan: Plan,
    overwrite: bool,
    about: About,
    followed: Followed,
    ids: Vec<ArticleId>,
    /// How many of them were handed over.
    given: usize,
    whos: Whos,
}

/// The export, if there is one: one at a time.
#[derive(Debug, Default)]
pub struct ExportPane {
    order: Option<Order>,
    /// True while it waits for names.
    waits: bool,
    numbers: u64,
    /// Where the last one went.
    last: String,
}

impl ExportPane {
    /// True while an export waits until it is known who is named where.
    pub(super) fn waits_for_names(&self) -> bool {
        self.waits
    }

    /// Everybody goes by another id.
    pub(super) fn rename(&mut self, to: impl Fn(EntityId) -> Option<EntityId>) {
        if let Some(followed) = self.order.as_mut().and_then(|order| order.followed.as_mut()) {
            let mut ids: Vec<EntityId> = followed.iter().copied().filter_map(to).collect();
            ids.sort_unstable();
            *followed = ids.into();
        }
    }

    /// How far it has come, for the status line.
    #[must_use]
    pub fn progress(&self) -> Option<String> {
        let order = self.order.as_ref()?;
        if self.waits {
            return Some("an export waits".to_owned());
        }
        Some(format!("exporting {} %", order.given * 100 / order.ids.len().max(1)))
    }
}

impl App {
    /// Asks for the name of a file.
    pub(super) fn ask_to_export(&mut self) {
        if let Some(order) = &self.exporting.order {
            let path = order.path.clone();
            self.prompt = Some(Prompt::new(Purpose::StopExport, "", &path, self.here()));
        } else if self.list.is_empty(&self.pile) {
            self.say("there is nothing in the list to export");
        } else {
            let last = self.exporting.last.clone();
            self.prompt = Some(Prompt::new(Purpose::Export, &last, "", self.here()));
            self.offer(false);
        }
    }

    /// Endings for the name that is typed, each with what it makes.
    pub(super) fn endings(&self, typed: &str) -> Candidates {
        let stem = typed.trim_start();
        if Plan::of_name(stem).is_some() {
            return Candidates::default();
        }
        // What is typed of an ending is there already.
        let front = |ending: &str| {
            let begun = (1..ending.len()).rev().find(|&n| ending.is_char_boundary(n) && stem.ends_with(&ending[..n]));
            let begun = begun.unwrap_or(0);
            format!("{}{ending}", &typed[..typed.len() - begun])
        };
        let usual = || self.followed().map(|entity| slug(self.pile.registry().name(entity)));
        let usual = usual().filter(|name| !name.is_empty()).unwrap_or_else(|| "articles".to_owned());
        let row = |ending: &str, help: &str| {
            let name = if stem.is_empty() { format!("{usual}{ending}") } else { front(ending) };
            Candidate::new(&safe::line(&name), help, &name, 0..typed.len())
        };
        let mut list = Vec::new();
        for spec in FORMATS {
            list.push(row(spec.ending, spec.help));
            if spec.format == Format::Csv {
                let tables = TABLES.iter().map(|(_, name, help)| (format!(".{name}{}", spec.ending), help));
                list.extend(tables.map(|(ending, help)| row(&ending, help)));
            }
        }
        Candidates::new("What the ending makes", list)
    }

    /// What would be written to a file of this name.
    #[must_use]
    pub fn export_hint(&self, name: &str) -> String {
        let articles = counted(self.list.len(&self.pile) as u64, "article");
        let spec = |plan: Plan| FORMATS.iter().find(|spec| spec.format == plan.format);
        match Plan::of_name(name.trim()).and_then(spec) {
            Some(FormatSpec { name, .. }) => format!("{name} of {articles}"),
            None => articles,
        }
    }

    pub(super) fn accept_export(&mut self, typed: &str, out: &mut Vec<Effect>) {
        let path = typed.trim();
        if path.is_empty() {
            return;
        }
        let Some(plan) = Plan::of_name(path) else {
            let endings: Vec<&str> = FORMATS.iter().map(|spec| spec.ending).collect();
            return self.say(format!("not written: the name must end in one of {}", endings.join(" ")));
        };
        path.clone_into(&mut self.exporting.last);
        let ids = (0..self.list.len(&self.pile)).filter_map(|at| self.list.id_at(&self.pile, at)).collect();
        let followed = self.followed();
        let about = About {
            articles: self.list.len(&self.pile),
            query: self.narrowing.typed().to_owned(),
            filter: self.narrowing.filter().to_owned(),
            followed: followed.map(|entity| self.pile.registry().name(entity).to_owned()),
        };
        let followed = followed.map(|entity| [entity].into());
        let path = path.to_owned();
        let order =
            Order { number: 0, path, plan, overwrite: false, about, followed, ids, given: 0, whos: Whos::default() };
        self.exporting.order = Some(order);
        self.exporting.waits = true;
        self.continue_export(out);
        if self.exporting.waits {
            self.say("it is written as soon as it is known who is named where");
        }
    }

    /// Hands the first articles over, once it is known who is named in the pile.
    pub(super) fn continue_export(&mut self, out: &mut Vec<Effect>) {
        if !self.exporting.waits {
            return;
        }
        self.want_names(out);
        let progress = self.pile.progress();
        let busy = self.scanning || progress.done < progress.steps || self.recalling.progress().is_some();
        if !busy {
            self.exporting.waits = false;
            self.begin_export(out);
        }
    }

    fn begin_export(&mut self, out: &mut Vec<Effect>) {
        self.exporting.numbers += 1;
        let number = self.exporting.numbers;
        let Some(order) = &mut self.exporting.order else { return };
        (order.number, order.given) = (number, 0);
        let Some(first) = self.next_batch() else { return };
        let Some(order) = &self.exporting.order else { return };
        let (path, plan, about) = (order.path.clone().into(), order.plan, order.about.clone());
        let export = Export { path, plan, overwrite: order.overwrite, about, first };
        out.push(Effect::Run(Job::Export(Exporting::Begin(Box::new(export)))));
    }

    fn next_batch(&mut self) -> Option<Batch> {
        let order = self.exporting.order.as_mut()?;
        let to = (order.given + BATCH).min(order.ids.len());
        let (pile, marks) = (&self.pile, &self.marks);
        let (whos, followed) = (&mut order.whos, &order.followed);
        let piece = |&id: &ArticleId| {
            let marks = marks.of(id).map(written_down).unwrap_or_default();
            Piece::of(pile, id, whos, followed.clone(), marks)
        };
        let pieces = order.ids[order.given..to].iter().map(piece).collect();
        order.given = to;
        Some(Batch { number: order.number, pieces, last: to == order.ids.len() })
    }

    pub(super) fn take_exported(&mut self, exported: Exported, out: &mut Vec<Effect>) {
        let (Exported::Wants(number)
        | Exported::Exists(number)
        | Exported::Done(number, _)
        | Exported::Failed(number, _)) = &exported;
        if self.exporting.order.as_ref().is_none_or(|order| order.number != *number) {
            return;
        }
        match exported {
            Exported::Wants(_) => {
                let job = self.next_batch().map(|batch| Effect::Run(Job::Export(Exporting::More(batch))));
                out.extend(job);
            }
            Exported::Exists(_) => {
                let path = self.exporting.order.as_ref().map_or(String::new(), |order| order.path.clone());
                if self.prompt.is_none() {
                    self.prompt = Some(Prompt::new(Purpose::Overwrite, "", &path, self.here()));
                } else {
                    // Whoever types something else by now is not interrupted.
                    self.exporting.order = None;
                    self.say(safe::line(&format!("not written: there is such a one already: {path}")).into_owned());
                }
            }
            Exported::Done(_, told) => {
                self.exporting.order = None;
                self.say(safe::line(&told).into_owned());
            }
            Exported::Failed(_, told) => {
                self.exporting.order = None;
                self.pile.tell(Notice::error(&told));
                self.say(safe::line(&told).into_owned());
            }
        }
    }

    /// The answer to whether a file may be replaced.
    pub(super) fn accept_overwrite(&mut self, typed: &str, out: &mut Vec<Effect>) {
        if !is_yes(typed) {
            return self.leave_export();
        }
        if let Some(order) = &mut self.exporting.order {
            order.overwrite = true;
            self.begin_export(out);
        }
    }

    /// Nothing is written over.
    pub(super) fn leave_export(&mut self) {
        if let Some(order) = self.exporting.order.take() {
            self.say(safe::line(&format!("not written: {}", order.path)).into_owned());
        }
    }

    /// The answer to whether the writing is to stop.
    pub(super) fn accept_stop(&mut self, typed: &str, out: &mut Vec<Effect>) {
        let Some(order) = self.exporting.order.as_ref().filter(|_| is_yes(typed)) else { return };
        if std::mem::take(&mut self.exporting.waits) {
            return self.leave_export();
        }
        out.push(Effect::Run(Job::Export(Exporting::Stop(order.number))));
    }
}

fn is_yes(typed: &str) -> bool {
    matches!(typed.trim().to_lowercase().as_str(), "y" | "yes" | "o" | "oui")
}

fn written_down(mark: &Mark) -> Marks {
    let remark = |note: &crate::worker::Note| Remark { passage: note.passage, text: note.text.clone() };
    Marks {
        read: mark.read,
        starred: mark.starred,
        tags: mark.tags.clone(),
        remarks: mark.notes.iter().map(remark).collect(),
    }
}
