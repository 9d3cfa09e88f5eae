//! The article: what is known about it, its rows, and the scroll bar with a tick for every mention.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::layout::{Layout, problem_lines};
use super::super::paint::{Pen, frame};
use super::super::theme::Role;
use super::Scene;
use super::strip::cell_of;
use crate::app::App;
use crate::app::geometry::Pane;
use crate::app::previewing::REST;
use crate::app::reading::Reading;
use crate::document::{Article, BlockKind, Span, facts};
use crate::names::Mention;
use crate::text::cells::cells;
use crate::text::wrap::{Row, RowKind};

impl Scene<'_> {
    pub(super) fn text(&self, buffer: &mut Buffer) {
        let (area, border) = (self.layout.text, self.border(Pane::Text));
        let Some(reading) = self.app.reading() else {
            frame(buffer, area, "", border, self.style(Role::Title));
            return;
        };
        let Some(article) = self.app.article() else {
            frame(buffer, area, "", border, self.style(Role::Title));
            let source = self.app.pile().entry(reading.id).source().shown();
            let line = format!("Reading {source} …");
            Pen::new(buffer, self.layout.body, 0).write_cut(&line, self.style(Role::Faint));
            return;
        };
        frame(buffer, area, &self.pane_title(reading, article), border, self.style(Role::Title));
        let rows = reading
            .flow(article, usize::from(self.layout.body.width))
            .rows(reading.top, usize::from(self.layout.body.height));
        self.header(buffer, article, &rows);
        if rows.is_empty() {
            let empty = if article.blocks().is_empty() {
                "There is no text in it."
            } else {
                "All of it is furniture: v shows it."
            };
            Pen::new(buffer, self.layout.body, 0).write_cut(empty, self.style(Role::Faint));
        }
        let meetings = self.app.meeting_sentences(view_of(&rows));
        self.margin(buffer, &rows, &meetings);
        let paints = Paints::new(self, reading, article, &rows, &meetings);
        for (at, row) in rows.iter().enumerate() {
            self.row(buffer, at as u16, row, &paints);
        }
        self.scroll_bar(buffer, reading, article, &rows);
    }

    /// The title, once its own block is out of sight or where it has none; until then the place in the list.
    fn pane_title(&self, reading: &Reading, article: &Article) -> String {
        let title = article.blocks().iter().find(|b| b.kind == BlockKind::Title);
        if title.is_none_or(|block| reading.top >= block.span.end()) {
            return article.title().to_owned();
        }
        let pile = self.app.pile();
        let list = self.app.list();
        let row = list.index_of(pile, reading.id).and_then(|at| list.row_at(pile, at));
        row.map_or_else(String::new, |row| {
            let folded = if row.is_folded() { format!(" · {}", row.mark()) } else { String::new() };
            format!("{} of {}{folded}", row.place() + 1, list.articles(pile).len())
        })
    }

    fn header(&self, buffer: &mut Buffer, article: &Article, rows: &[Row]) {
        let area = self.layout.header;
        // Nobody counts the words or the rows of a beginning.
        let beginning = self.app.reading().filter(|reading| reading.preview.is_some());
        let head = beginning.and_then(|reading| self.app.pile().entry(reading.id).head());
        let mut known = match (beginning, head) {
            (None, _) => article.facts(),
            (Some(_), Some(head)) => head.facts(),
            (Some(_), None) => facts(article.source(), article.published(), 0),
        };
        known.extend(article.author().map(str::to_owned));
        // Of a path in an archive the last step tells one article from another.
        known.extend(article.part().and_then(|part| part.rsplit('/').find(|step| !step.is_empty())).map(str::to_owned));
        known.push(beginning.map_or_else(|| format!("{} %", percent(article, rows)), |_| REST.to_owned()));
        if let Some(mark) = self.app.reading().and_then(|reading| self.app.marked(reading.id)) {
            known.extend(mark.starred.then(|| "★".to_owned()));
            known.extend(mark.tags.iter().map(|tag| format!("#{tag}")));
            known.extend((!mark.notes.is_empty()).then(|| format!("✎ {} (o)", mark.notes.len())));
        }
        Pen::new(buffer, area, 0).write_cut(&known.join(" · "), self.style(Role::Faint));
        // The last row of the header stays empty.
        let rows = usize::from(area.height).saturating_sub(2);
        for (at, line) in problem_lines(article, area.width).iter().take(rows).enumerate() {
            Pen::new(buffer, area, at as u16 + 1).write(line, self.style(Role::Problem));
        }
    }

    fn row(&self, buffer: &mut Buffer, at: u16, row: &Row, paints: &Paints) {
        let RowKind::Line { range, hyphen, .. } = &row.kind else { return };
        let kind = paints.reading.block_of(paints.article, row.piece);
        let indent = paints.reading.indent_of(row.piece);
        let mut pen = Pen::new(buffer, self.layout.body, at);
        let prefix = match kind {
            BlockKind::Quotation => "│",
            BlockKind::Furniture => "┊",
            _ => " ",
        };
        if indent > 0 && pen.room() > indent {
            pen.write(prefix, self.style(Role::Faint)).skip(indent - 1);
        }
        let base = self.block_style(kind);
        let mut runs = paints.runs(range.start);
        for cell in cells(paints.article.text(), range.start, range.end) {
            let style = runs.style_at(cell.start, base);
            if !pen.put(cell.symbol, cell.width, style) {
                break;
            }
        }
        if *hyphen {
            pen.put("-", 1, base);
        }
    }

    /// Left of the text, where there is room: a line beside the sentences in which those followed meet, a heavy one where all
    /// of them do.
    fn margin(&self, buffer: &mut Buffer, rows: &[Row], meetings: &[(Span, bool)]) {
        let body = self.layout.body;
        if body.x <= super::super::layout::inside(self.layout.text).x {
            return;
        }
        let margin = Rect { x: body.x - 1, width: 1, ..body };
        for (at, row) in rows.iter().enumerate() {
            let RowKind::Line { range, .. } = &row.kind else { continue };
            let row = Span::new(range.start, range.end);
            let touches = |meeting: &&(Span, bool)| meeting.0.start() < row.end() && row.start() < meeting.0.end();
            let here: Vec<bool> = meetings.iter().filter(touches).map(|(_, all)| *all).collect();
            if !here.is_empty() {
                let sign = if here.contains(&true) { "┃" } else { "│" };
                Pen::new(buffer, margin, at as u16).write(sign, self.style(Role::Tick));
            }
        }
    }

    fn block_style(&self, kind: BlockKind) -> Style {
        self.style(match kind {
            BlockKind::Title => Role::Title,
            BlockKind::Heading => Role::Heading,
            BlockKind::Quotation => Role::Quotation,
            BlockKind::Caption => Role::Faint,
            BlockKind::Furniture => Role::Furniture,
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Preformatted => Role::Text,
        })
    }

    /// On the right border: how much of the text is in view, and where the one followed is named.
    fn scroll_bar(&self, buffer: &mut Buffer, reading: &Reading, article: &Article, rows: &[Row]) {
        let area = self.layout.text;
        if reading.preview.is_some() {
            return;
        }
        if super::super::layout::inside(area) == area || article.text().is_empty() {
            return;
        }
        let track = Rect { x: area.right() - 1, y: area.y + 1, width: 1, height: area.height - 2 };
        let row_of = |byte: usize| cell_of(byte, article.text().len(), usize::from(track.height)) as u16;
        let last = rows.last().map_or(reading.top, end_of);
        if percent(article, rows) < 100 || row_of(reading.top) > 0 {
            for row in row_of(reading.top)..=row_of(last.saturating_sub(1)) {
                Pen::new(buffer, track, row).write("┃", self.border(Pane::Text));
            }
        }
        let mut tick = |span: Span, sign, role| {
            Pen::new(buffer, track, row_of(span.start())).write(sign, self.style(role));
        };
        let spans = self.app.places_followed(reading.id);
        for &span in &spans {
            tick(span, "●", Role::Tick);
        }
        // Last, so that no other mention on the same row hides where the reader is.
        if let Some(mark) = reading.mark.filter(|mark| spans.contains(mark)) {
            tick(mark, "◆", Role::Mark);
        }
    }
}

