//! The sizes of the panes, as far as the state must know them: how much a page is, and what is in view.

/// A pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The articles.
    List,
    /// The article.
    Text,
    /// The names.
    Sidebar,
}

/// How many panes fit beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Columns {
    /// One pane at a time: below 80 columns.
    #[default]
    One,
    /// List and text, or text and sidebar: from 80 columns.
    Two,
    /// All three: from 120 columns.
    Three,
}

/// Sizes in rows and columns, borders taken off. Filled in by the terminal's room after every change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Geometry {
    /// What fits.
    pub columns: Columns,
    /// Articles that fit into the list.
    pub list_items: usize,
    /// Saved queries in view above them.
    pub saved_rows: usize,
    /// Columns of running text.
    pub text_width: usize,
    /// Rows of running text.
    pub text_rows: usize,
    /// Rows of the sidebar.
    pub sidebar_rows: usize,
    /// Lines of a view that stands in place of the panes.
    pub view_rows: usize,
    /// Its columns.
    pub view_columns: usize,
    /// Rows of an overlay.
    pub overlay_rows: usize,
    /// Columns of a sheet that takes the whole screen.
    pub wide: usize,
    /// Lines of the sheet that is shown in it.
    pub overlay_lines: usize,
}

/// The top of a list of `len` rows after scrolling as little as needed to show row `at`, and `with` (a heading above
/// it) where both fit into `height`.
#[must_use]
pub fn scrolled(top: usize, at: usize, with: usize, height: usize, len: usize) -> usize {
    let height = height.max(1);
    top.min(with).max((at + 1).saturating_sub(height)).min(len.saturating_sub(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_brought_into_view_with_the_least_movement() {
        assert_eq!(scrolled(0, 3, 3, 5, 9), 0);
        assert_eq!(scrolled(0, 7, 7, 5, 9), 3);
        assert_eq!(scrolled(6, 2, 2, 5, 9), 2);
        assert_eq!(scrolled(6, 1, 0, 5, 9), 0);
        assert_eq!(scrolled(6, 1, 0, 1, 9), 1);
        assert_eq!(scrolled(6, 0, 0, 0, 0), 0);
    }
}
