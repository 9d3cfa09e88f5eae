//! The commands by which the user says who is who: merging, splitting off, renaming, another kind, hiding, adding a name.

use super::App;
use super::action::Effect;
use super::completing::Candidates;
use super::geometry::Pane;
use super::prompt::{Prompt, Purpose};
use crate::document::Span;
use crate::names::rulings::{Ruling, Subject};
use crate::names::{EntityId, Kind, Mention};
use crate::text::count::counted;
use crate::text::fold::fold;
use crate::text::safe;

/// Names offered at once.
const MOST: usize = 24;

/// A name that is added is looked for around the cursor, no further than so many words.
const MOST_WORDS: usize = 4;

impl App {
    /// Whom somebody means who asks or says something about one: the one of the view, else the name chosen in the sidebar
    /// that has the focus, else the one at the cursor of the text, else the one followed.
    pub(super) fn whom(&self) -> Option<EntityId> {
        if let Some(view) = self.view() {
            return Some(self.pile.registry().canonical(view.who()));
        }
        let registry = self.pile.registry();
        let chosen = self.sidebar.rows().get(self.sidebar.selected()).map(|row| registry.canonical(row.entity));
        let here = self.reading.as_ref().zip(self.mention_at_cursor());
        let here = here.and_then(|(reading, mention)| registry.entity_of(reading.id, mention.local));
        match self.focus {
            Pane::Sidebar => chosen,
            Pane::Text => here.or_else(|| self.followed()),
            Pane::List => self.followed(),
        }
    }

    pub(super) fn whom_or_say(&mut self) -> Option<EntityId> {
        let whom = self.whom().filter(|&id| self.pile.registry().kind(id).is_some());
        if whom.is_none() {
            self.say("whom? e goes to a name in the text, a digit follows one of the sidebar");
        }
        whom
    }

    fn subject_or_say(&mut self) -> Option<(EntityId, Subject)> {
        let id = self.whom_or_say()?;
        Some((id, self.pile.registry().subject(id)?))
    }

    fn mention_at_cursor(&self) -> Option<&Mention> {
        let reading = self.reading.as_ref()?;
        let (mark, mentions) = (reading.mark?, self.pile.mentions(reading.id));
        mentions.binary_search_by_key(&mark, |mention| mention.span).ok().map(|at| &mentions[at])
    }

    /// How often and in how many articles the pile names somebody.
    fn named_in(&self, id: EntityId) -> String {
        let registry = self.pile.registry();
        let articles = counted(registry.article_count(id), "article");
        format!("{} in {articles}", counted(registry.mentions(id) as usize, "mention"))
    }

    fn ask_about(&mut self, id: EntityId, purpose: Purpose, text: &str) {
        self.asked_about = Some(id);
        self.prompt = Some(Prompt::new(purpose, text, "", self.here()));
        self.offer(true);
    }

    /// Whom the line being typed is about.
    #[must_use]
    pub fn asked_about(&self) -> Option<EntityId> {
        self.asked_about.map(|id| self.pile.registry().canonical(id))
    }

    pub(super) fn ask_merge(&mut self) {
        if let Some(id) = self.whom_or_say() {
            self.ask_about(id, Purpose::Merge, "");
        }
    }

    pub(super) fn ask_rename(&mut self) {
        if let Some(id) = self.whom_or_say() {
            let name = self.name(id).to_owned();
            self.ask_about(id, Purpose::Rename, &name);
        }
    }

    /// What may be meant in a line about somebody: other names of the pile, or the ways in which they are written.
    pub(super) fn names_for(&self, purpose: Purpose, typed: &str) -> Candidates {
        let Some(id) = self.asked_about() else { return Candidates::default() };
        let registry = self.pile.registry();
        let fits = |name: &str| fold(name).contains(&fold(typed.trim()));
        let mut list: Vec<(String, String)> = Vec::new();
        if purpose == Purpose::Split {
            let variants = registry.variants(id).into_iter().filter(|variant| fits(&variant.form)).take(MOST);
            list.extend(
                variants.map(|v| (v.form.clone(), format!("×{}: {}", v.count, v.because.explain(&v.joined_to)))),
            );
        } else if typed.trim().is_empty() {
            let may_be = registry.suggestions(id).into_iter().map(|(other, hint)| (other, hint.name().to_owned()));
            let here = self.reading.as_ref().map(|r| registry.entities_in(r.id)).unwrap_or_default().into_iter();
            let own = registry.kind(id);
            let here = here.filter(|&(other, _)| other != id && registry.kind(other) == own);
            let here = here.map(|(other, count)| (other, format!("{count} here")));
            for (other, note) in may_be.chain(here).take(MOST) {
                let name = registry.name(other).to_owned();
                if !list.iter().any(|(known, _)| *known == name) {
                    list.push((name, note));
                }
            }
        } else {
            let own = registry.kind(id).unwrap_or(Kind::Person);
            let kinds = [own].into_iter().chain(Kind::ALL.into_iter().filter(|&kind| kind != own));
            for kind in kinds {
                let found = registry.starting_with(kind, typed, MOST).into_iter();
                let note = |count: u32| format!("{} · {}", counted(count as usize, "mention"), kind.name());
                list.extend(
                    found.map(|(name, count)| (name, note(count))).filter(|(name, _)| name != registry.name(id)),
                );
            }
            list.truncate(MOST);
        }
        let title = if purpose == Purpose::Split { "Written as" } else { "Names of the pile" };
        let safe = |(name, note): (String, String)| (safe::line(&name).into_owned(), note);
        Candidates::of_line(title, list.into_iter().map(safe).collect(), self.prompt.as_ref())
    }

