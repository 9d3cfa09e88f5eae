//! A card: everything that is known of one person, organisation or place.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::layout::Layout;
use super::super::paint::{Pen, frame};
use super::super::theme::Role;
use super::Scene;
use crate::app::views::{Card, CardLine};
use crate::document::ArticleId;
use crate::library::following::Company;
use crate::names::{Because, Entity, Variant};
use crate::text::cells;
use crate::text::count::counted;

/// Columns before the lines.
const MARGIN: usize = 2;
/// Columns of a day.
const DAY: usize = 12;
/// Bars of one to eight eighths.
const BARS: [&str; 9] = ["·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// The step of the timeline at a column of the screen, when `line` is the one that it stands on.
#[must_use]
pub fn step_at(card: &Card, layout: &Layout, line: usize, x: u16) -> Option<usize> {
    let start = layout.view_lines().x + MARGIN as u16;
    let step = usize::from(x.checked_sub(start)?);
    (card.lines().get(line) == Some(&CardLine::Time) && step < card.timeline().steps.len()).then_some(step)
}

impl Scene<'_> {
    pub(super) fn card(&self, buffer: &mut Buffer, card: &Card) {
        let area = self.layout.view();
        super::overlay::clear(buffer, area);
        let title = card.entity().map_or_else(|| "nobody names them any more".to_owned(), |entity| title(card, entity));
        let area = frame(buffer, area, &title, self.style(Role::FocusedBorder), self.style(Role::Title));
        for (row, at) in (card.top()..card.lines().len()).take(usize::from(area.height)).enumerate() {
            let chosen = at == card.selected();
            let base = if chosen { self.style(Role::Selected) } else { Style::new() };
            let mut pen = Pen::new(buffer, area, row as u16);
            pen.write(if chosen { "▌" } else { " " }, base.patch(self.style(Role::FocusedBorder))).write(" ", base);
            let cut = Rect { width: area.width.saturating_sub(1), ..area };
            self.card_line(&mut pen, cut, card, card.lines()[at], base);
            pen.fill(base);
        }
    }

    fn card_line(&self, pen: &mut Pen, area: Rect, card: &Card, line: CardLine, base: Style) {
        let style = |role| base.patch(self.style(role));
        // Counts and explanations stand below each other, further right where there is room.
        let column = (usize::from(area.width) * 2 / 5).clamp(16, 44);
        let Some(entity) = card.entity() else { return };
        let dossier = card.dossier();
        match line {
            CardLine::Gap => {}
            CardLine::Heading(section) => _ = pen.write(section.title(), style(Role::Faint)),
            CardLine::Form(at) => {
                let Some(variant) = entity.variants().get(at) else { return };
                let name = Role::from(entity.kind());
                two(pen, (&variant.form, style(name)), column, (&explained(entity, variant), style(Role::Faint)));
            }
            CardLine::Role(at) => {
                let Some((role, count)) = entity.descriptions().get(at) else { return };
                two(pen, (role, style(Role::Text)), column, (&format!("×{count}"), style(Role::Faint)));
            }
            CardLine::Time => self.steps(pen, card, base),
            CardLine::Step => {
                let timeline = card.timeline();
                let Some(&(start, mentions)) = timeline.steps.get(card.step()) else { return };
                let label = timeline.unit.label(start);
                let undated = match dossier.undated {
                    0 => String::new(),
                    n => format!(" · {} without a date", counted(n, "mention")),
                };
                let all = format!("by {} · ← → choose{undated}", timeline.unit.name());
                pen.write(&format!("{label}: {} · ", counted(mentions, "mention")), style(Role::Text));
                pen.write_cut(&all, style(Role::Faint));
            }
            CardLine::Article(at) => {
                let Some(&(article, mentions)) = dossier.most.get(at) else { return };
                pen.write(&format!("{mentions:>5}  "), style(Role::Tick));
                self.dated(pen, card, article, base);
                pen.write_cut(self.app.pile().title(article), style(Role::Text));
            }
            CardLine::Company(at) => self.companion(pen, card.company().get(at), column, base),
            CardLine::Said(at) => {
                let Some(said) = dossier.said.get(at) else { return };
                self.dated(pen, card, said.article, base);
                pen.write_cut(&said.text, style(Role::Quotation));
            }
            CardLine::More(_, more) => _ = pen.write(&format!("… {more} more"), style(Role::Letters)),
            CardLine::Looking => {
                let (done, all) = dossier.looked;
                let share = format!("looking for what they say: {} %", done * 100 / all.max(1));
                pen.write(&share, style(Role::Faint));
            }
        }
    }

    /// When an article was published, where that is known.
    pub(super) fn day_of(&self, article: ArticleId) -> Option<String> {
        Some(self.app.pile().entry(article).head()?.published?.day().to_string())
    }

    /// A column for that, unless nothing about the one has a date.
    fn dated(&self, pen: &mut Pen, card: &Card, article: ArticleId, base: Style) {
        if !card.timeline().steps.is_empty() {
            let day = self.day_of(article).unwrap_or_else(|| "-".to_owned());
            pen.write(&format!("{day:<DAY$}"), base.patch(self.style(Role::Faint)));
        }
    }

    fn companion(&self, pen: &mut Pen, company: Option<&Company>, column: usize, base: Style) {
        let Some(company) = company else { return };
        let registry = self.app.pile().registry();
        let kind = registry.kind(company.who).map_or(Role::Text, Role::from);
        let articles = counted(company.articles, "article");
        let together = match company.sentences {
            0 => articles,
            n => format!("{} in {articles}", counted(n, "sentence")),
        };
        let (name, faint) = (base.patch(self.style(kind)), base.patch(self.style(Role::Faint)));
        two(pen, (registry.name(company.who), name), column, (&together, faint));
    }

    fn steps(&self, pen: &mut Pen, card: &Card, base: Style) {
        for (at, eighths) in card.timeline().eighths().enumerate() {
            let role = match (at == card.step(), eighths) {
                (true, _) => Role::Letters,
                (false, 0) => Role::Faint,
                (false, _) => Role::Tick,
            };
            pen.write(BARS[eighths.min(8)], base.patch(self.style(role)));
        }
    }
}

