//! A concordance: every mention a line, the names below each other.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::paint::{Pen, frame};
use super::super::theme::Role;
use super::Scene;
use crate::app::views::Mentions;
use crate::library::following::{Passage, Row};
use crate::text::cells;
use crate::text::count::counted;

/// From so many columns on, each line begins with its day.
const DATED: u16 = 72;

impl Scene<'_> {
    pub(super) fn mentions(&self, buffer: &mut Buffer, mentions: &Mentions) {
        let area = self.layout.view();
        super::overlay::clear(buffer, area);
        let title = self.mentions_title(mentions);
        let area = frame(buffer, area, &title, self.style(Role::FocusedBorder), self.style(Role::Title));
        let rows = mentions.rows();
        if rows.is_empty() {
            let said = if mentions.is_fresh() || mentions.progress().is_some() {
                "Looking …"
            } else {
                "No mention fits: Esc takes the filter back."
            };
            Pen::new(buffer, area, 0).write(" ", Style::new()).write_cut(said, self.style(Role::Faint));
        }
        let in_view = || rows.iter().enumerate().skip(mentions.top()).take(usize::from(area.height));
        let dated = in_view().any(|(_, row)| self.day_of(row.article).is_some());
        for (at, &row) in in_view() {
            let chosen = at == mentions.selected();
            let base = if chosen { self.style(Role::Selected) } else { Style::new() };
            let line = Rect { y: area.y + (at - mentions.top()) as u16, height: 1, ..area };
            let mut pen = Pen::new(buffer, line, 0);
            pen.write(if chosen { "▌" } else { " " }, base.patch(self.style(Role::FocusedBorder)));
            pen.fill(base);
            let line = Rect { x: line.x + 1, width: line.width.saturating_sub(1), ..line };
            self.mention(buffer, line, (mentions, row, dated), base);
        }
    }

    fn mentions_title(&self, mentions: &Mentions) -> String {
        let registry = self.app.pile().registry();
        let mut parts = vec![registry.name(mentions.who()).to_owned()];
        let at = if mentions.rows().is_empty() { 0 } else { mentions.selected() + 1 };
        parts.push(format!("{at} of {}", counted(mentions.rows().len() as u64, "mention")));
        if let Some(form) = &mentions.wanted().form {
            parts.push(format!("written {form}"));
        }
        parts.push(mentions.wanted().sorting.name().to_owned());
        if let Some((done, all)) = mentions.progress() {
            parts.push(format!("{} % looked at", done * 100 / all.max(1)));
        }
        parts.join(" · ")
    }

    /// One mention. The days stand before all of them, or before none.
    fn mention(&self, buffer: &mut Buffer, line: Rect, (mentions, row, dated): (&Mentions, Row, bool), base: Style) {
        let style = |role| base.patch(self.style(role));
        let mut line = line;
        if line.width >= DATED && dated {
            let day = self.day_of(row.article).unwrap_or_else(|| "-".to_owned());
            Pen::new(buffer, line, 0).write(&day, style(Role::Faint));
            line = Rect { x: line.x + 11, width: line.width - 11, ..line };
        }
        match mentions.passage(row) {
            Some(Some(passage)) => self.passage(buffer, line, (passage, mentions), base),
            Some(None) => {
                _ = Pen::new(buffer, line, 0).write("(the text says something else by now)", style(Role::Faint));
            }
            None => _ = Pen::new(buffer, line, 0).write_cut(self.app.pile().title(row.article), style(Role::Faint)),
        }
    }

    /// The name starts at two fifths of the line.
    fn passage(&self, buffer: &mut Buffer, line: Rect, (passage, mentions): (&Passage, &Mentions), base: Style) {
        let style = |role| base.patch(self.style(role));
        let left = line.width * 2 / 5;
        let before = &passage.before;
        let shown = suffix(before, usize::from(left));
        let mut pen = Pen::new(buffer, Rect { width: left, ..line }, 0);
        pen.skip(usize::from(left).saturating_sub(cells::width(shown))).write(shown, style(Role::Text));
        let kind = self.app.pile().registry().kind(mentions.who()).map_or(Role::Text, Role::from);
        let mut pen = Pen::new(buffer, Rect { x: line.x + left, width: line.width - left, ..line }, 0);
        pen.write(&passage.name, style(kind).patch(self.style(Role::Followed)));
        pen.write_cut(&passage.after, style(Role::Text));
    }
}

/// The longest end of `text` that fits into `columns`, from a word on where there is one.
fn suffix(text: &str, columns: usize) -> &str {
    let mut over = cells::width(text).saturating_sub(columns);
    if over == 0 {
        return text;
    }
    for cell in cells::cells(text, 0, text.len()) {
        if over == 0 {
            let rest = &text[cell.start..];
            return rest.find(' ').filter(|&at| at < rest.len() / 2).map_or(rest, |at| &rest[at..]);
        }
        over = over.saturating_sub(cell.width);
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_a_name_is_cut_at_a_word() {
        assert_eq!(suffix("un deux trois ", 99), "un deux trois ");
        assert_eq!(suffix("un deux trois ", 11), " trois ");
        assert_eq!(suffix("日本語の記者 ", 5), "記者 ");
        assert_eq!((suffix("abc", 0), suffix("", 3)), ("", ""));
    }
}