    pub(super) fn accept_merge(&mut self, typed: &str, out: &mut Vec<Effect>) {
        let Some((id, subject)) = self.about() else { return };
        let registry = self.pile.registry();
        let mut found = registry.find(typed);
        found.retain(|&other| other != id);
        let exact = |&other: &EntityId| fold(registry.name(other)) == fold(typed.trim());
        let kind = registry.kind(id);
        found.sort_by_key(|other| (!exact(other), registry.kind(*other) != kind));
        match found.as_slice() {
            [] => self.say("nobody else in the pile goes by that name"),
            [first, _, ..] if !exact(first) => self.say("several go by that name: ↓ chooses one of them"),
            &[first, ..] => {
                let Some(into) = self.pile.registry().subject(first) else { return };
                let told = format!("{} is {}: {}", self.name(id), self.name(first), self.named_in(id));
                self.rule(&[], vec![Ruling::Same(subject, into)], &told, out);
            }
        }
    }

    /// Whom an accepted line is about.
    fn about(&mut self) -> Option<(EntityId, Subject)> {
        let about = self.asked_about().and_then(|id| Some((id, self.pile.registry().subject(id)?)));
        self.asked_about = None;
        if about.is_none() {
            self.say("no article names them any more");
        }
        about
    }

    /// Splits off the name at the cursor; where none is, or it is the only one, asks which.
    pub(super) fn split(&mut self, out: &mut Vec<Effect>) {
        let Some(id) = self.whom_or_say() else { return };
        if let Some(form) = self.form_on_card() {
            let kind = self.pile.registry().subject(id).map_or(Kind::Person, |subject| subject.kind);
            return self.split_off(id, &Subject::new(kind, &form), out);
        }
        let in_text = self.focus == Pane::Text && self.view().is_none();
        let at_cursor = self.mention_at_cursor().filter(|_| in_text).copied();
        let article = self.reading.as_ref().and_then(|reading| self.pile.article(reading.id));
        if let Some((mention, article)) = at_cursor.zip(article) {
            let surface = Subject::new(mention.kind, mention.span.of(article.text()));
            if !self.pile.registry().bearers_of(id, &surface).is_empty() {
                return self.split_off(id, &surface, out);
            }
        }
        self.ask_about(id, Purpose::Split, "");
    }

    pub(super) fn accept_split(&mut self, typed: &str, out: &mut Vec<Effect>) {
        let Some((id, subject)) = self.about() else { return };
        self.split_off(id, &Subject::new(subject.kind, typed), out);
    }

    fn split_off(&mut self, id: EntityId, surface: &Subject, out: &mut Vec<Effect>) {
        let bearers = self.pile.registry().bearers_of(id, surface);
        let known = self.pile.registry().is_written(id, surface);
        let name = self.name(id).to_owned();
        if !known {
            return self.say(safe::line(&format!("{name} is not written like that")).into_owned());
        }
        if bearers.is_empty() {
            let message = format!("{} is the name itself: split the others off from it", surface.name);
            return self.say(safe::line(&message).into_owned());
        }
        let rulings = bearers.into_iter().map(|bearer| Ruling::Different(surface.clone(), bearer)).collect();
        self.rule(&[], rulings, &format!("{} is not {name}", surface.name), out);
    }

    pub(super) fn accept_rename(&mut self, typed: &str, out: &mut Vec<Effect>) {
        let Some((id, subject)) = self.about() else { return };
        let name = Subject::new(subject.kind, typed).name;
        let before = self.name(id).to_owned();
        if name.is_empty() || name == before {
            return;
        }
        let held = |ruling: &&Ruling| matches!(ruling, Ruling::Called(other, _) if other.is(&subject));
        let held: Vec<Ruling> = self.rulings.list().iter().filter(held).cloned().collect();
        // Its own name needs no ruling.
        let add = if name == subject.name && !held.is_empty() {
            Vec::new()
        } else {
            vec![Ruling::Called(subject, name.clone())]
        };
        self.rule(&held, add, &format!("{before} is called {name}"), out);
    }

