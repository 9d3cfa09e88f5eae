//! The list of articles.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::layout::ITEM_ROWS;
use super::super::paint::{Pen, frame};
use super::super::theme::Role;
use super::Scene;
use super::saved::NEWS;
use crate::app::geometry::Pane;
use crate::app::list::Row;
use crate::document::ArticleId;
use crate::text::cells;
use crate::text::count::counted;
use crate::text::wrap::wrap;

/// In front of the articles of an unfolded story.
const INDENT: &str = "  ";

/// So many folded articles of a row are looked at in a frame.
const LOOKED_AT: usize = 256;

impl Scene<'_> {
    pub(super) fn list(&self, buffer: &mut Buffer) {
        let (pile, list) = (self.app.pile(), self.app.list());
        let (shown, all) = (list.articles(pile).len(), pile.order().len());
        let mut title = if shown < all { format!("Articles {shown} of {all}") } else { format!("Articles {all}") };
        let order = self.app.narrowing().order().short();
        if !order.is_empty() {
            let _ = write!(title, " {order}");
        }
        // Before the first one is read, that none is goes without saying.
        if self.app.unread() < all {
            let _ = write!(title, " · {} unread", self.app.unread());
        }
        frame(buffer, self.layout.list, &title, self.border(Pane::List), self.style(Role::Title));
        let area = self.layout.items;
        if shown == 0 {
            return self.empty_list(buffer, area);
        }
        let rows = area.height.div_ceil(ITEM_ROWS);
        for item in 0..rows {
            let index = list.top() + usize::from(item);
            let Some(row) = list.row_at(pile, index) else { break };
            let y = area.y + item * ITEM_ROWS;
            let height = ITEM_ROWS.min(area.bottom() - y);
            self.item(buffer, Rect { y, height, ..area }, index, &row);
        }
    }

    fn item(&self, buffer: &mut Buffer, area: Rect, index: usize, row: &Row) {
        let id = row.id;
        let selected = self.app.list().selected() == index;
        let base = match (selected, self.app.focus() == Pane::List) {
            (true, true) => self.style(Role::Selected),
            (true, false) => self.style(Role::SelectedElsewhere),
            (false, _) => Style::new(),
        };
        let marker = if selected { "▌" } else { " " };
        let indent = if row.is_member() { INDENT } else { "" };
        let entry = self.app.pile().entry(id);
        let mut pen = Pen::new(buffer, area, 0);
        pen.write(marker, base.patch(self.style(Role::FocusedBorder))).write(indent, base);
        let read = self.is_read(id);
        let waiting = match entry.head() {
            None => self.style(Role::Faint),
            Some(_) if !read => self.style(Role::Unread),
            Some(_) => Style::new(),
        };
        let letters = self.app.list().letters_at(self.app.pile(), index);
        let mark = row.mark();
        let room = if mark.is_empty() { 0 } else { cells::width(&mark) + 2 };
        self.title(&mut pen, self.app.pile().title(id), &letters, base.patch(waiting), room);
        pen.fill(base);
        self.fold_mark(buffer, area, row, base);
        let mut pen = Pen::new(buffer, area, 1);
        pen.write(marker, base.patch(self.style(Role::FocusedBorder))).write(" ", base).write(indent, base);
        self.facts(&mut pen, row, base);
        pen.fill(base);
    }

    fn is_read(&self, id: ArticleId) -> bool {
        self.app.marked(id).is_some_and(|mark| mark.read)
    }

    /// At the end of the first line: how many others tell the same, bold while one of them is unread behind the mark.
    fn fold_mark(&self, buffer: &mut Buffer, area: Rect, row: &Row, base: Style) {
        let mark = row.mark();
        let width = cells::width(&mark) as u16 + 1;
        if mark.is_empty() || width > area.width {
            return;
        }
        let folded = self.app.list().folded(row);
        let unread = folded.iter().take(LOOKED_AT).any(|&id| !self.is_read(id));
        let style = base.patch(self.style(if unread { Role::Unread } else { Role::Faint }));
        let place = Rect { x: area.right() - width, width, ..area };
        Pen::new(buffer, place, 0).write(&mark, style).write(" ", base);
    }

    /// How often the one followed is named in the articles of a row, folded ones too, behind a dot.
    fn count(&self, row: &Row) -> String {
        let folded = self.app.list().folded(row);
        let articles = std::iter::once(row.id).chain(folded.iter().copied().take(LOOKED_AT));
        let named: u32 = articles.map(|id| self.app.followed_in(id)).sum();
        let more = if folded.len() > LOOKED_AT { "+" } else { "" };
        let followed = self.app.followed().is_some();
        if followed && (named > 0 || !more.is_empty()) { format!("●{named}{more}") } else { String::new() }
    }

    fn title(&self, pen: &mut Pen, title: &str, letters: &[std::ops::Range<usize>], style: Style, kept: usize) {
        let room = pen.room().saturating_sub(kept);
        let fits = cells::width(title) <= room;
        let end = if fits { title.len() } else { cells::prefix(title, room.saturating_sub(1)) };
        for cell in cells::cells(title, 0, end) {
            let matched = letters.iter().any(|range| range.contains(&cell.start));
            let style = if matched { style.patch(self.style(Role::Letters)) } else { style };
            pen.put(cell.symbol, cell.width, style);
        }
        if !fits {
            pen.write("…", style);
        }
    }

    /// The second line: where from, when, how long, and how often the one followed is named.
    fn facts(&self, pen: &mut Pen, row: &Row, base: Style) {
        let id = row.id;
        let faint = base.patch(self.style(Role::Faint));
        let entry = self.app.pile().entry(id);
        let Some(head) = entry.head() else {
            pen.write_cut("not read yet", faint);
            return;
        };
        let count = self.count(row);
        if head.problem {
            pen.write("! ", base.patch(self.style(Role::Problem)));
        }
        if self.app.watching().is_news(id) {
            pen.write(NEWS, base.patch(self.style(Role::Watched))).write(" ", base);
        }
        if let Some(mark) = self.app.marked(id) {
            pen.write(if mark.starred { "★ " } else { "" }, base.patch(self.style(Role::Star)));
            pen.write(if mark.notes.is_empty() { "" } else { "✎ " }, base.patch(self.style(Role::Star)));
        }
        let mut facts = head.facts();
        if let (None, Some(folder)) = (&head.publisher, entry.source().folder()) {
            facts.insert(0, folder);
        }
        let room = pen.room().saturating_sub(if count.is_empty() { 0 } else { cells::width(&count) + 3 });
        // What does not fit goes whole, because half a date says something else: the length first, the source next.
        if facts.len() > 1 && cells::width(&facts.join(" · ")) > room {
            facts.pop();
        }
        while facts.len() > 1 && cells::width(&facts.join(" · ")) > room {
            facts.remove(0);
        }
        let text = facts.join(" · ");
        pen.write(&text[..cells::prefix(&text, room)], faint);
        if !count.is_empty() {
            pen.write(" · ", faint).write(&count, base.patch(self.style(Role::Tick)));
        }
    }

    fn empty_list(&self, buffer: &mut Buffer, area: Rect) {
        let pile = self.app.pile();
        let lines: Vec<String> = if !self.app.progress().is_empty() || self.app.narrowing().is_running() {
            vec!["Looking…".to_owned()]
        } else if self.app.list().is_narrowed() {
            vec![
                format!("None of {} fits.", counted(pile.order().len(), "article")),
                if self.app.party().len() > 1 {
                    format!("{} are all to be named; Esc in the list takes that back.", self.app.party_names())
                } else {
                    "Esc in the list takes the filter back, then the query.".to_owned()
                },
            ]
        } else {
            let mut lines = vec!["Nothing to read here.".to_owned()];
            lines.extend(pile.notices().iter().take(3).map(|notice| notice.message().to_owned()));
            lines.push("q quits; name files or folders to read:".to_owned());
            lines.push("kiosque ~/articles page.html".to_owned());
            lines
        };
        let width = usize::from(area.width).saturating_sub(2);
        let wrapped =
            lines.iter().flat_map(|line| wrap(line, 0..line.len(), width).into_iter().map(|range| &line[range]));
        for (row, line) in wrapped.enumerate() {
            Pen::new(buffer, area, row as u16).skip(1).write(line, self.style(Role::Faint));
        }
    }
}
