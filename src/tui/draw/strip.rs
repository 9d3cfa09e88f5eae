//! Where in an article each name of the sidebar stands: its text from left to right in a few cells, each as high as it is
//! named often there. The same division of bytes among cells serves the drawing, the click and the ticks of the scroll bar.

use std::collections::HashMap;
use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::layout::{Layout, inside};
use super::super::paint::Pen;
use super::super::theme::Role;
use super::Scene;
use crate::app::App;
use crate::app::sidebar::{Line, Scope};
use crate::names::EntityId;

/// In so few columns there is no room for a name and a strip.
const LEAST: u16 = 18;

/// From named once to named often.
const LEVELS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// The cell of so many in which a byte of so many stands. Nothing has no cells: then it is the first.
#[must_use]
pub fn cell_of(byte: usize, bytes: usize, cells: usize) -> usize {
    let at = byte as u128 * cells as u128 / bytes.max(1) as u128;
    (at as usize).min(cells.saturating_sub(1))
}

/// The bytes that stand in a cell: those for which [`cell_of`] says so.
#[must_use]
pub fn bytes_of(cell: usize, bytes: usize, cells: usize) -> Range<usize> {
    let start = |cell: usize| (cell as u128 * bytes as u128).div_ceil(cells.max(1) as u128) as usize;
    start(cell)..start(cell + 1)
}

/// The sign of a cell in which something is named so often, when the most that is named in any cell is `most`. Up to eight,
/// each time is a step.
fn level(count: u32, most: u32) -> &'static str {
    let steps = u64::from(most.max(LEVELS.len() as u32));
    let at = (u64::from(count) * LEVELS.len() as u64).div_ceil(steps);
    LEVELS[(at as usize).clamp(1, LEVELS.len()) - 1]
}

/// The columns of the strips inside of the sidebar; `None` while none are shown.
fn columns(app: &App, layout: &Layout) -> Option<Rect> {
    let area = inside(layout.sidebar);
    let sidebar = app.sidebar();
    let article = app.reading().filter(|reading| reading.preview.is_none()).and(app.article());
    let shown = sidebar.strips && sidebar.scope == Scope::Article && area.width >= LEAST;
    let named = app.reading().is_some_and(|reading| !app.pile().mentions(reading.id).is_empty());
    article.filter(|article| shown && named && !article.text().is_empty())?;
    let width = area.width * 2 / 5;
    Some(Rect { x: area.right() - width, width, ..area })
}

/// The name of the sidebar and the bytes of the text that a place of its strip stands for.
#[must_use]
pub fn strip_at(app: &App, layout: &Layout, x: u16, y: u16) -> Option<(usize, Range<usize>)> {
    let columns = columns(app, layout)?;
    let (column, row) = (x.checked_sub(columns.x)?, y.checked_sub(columns.y)?);
    let line = *app.sidebar().lines().get(app.sidebar().top() + usize::from(row))?;
    let Line::Name(index) = line else { return None };
    let bytes = app.article()?.text().len();
    (column < columns.width).then(|| (index, bytes_of(usize::from(column), bytes, usize::from(columns.width))))
}

/// The strips of the names in view.
pub(super) struct Strips {
    /// Their columns.
    pub(super) columns: Rect,
    counts: HashMap<EntityId, Vec<u32>>,
    most: u32,
    /// The cells of what is in view of the text.
    view: Range<usize>,
}

impl Strips {
    /// Those of these names, one look at each name in the text; `None` while none are shown.
    pub(super) fn new(scene: &Scene, names: impl Iterator<Item = EntityId>) -> Option<Self> {
        let columns = columns(scene.app, scene.layout)?;
        let (reading, article) = (scene.app.reading()?, scene.app.article()?);
        let (cells, bytes) = (usize::from(columns.width), article.text().len());
        let mut counts: HashMap<EntityId, Vec<u32>> = names.map(|entity| (entity, vec![0; cells])).collect();
        let (pile, mut most) = (scene.app.pile(), 0);
        for mention in pile.mentions(reading.id) {
            let entity = pile.registry().entity_of(reading.id, mention.local);
            let Some(counts) = entity.and_then(|entity| counts.get_mut(&entity)) else { continue };
            let count = &mut counts[cell_of(mention.span.start(), bytes, cells)];
            *count += 1;
            most = most.max(*count);
        }
        let body = scene.layout.body;
        let rows = reading.flow(article, usize::from(body.width)).rows(reading.top, usize::from(body.height));
        let seen = super::text::view_of(&rows);
        let last = seen.end().saturating_sub(1).max(seen.start());
        let view = cell_of(seen.start(), bytes, cells)..cell_of(last, bytes, cells) + 1;
        Some(Self { columns, counts, most, view })
    }

    /// Draws that of `entity` on the row of the pen, which stands where strips begin.
    pub(super) fn draw(&self, scene: &Scene, pen: &mut Pen, entity: EntityId, base: Style) {
        let Some(counts) = self.counts.get(&entity) else { return };
        for (cell, &count) in counts.iter().enumerate() {
            let in_view = self.view.contains(&cell);
            // What is in view is told by the sign as well, for eyes and terminals without colours.
            let (sign, role) = match (count, in_view) {
                (0, false) => ("·", Role::Faint),
                (0, true) => ("─", Role::StripInView),
                (_, false) => (level(count, self.most), Role::Strip),
                (_, true) => (level(count, self.most), Role::StripInView),
            };
            pen.put(sign, 1, base.patch(scene.style(role)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_time_is_a_step_until_there_are_too_many() {
        assert_eq!([1, 2, 8].map(|count| level(count, 3)), ["▁", "▂", "█"]);
        assert_eq!([1, 50, 99, 100].map(|count| level(count, 100)), ["▁", "▄", "█", "█"]);
    }

    proptest! {
        #[test]
        fn every_byte_stands_in_the_cell_that_has_it(bytes in 1usize..5000, cells in 1usize..60, at in 0usize..5000) {
            let byte = at % bytes;
            let cell = cell_of(byte, bytes, cells);
            prop_assert!(cell < cells && bytes_of(cell, bytes, cells).contains(&byte));
            prop_assert_eq!(bytes_of(cells - 1, bytes, cells).end, bytes);
        }
    }
}