fn end_of(row: &Row) -> usize {
    match &row.kind {
        RowKind::Gap => row.start,
        RowKind::Line { range, .. } => range.end,
    }
}

/// The part of the text that is in view.
pub(super) fn view_of(rows: &[Row]) -> Span {
    match (rows.first(), rows.last()) {
        (Some(first), Some(last)) => Span::new(first.start, end_of(last).max(first.start)),
        _ => Span::new(0, 0),
    }
}

/// How much of the text is read when the last of `rows` is.
fn percent(article: &Article, rows: &[Row]) -> usize {
    let end = article.visible_blocks().last().map_or(0, |b| b.span.end());
    let at = rows.last().map_or(0, end_of);
    if at >= end { 100 } else { (at as u64 * 100 / end as u64) as usize }
}

/// Sentences in which those followed meet, links, names, hits, the cursor.
const LAYERS: usize = 5;

/// What lies over the text: names, links, hits and the cursor, those that touch the rows in view.
struct Paints<'a> {
    reading: &'a Reading,
    article: &'a Article,
    /// Layers from the lowest to the highest: ascending, disjoint spans with their styles.
    layers: [Vec<(Span, Style)>; LAYERS],
}

impl<'a> Paints<'a> {
    fn new(scene: &Scene, reading: &'a Reading, article: &'a Article, rows: &[Row], meetings: &[(Span, bool)]) -> Self {
        let view = view_of(rows);
        let meeting = scene.style(Role::Meeting);
        let meetings = meetings.iter().map(|&(span, _)| (span, meeting)).collect();
        let link = scene.style(Role::Link);
        let links = touching(article.links(), |l| l.span, view).iter().map(|l| (l.span, link)).collect();
        let party = scene.app.party();
        let registry = scene.app.pile().registry();
        let name = |m: &Mention| {
            let kind = scene.style(Role::from(scene.app.pile().kind_of(reading.id, m)));
            let is_followed = registry.entity_of(reading.id, m.local).is_some_and(|entity| party.contains(&entity));
            (m.span, if is_followed { kind.patch(scene.style(Role::Followed)) } else { kind })
        };
        let hidden = |m: &&Mention| registry.entity_of(reading.id, m.local).is_some_and(|e| registry.is_hidden(e));
        let names = touching(scene.app.pile().mentions(reading.id), |m| m.span, view).iter();
        let names = names.filter(|m| !hidden(m)).map(name).collect();
        let hit = scene.style(Role::Hit);
        let hits = touching(&reading.hits, |&h| h, view).iter().map(|&h| (h, hit)).collect();
        let mark = reading.mark.map(|mark| (mark, scene.style(Role::Mark))).into_iter().collect();
        Self { reading, article, layers: [meetings, links, names, hits, mark] }
    }