/// Two things beside each other, the second at a column, or behind the first where that is long.
fn two(pen: &mut Pen, left: (&str, Style), column: usize, right: (&str, Style)) {
    let room = pen.room();
    let wanted = cells::width(left.0);
    let most = room.saturating_sub(cells::width(right.0) + 2).max(column).min(room);
    if wanted <= most {
        pen.write(left.0, left.1);
    } else {
        pen.write(&left.0[..cells::prefix(left.0, most.saturating_sub(1))], left.1).write("…", left.1);
    }
    let gap = column.saturating_sub(wanted.min(most)).max(2);
    pen.write(&" ".repeat(gap), right.1).write_cut(right.0, right.1);
}

fn title(card: &Card, entity: &Entity) -> String {
    let unsure = if entity.is_ambiguous() { ", fits several" } else { "" };
    let articles = counted(entity.articles().len(), "article");
    let days = &card.dossier().days;
    let days = match (days.first(), days.last()) {
        (Some((first, _)), Some((last, _))) if first == last => format!(" · {first}"),
        (Some((first, _)), Some((last, _))) => format!(" · {first} to {last}"),
        _ => String::new(),
    };
    let (name, kind) = (entity.name(), entity.kind().name());
    format!("{name} · {kind}{unsure} · {} in {articles}{days}", entity.mentions())
}

fn explained(entity: &Entity, variant: &Variant) -> String {
    let count = format!("×{}", variant.count);
    if variant.because == Because::Named && variant.form == entity.name() {
        return count;
    }
    format!("{count}  {}", variant.because.explain(&variant.joined_to))
}
