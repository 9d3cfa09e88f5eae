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
    /// Columns of running text.
    pub text_width: usize,
    /// Rows of running text.
    pub text_rows: usize,
    /// Rows of the sidebar.
    pub sidebar_rows: usize,
    /// Rows of an overlay.
    pub overlay_rows: usize,
}