    /// The styles from a byte on, to be asked for ascending bytes.
    fn runs(&self, from: usize) -> Runs<'_> {
        Runs(self.layers.each_ref().map(|layer| &layer[layer.partition_point(|(span, _)| span.end() <= from)..]))
    }
}

/// The layers, each from the first span on that has not ended.
struct Runs<'a>([&'a [(Span, Style)]; LAYERS]);

impl Runs<'_> {
    fn style_at(&mut self, byte: usize, base: Style) -> Style {
        let mut style = base;
        for layer in &mut self.0 {
            while layer.first().is_some_and(|(span, _)| span.end() <= byte) {
                *layer = &layer[1..];
            }
            if let Some((_, over)) = layer.first().filter(|(span, _)| span.contains(byte)) {
                style = style.patch(*over);
            }
        }
        style
    }
}

/// The part of ascending, disjoint `items` that touches `view`.
fn touching<T>(items: &[T], span: impl Fn(&T) -> Span, view: Span) -> &[T] {
    let from = items.partition_point(|item| span(item).end() <= view.start());
    let to = items.partition_point(|item| span(item).start() < view.end());
    &items[from..to.max(from)]
}

/// The byte of the text shown at a place of the screen; `None` beside the text.
#[must_use]
pub fn byte_at(app: &App, layout: &Layout, x: u16, y: u16) -> Option<usize> {
    let body = layout.body;
    let (reading, article) = (app.reading()?, app.article()?);
    let row = usize::from(y.checked_sub(body.y)?);
    let column = usize::from(x.checked_sub(body.x)?);
    let rows = reading.flow(article, usize::from(body.width)).rows(reading.top, usize::from(body.height));
    let row = rows.get(row)?;
    let RowKind::Line { range, .. } = &row.kind else { return None };
    let mut at = reading.indent_of(row.piece);
    cells(article.text(), range.start, range.end)
        .find(|cell| {
            at += cell.width;
            column < at
        })
        .map(|cell| cell.start)
}
