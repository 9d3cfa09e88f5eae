//! From the bytes of a shown string to glyphs: what each says, where it stands, how large it is.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_font::hayro_cmap::BfString;
use hayro_font::kurbo::{Affine, Point, Vec2};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::dict::Dict;
use hayro_syntax::object::{Name, ObjectIdentifier};

/// What a glyph says that no table of its font explains.
pub const UNKNOWN: &str = "\u{fffd}";

/// Different codes that are remembered of one font.
const REMEMBERED: usize = 1 << 16;

/// One glyph on the page.
pub struct Glyph<'t> {
    pub text: &'t str,
    /// Where it begins on its baseline.
    pub start: Point,
    /// Where the next one would begin, without the spacing between characters.
    pub end: Point,
    /// From the baseline to the next, in points: the size of the font as it is looked at.
    pub size: f64,
    pub bold: bool,
}

/// The parameters of text, part of the graphics state.
#[derive(Clone)]
pub struct Style<'a> {
    pub font: Option<Rc<Face<'a>>>,
    pub size: f64,
    pub char_spacing: f64,
    pub word_spacing: f64,
    /// Horizontal scaling, 1 where there is none.
    pub scale: f64,
    pub leading: f64,
    pub rise: f64,
}

impl Default for Style<'_> {
    fn default() -> Self {
        Self { font: None, size: 1.0, char_spacing: 0.0, word_spacing: 0.0, scale: 1.0, leading: 0.0, rise: 0.0 }
    }
}

/// A font with what was asked of it.
pub struct Face<'a> {
    font: Font<'a>,
    bold: bool,
    /// What a code says, and how far it advances, in thousandths of the size.
    known: std::cell::RefCell<HashMap<u32, (Rc<str>, f64)>>,
}

impl Face<'_> {
    fn code(&self, code: u32) -> (Rc<str>, f64) {
        if let Some(known) = self.known.borrow().get(&code) {
            return known.clone();
        }
        let (unicode, drawn) = match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => (glyph.as_unicode(), false),
            FontGlyph::Type3(glyph) => (glyph.as_unicode(), true),
        };
        let text = match unicode {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => cork(code).filter(|_| drawn).unwrap_or(UNKNOWN.into()).into_owned(),
        };
        let advance = self.font.code_advance(code).x;
        let found: (Rc<str>, f64) = (text.into(), if advance.is_finite() { advance } else { 0.0 });
        let mut known = self.known.borrow_mut();
        if known.len() < REMEMBERED {
            known.insert(code, found.clone());
        }
        found
    }
}

/// What a code says in the Cork encoding (T1) of TeX. Fonts of bitmaps, which TeX programs make where no others are
/// installed, have glyphs without names and no table; their codes are these, and Latin-1 for the most part.
fn cork(code: u32) -> Option<std::borrow::Cow<'static, str>> {
    Some(match code {
        0x10 | 0x11 => ["“", "”"][code as usize - 0x10].into(),
        0x13..=0x16 => ["«", "»", "–", "—"][code as usize - 0x13].into(),
        0x1b..=0x1f => ["ff", "fi", "fl", "ffi", "ffl"][code as usize - 0x1b].into(),
        0x20 => " ".into(),
        0x27 => "’".into(),
        0xd7 => "Œ".into(),
        0xf7 => "œ".into(),
        0xb8 => "ÿ".into(),
        0x7f => "-".into(),
        0x21..=0x7e | 0xc0..=0xde | 0xe0..=0xfe => char::from_u32(code)?.to_string().into(),
        _ => return None,
    })
}

/// The fonts of a document, each loaded once.
pub struct Fonts<'a> {
    cache: FontCache<'a>,
    faces: HashMap<ObjectIdentifier, Option<Rc<Face<'a>>>>,
    stand_in: FontResolverFn,
    maps: CMapResolverFn,
}

impl Default for Fonts<'_> {
    fn default() -> Self {
        let stand_in = |query: &FontQuery| match query {
            FontQuery::Standard(font) => Some(font.get_font_data()),
            FontQuery::Fallback(wanted) => Some(wanted.pick_standard_font().get_font_data()),
        };
        Self { cache: FontCache::new(), faces: HashMap::new(), stand_in: Arc::new(stand_in), maps: Arc::new(|_| None) }
    }
}

impl<'a> Fonts<'a> {
    /// The font that a dictionary describes; `None` when it describes none.
    pub fn get(&mut self, dict: &Dict<'a>) -> Option<Rc<Face<'a>>> {
        if let Some(face) = dict.obj_id().and_then(|id| self.faces.get(&id)) {
            return face.clone();
        }
        let bold = dict.get::<Name>("BaseFont").is_some_and(|name| is_bold(name.as_str()));
        let font = self.cache.font(dict, &self.stand_in, &self.maps);
        let face = font.map(|font| Rc::new(Face { font, bold, known: std::cell::RefCell::default() }));
        if let Some(id) = dict.obj_id() {
            self.faces.insert(id, face.clone());
        }
        face
    }
}

/// True for the name of a font that is heavier than text is set in: `ABCDEF+Garamond-SemiBold`.
fn is_bold(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["bold", "black", "heavy", "demi", "-bd"].iter().any(|word| name.contains(word))
        || name.contains("cmbx") // Computer Modern, bold extended
        || name.contains("sfbx")
}

/// Where text goes on.
#[derive(Clone, Copy)]
pub struct TextState {
    matrix: Affine,
    line: Affine,
}

impl Default for TextState {
    fn default() -> Self {
        Self { matrix: Affine::IDENTITY, line: Affine::IDENTITY }
    }
}

impl TextState {
    /// `Td`.
    pub fn next_line(&mut self, x: f64, y: f64) {
        self.set(self.line * Affine::translate((x, y)));
    }

    /// `Tm`.
    pub fn set(&mut self, matrix: Affine) {
        (self.matrix, self.line) = (matrix, matrix);
    }

    /// A number in `TJ`: back by thousandths of the size.
    pub fn adjust(&mut self, back: f64, style: &Style) {
        self.advance(-back / 1000.0 * style.size * style.scale);
    }

    fn advance(&mut self, by: f64) {
        self.matrix *= Affine::translate((by, 0.0));
    }

    /// Shows a string, and says how many glyphs it has.
    pub fn show(&mut self, bytes: &[u8], ctm: Affine, style: &Style, out: &mut impl FnMut(Glyph)) -> usize {
        // Without a font nobody knows what the bytes mean.
        let Some(face) = style.font.as_deref() else { return bytes.len() };
        let (mut at, mut count) = (0, 0);
        while at < bytes.len() {
            let (code, length) = face.font.read_code(bytes, at);
            at += length.max(1);
            count += 1;
            let (text, advance) = face.code(code);
            let width = advance / 1000.0 * style.size * style.scale;
            let place = ctm * self.matrix;
            let rise = Vec2::new(0.0, style.rise);
            let start = place * rise.to_point();
            let end = place * (rise + Vec2::new(width, 0.0)).to_point();
            let up = place * (rise + Vec2::new(0.0, style.size)).to_point();
            if [start, end, up].iter().all(|point| point.is_finite()) {
                out(Glyph { text: &text, start, end, size: (up - start).hypot(), bold: face.bold });
            }
            // Spacing between words is for the one byte 32 (ISO 32000-1, 9.3.3).
            let space = if length == 1 && code == 32 { style.word_spacing } else { 0.0 };
            self.advance(width + (style.char_spacing + space) * style.scale);
        }
        count
    }
}
