//! The operators of a page that set text, and the forms it is set in.
//!
//! Everything else a page draws is passed over. The names of operators and parameters are those of ISO 32000-1, sections
//! 8.4 (graphics state), 8.10 (forms) and 9 (text).

use hayro_font::kurbo::Affine;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Dict, Name, Number, Object, Stream, String as PdfString};
use hayro_syntax::page::{Page as PdfPage, Resources};

use super::glyphs::{Fonts, Style, TextState};
use super::words::Gatherer;
use super::{MAX_CHARS, MAX_STEPS};
use crate::ingest::pdf::pages::Page;

/// Forms may lie in forms so deep.
const MAX_FORMS: usize = 16;

/// Graphics states that may be saved in each other.
const MAX_SAVED: usize = 256;

/// What drawing a form costs at least, in steps: forms within forms multiply.
const FORM_STEPS: usize = 100;

/// Bytes of a form that count as one step: whoever draws a long one again and again pays for it.
const BYTES_A_STEP: usize = 16;

/// Interprets the pages of one document.
pub struct Interpreter<'a> {
    fonts: Fonts<'a>,
    steps: usize,
    chars: usize,
}

/// What `q` saves and `Q` restores.
#[derive(Clone)]
struct Graphics<'a> {
    /// From where a page's content draws to the page as it is looked at.
    ctm: Affine,
    style: Style<'a>,
}

/// What one stream of content changes while it is interpreted.
struct Scope<'a> {
    graphics: Graphics<'a>,
    saved: Vec<Graphics<'a>>,
    text: TextState,
    /// Of the marked contents that are open, which are artifacts.
    marks: Vec<bool>,
    depth: usize,
}

impl<'a> Interpreter<'a> {
    /// With all steps left.
    pub fn new() -> Self {
        Self { fonts: Fonts::default(), steps: MAX_STEPS, chars: MAX_CHARS }
    }

    /// True when a limit was reached.
    pub fn is_spent(&self) -> bool {
        self.steps == 0 || self.chars == 0
    }

    /// Forgets what it knows of fonts, which may be half done.
    pub fn forget(&mut self) {
        self.fonts = Fonts::default();
    }

    /// What a page shows.
    pub fn page(&mut self, page: &PdfPage<'a>) -> Page {
        let (width, height) = page.render_dimensions();
        let mut gatherer = Gatherer::new(width, height);
        let ctm = Affine::new(page.initial_transform(true).as_coeffs());
        let graphics = Graphics { ctm, style: Style::default() };
        let scope = Scope { graphics, saved: Vec::new(), text: TextState::default(), marks: Vec::new(), depth: 0 };
        self.draw(page.typed_operations(), page.resources(), scope, &mut gatherer);
        gatherer.finish()
    }

    fn draw(&mut self, mut ops: TypedIter, resources: &Resources<'a>, mut scope: Scope<'a>, out: &mut Gatherer) {
        while let Some(op) = ops.next() {
            let Some(left) = self.steps.checked_sub(1) else { return };
            self.steps = left;
            if self.chars == 0 {
                return;
            }
            if !(scope.state(&op, out) || self.style(&op, resources, &mut scope)) {
                self.show(&op, resources, &mut scope, out);
            }
        }
    }

    /// Parameters of text. True when `op` sets one.
    fn style(&mut self, op: &Op, resources: &Resources<'a>, scope: &mut Scope<'a>) -> bool {
        let style = &mut scope.graphics.style;
        match op {
            Op::TextFont(set) => {
                style.font = resources.get_font(set.0).and_then(|dict| self.fonts.get(&dict));
                style.size = set.1.as_f64();
            }
            Op::CharacterSpacing(set) => style.char_spacing = set.0.as_f64(),
            Op::WordSpacing(set) => style.word_spacing = set.0.as_f64(),
            Op::HorizontalScaling(set) => style.scale = set.0.as_f64() / 100.0,
            Op::TextLeading(set) => style.leading = set.0.as_f64(),
            Op::TextRise(set) => style.rise = set.0.as_f64(),
            Op::BeginText(_) => scope.text = TextState::default(),
            Op::NextLine(by) => scope.text.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                style.leading = -by.1.as_f64();
                scope.text.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => scope.text.next_line(0.0, -style.leading),
            Op::SetTextMatrix(to) => {
                scope.text.set(Affine::new([&to.0, &to.1, &to.2, &to.3, &to.4, &to.5].map(Number::as_f64)));
            }
            _ => return false,
        }
        true
    }