    /// The next kind.
    pub(super) fn change_kind(&mut self, out: &mut Vec<Effect>) {
        let Some((id, subject)) = self.subject_or_say() else { return };
        let kind = self.pile.registry().kind(id).unwrap_or(subject.kind);
        let next = Kind::ALL[(kind.index() + 1) % Kind::ALL.len()];
        let held = |ruling: &&Ruling| matches!(ruling, Ruling::Is(other, _) if other.is(&subject));
        let held: Vec<Ruling> = self.rulings.list().iter().filter(held).cloned().collect();
        let add = if next == subject.kind && !held.is_empty() { Vec::new() } else { vec![Ruling::Is(subject, next)] };
        let told = format!("{} is {}", self.name(id), next.article());
        self.rule(&held, add, &told, out);
    }

    /// Hides a name, or shows it again.
    pub(super) fn hide(&mut self, out: &mut Vec<Effect>) {
        let Some((id, subject)) = self.subject_or_say() else { return };
        let registry = self.pile.registry();
        if registry.is_hidden(id) {
            let about =
                |ruling: &&Ruling| matches!(ruling, Ruling::Hidden(other) if registry.meant(other).contains(&id));
            let held: Vec<Ruling> = self.rulings.list().iter().filter(about).cloned().collect();
            let told = format!("{} is shown again", self.name(id));
            return self.rule(&held, Vec::new(), &told, out);
        }
        let told = format!("{} is hidden: {}", self.name(id), self.named_in(id));
        if self.followed() == Some(id) {
            self.followed = None;
        }
        self.rule(&[], vec![Ruling::Hidden(subject)], &told, out);
    }

    /// Asks for a name that the machine missed, with what stands at the cursor to start with.
    pub(super) fn ask_missed(&mut self) {
        let article = self.reading.as_ref().and_then(|reading| Some((reading.mark?, self.pile.article(reading.id)?)));
        let text = article.map_or(String::new(), |(mark, article)| {
            let block = article.visible_blocks().find(|block| block.span.contains(mark.start()));
            let within = block.map_or(mark, |block| block.span);
            name_around(article.text(), within, mark).of(article.text()).to_owned()
        });
        self.prompt =
            Some(Prompt::new(Purpose::Missed(Kind::Person), &Subject::new(Kind::Person, &text).name, "", None));
    }

    /// Tab: the name being added is of the next kind.
    pub(super) fn next_kind_of_missed(&mut self) {
        if let Some(prompt) = &mut self.prompt
            && let Purpose::Missed(kind) = prompt.purpose
        {
            prompt.purpose = Purpose::Missed(Kind::ALL[(kind.index() + 1) % Kind::ALL.len()]);
        }
    }

    pub(super) fn accept_missed(&mut self, typed: &str, kind: Kind, out: &mut Vec<Effect>) {
        let name = Subject::new(kind, typed);
        if name.name.is_empty() {
            return;
        }
        let told = format!("{} is the name of {}, wherever a text says so", name.name, kind.article());
        self.rule(&[], vec![Ruling::Name(name)], &told, out);
    }
}

/// `mark` and the words beside it that look like more of the same name: those that start with a capital.
fn name_around(text: &str, within: Span, mark: Span) -> Span {
    let (mut start, mut end) = (mark.start(), mark.end());
    let capital = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphanumeric() || "-’'.".contains(c))
    };
    for _ in 0..MOST_WORDS {
        let before = &text[within.start()..start];
        let Some(word) = before.strip_suffix(' ').and_then(|before| before.rsplit(char::is_whitespace).next()) else {
            break;
        };
        if !capital(word) || word.ends_with('.') {
            break;
        }
        start -= word.len() + 1;
    }
    for _ in 0..MOST_WORDS {
        let behind = &text[end..within.end()];
        let Some(word) = behind.strip_prefix(' ').and_then(|behind| behind.split(char::is_whitespace).next()) else {
            break;
        };
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !capital(bare) {
            break;
        }
        end += bare.len() + 1;
        if bare.len() < word.len() {
            break;
        }
    }
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_added_starts_as_the_capitalised_words_at_the_cursor() {
        let check = |text: &str, word: &str, expected: &str| {
            let at = text.find(word).unwrap();
            let around = name_around(text, Span::new(0, text.len()), Span::new(at, at + word.len()));
            assert_eq!(around.of(text), expected, "{text}");
        };
        check("Hier, Léa de Roche est venue.", "Roche", "Roche");
        check("Hier, Léa Roche-Martin, maire, est venue.", "Léa", "Léa Roche-Martin");
        check("Il est venu. Anna Roche Blanc. Paul", "Roche", "Anna Roche Blanc");
        check("le zorglub", "zorglub", "zorglub");
    }
}
