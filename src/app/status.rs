//! The words of the status line.

use super::App;
use super::finding::NOT_FOUND;
use super::geometry::Pane;
use super::reading::Cursor;
use crate::text::count::counted;

impl App {
    /// What the status line says on the left: a message until the next key, else whom the reader follows.
    #[must_use]
    pub fn status(&self) -> String {
        if let Some(message) = &self.message {
            return message.clone();
        }
        if let Some(said) = self.view_status() {
            return said;
        }
        if let Some(together) = self.status_together() {
            return together;
        }
        let Some(entity) = self.followed() else {
            // What narrows the list and what was found need the room more than the hint does.
            return if self.narrowed_by().is_empty() { self.hint().to_owned() } else { String::new() };
        };
        let registry = self.pile.registry();
        let mentions = registry.mentions(entity);
        if mentions == 0 {
            return String::new();
        }
        let here = self.reading.as_ref().map(|r| (self.mentions(r.id, entity), r.cursor()));
        let place = match here {
            Some((spans, _)) if spans.is_empty() => "not here".to_owned(),
            Some((spans, Cursor::At(mark))) => match spans.binary_search(&mark) {
                Ok(at) => format!("{}/{} here", at + 1, spans.len()),
                Err(_) => format!("{} here", spans.len()),
            },
            Some((spans, Cursor::Before(_))) => format!("{} here", spans.len()),
            None => String::new(),
        };
        let articles = counted(registry.article_count(entity), "article");
        format!("following {} · {place} · {mentions} in {articles}", registry.name(entity))
    }

    /// What to press next, while there is nothing else to say.
    fn hint(&self) -> &'static str {
        match self.focus {
            Pane::List => "Enter opens · / filters · = searches the texts · a digit follows a name",
            Pane::Text => "e goes to a name, Enter follows it · / searches · a digit follows a name · q goes back",
            Pane::Sidebar => "Enter follows · w shows the names of the whole pile · q goes back",
        }
    }

    /// What to say of a search that has found nothing; empty while it looks, or when it has found something.
    #[must_use]
    pub fn search_failed(&self) -> &'static str {
        let nothing = self.reading.as_ref().is_some_and(|r| r.hits.is_empty());
        if nothing && self.finding.is_active() && !self.finding.is_waiting() { NOT_FOUND } else { "" }
    }

    /// True when the status line shows a message rather than a state.
    #[must_use]
    pub fn has_message(&self) -> bool {
        self.message.is_some()
    }

    /// What narrows the list and what is searched for, for the middle of the status line.
    #[must_use]
    pub fn narrowed_by(&self) -> String {
        if self.view().is_some() {
            let filter = self.mentions_filter();
            return if filter.is_empty() { String::new() } else { format!("with: {filter}") };
        }
        let mut parts = Vec::new();
        if !self.narrowing.filter().is_empty() {
            parts.push(format!("filter: {}", self.narrowing.filter()));
        }
        if !self.narrowing.typed().is_empty() {
            parts.push(format!("query: {}", self.narrowing.typed()));
        }
        if let Some(hits) = self.hit_count() {
            parts.push(hits);
        }
        parts.join("  ")
    }

    fn hit_count(&self) -> Option<String> {
        let reading = self.reading.as_ref().filter(|r| !r.hits.is_empty())?;
        let at = reading.mark.and_then(|mark| reading.hits.binary_search(&mark).ok());
        Some(match at {
            Some(at) => format!("found {}/{}", at + 1, reading.hits.len()),
            None => format!("found {}", reading.hits.len()),
        })
    }

    /// How far the work in the background has come; empty when there is none.
    #[must_use]
    pub fn progress(&self) -> String {
        let progress = self.pile.progress();
        if self.scanning {
            format!("scanning · {} found", self.pile.order().len())
        } else if progress.done < progress.steps {
            format!("analysing {} %", progress.done * 100 / progress.steps)
        } else if let Some((done, all)) = self.recalling.progress() {
            format!("recalling names {} %", done * 100 / all.max(1))
        } else if self.pile.is_behind() {
            "going through the articles".to_owned()
        } else {
            self.exporting.progress().unwrap_or_default()
        }
    }
}