    /// What shows text, pictures and forms.
    fn show(&mut self, op: &Op, resources: &Resources<'a>, scope: &mut Scope<'a>, out: &mut Gatherer) {
        match op {
            Op::ShowText(shown) => self.string(shown.0, scope, out),
            Op::NextLineAndShowText(shown) => {
                scope.text.next_line(0.0, -scope.graphics.style.leading);
                self.string(shown.0, scope, out);
            }
            Op::ShowTextWithParameters(shown) => {
                let style = &mut scope.graphics.style;
                (style.word_spacing, style.char_spacing) = (shown.0.as_f64(), shown.1.as_f64());
                scope.text.next_line(0.0, -style.leading);
                self.string(shown.2, scope, out);
            }
            Op::ShowTexts(shown) => {
                for item in shown.0.iter::<Object>() {
                    match item {
                        Object::String(string) => self.string(&string, scope, out),
                        Object::Number(back) => scope.text.adjust(back.as_f64(), &scope.graphics.style),
                        _ => {}
                    }
                }
            }
            Op::XObject(shown) => {
                if let Some(stream) = resources.get_x_object(shown.0) {
                    self.external(&stream, resources, scope, out);
                }
            }
            Op::InlineImage(_) => out.picture(scope.graphics.ctm),
            _ => {}
        }
    }

    fn string(&mut self, string: &PdfString, scope: &mut Scope<'a>, out: &mut Gatherer) {
        let artifact = scope.marks.contains(&true);
        let Graphics { ctm, style } = &scope.graphics;
        let shown = scope.text.show(string.as_bytes(), *ctm, style, &mut |glyph| out.push(&glyph, artifact));
        self.chars = self.chars.saturating_sub(shown);
    }

    /// A picture, or a form: content of its own.
    fn external(&mut self, stream: &Stream<'a>, resources: &Resources<'a>, scope: &Scope<'a>, out: &mut Gatherer) {
        let dict = stream.dict();
        match dict.get::<Name>("Subtype").as_deref() {
            Some(b"Image") => out.picture(scope.graphics.ctm),
            Some(b"Form") if scope.depth < MAX_FORMS => {
                let Ok(content) = stream.decoded_data() else { return };
                self.steps = self.steps.saturating_sub(FORM_STEPS + content.len() / BYTES_A_STEP);
                let own = dict.get::<Dict>("Resources").map(Resources::new);
                let mut graphics = scope.graphics.clone();
                graphics.ctm *= dict.get::<[f64; 6]>("Matrix").map_or(Affine::IDENTITY, Affine::new);
                let inner = Scope {
                    graphics,
                    saved: Vec::new(),
                    text: TextState::default(),
                    marks: vec![scope.marks.contains(&true)],
                    depth: scope.depth + 1,
                };
                self.draw(TypedIter::new(&content), own.as_ref().unwrap_or(resources), inner, out);
            }
            _ => {}
        }
    }
}

impl Scope<'_> {
    /// Graphics state and marked content. True when `op` is of these.
    fn state(&mut self, op: &Op, out: &mut Gatherer) -> bool {
        match op {
            Op::SaveState(_) => {
                if self.saved.len() < MAX_SAVED {
                    self.saved.push(self.graphics.clone());
                }
            }
            Op::RestoreState(_) => {
                if let Some(saved) = self.saved.pop() {
                    self.graphics = saved;
                }
            }
            Op::Transform(by) => {
                self.graphics.ctm *= Affine::new([&by.0, &by.1, &by.2, &by.3, &by.4, &by.5].map(Number::as_f64));
            }
            Op::BeginMarkedContent(mark) => self.mark(mark.0, out),
            Op::BeginMarkedContentWithProperties(mark) => self.mark(mark.0, out),
            Op::EndMarkedContent(_) => {
                self.marks.pop();
            }
            _ => return false,
        }
        true
    }

    fn mark(&mut self, tag: &Name, out: &mut Gatherer) {
        if self.marks.len() < MAX_SAVED {
            self.marks.push(&**tag == b"Artifact");
        }
        // What is marked anew is no longer the same word.
        out.part();
    }
}
