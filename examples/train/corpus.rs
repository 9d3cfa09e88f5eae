//! The words of annotated articles, with the labels to learn.

use kiosque::names::evaluation::GoldArticle;
use kiosque::names::tagger::features::View;
use kiosque::names::tagger::label::Label;

/// An article as the learner sees it.
pub struct Example<'a> {
    /// Its words.
    pub view: View<'a>,
    /// The label of each.
    pub labels: Vec<Label>,
}

impl<'a> Example<'a> {
    /// Prepares an article. A name that starts or ends inside a word takes the whole word.
    pub fn new(gold: &'a GoldArticle) -> Self {
        let view = View::new(&gold.article);
        let mut labels = vec![Label::OUTSIDE; view.len()];
        let mut i = 0;
        for mention in &gold.mentions {
            while i < view.len() && view.span(i).end() <= mention.span.start() {
                i += 1;
            }
            let start = i;
            while i < view.len() && view.span(i).start() < mention.span.end() {
                labels[i] = if i == start { Label::begin(mention.class) } else { Label::inside(mention.class) };
                i += 1;
            }
        }
        Self { view, labels }
    }

    /// Number of words.
    pub fn words(&self) -> usize {
        self.labels.len()
    }
}
