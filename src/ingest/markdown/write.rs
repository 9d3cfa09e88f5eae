//! The events of a Markdown text as the markup of a web page, so that lists, tables and links come out as they do there.
//!
//! Inline tags go, blocks of HTML stay, footnotes go to the end with their marks, pictures become their descriptions.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::super::{html, picture};

/// What was written.
#[derive(Debug, Default)]
pub struct Written {
    /// The markup.
    pub markup: String,
    /// The words of the first heading of the first level, and where it stands in the markup.
    pub title: Option<(String, Range<usize>)>,
}

/// Writes `text` as markup.
pub fn write(text: &str) -> Written {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut writer = Writer::default();
    for event in Parser::new_ext(text, options) {
        writer.event(event);
    }
    writer.out.push_str(&writer.notes);
    let title = writer.title.filter(|title| !title.trim().is_empty()).zip(writer.heading);
    Written { markup: writer.out, title }
}

#[derive(Default)]
struct Writer {
    out: String,
    /// The footnotes, which stand at the end.
    notes: String,
    /// The text that waits while a footnote is written, and the mark until its first paragraph.
    text: Option<String>,
    mark: Option<String>,
    /// Where the paragraph that is open begins, and whether it has words.
    paragraph: Option<usize>,
    worded: bool,
    title: Option<String>,
    in_title: bool,
    /// Where the title stands.
    heading: Option<Range<usize>>,
    /// What is said of the picture that is open; pictures may stand in each other's descriptions.
    alt: String,
    pictures: usize,
    /// The lines of the HTML block that is open.
    raw: String,
    head: bool,
}

impl Writer {
    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.words(&text);
            }
            Event::Html(line) => self.raw.push_str(&line),
            Event::InlineHtml(tag) => {
                if tag.to_ascii_lowercase().starts_with("<br") {
                    self.out.push_str("<br>");
                }
            }
            Event::FootnoteReference(label) => self.words(&format!("[{label}]")),
            Event::SoftBreak if self.pictures > 0 => self.alt.push(' '),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => self.out.push_str("<hr>"),
            Event::TaskListMarker(done) => self.words(if done { "[x] " } else { "[ ] " }),
        }
    }

    fn words(&mut self, text: &str) {
        if self.pictures > 0 {
            self.alt.push_str(text);
            return;
        }
        if self.in_title {
            self.title.get_or_insert_default().push_str(text);
        }
        if !text.trim().is_empty() {
            self.worded = true;
            if let Some(mark) = self.mark.take() {
                self.out.push_str(&escaped(&format!("[{mark}] ")));
            }
        }
        self.out.push_str(&escaped(text));
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Paragraph => {
                self.paragraph = Some(self.out.len());
                self.worded = false;
                self.out.push_str("<p>");
            }
            Tag::Heading { level, .. } => {
                self.in_title = level == HeadingLevel::H1 && self.title.is_none() && self.text.is_none();
                if self.in_title {
                    self.heading = Some(self.out.len()..self.out.len());
                }
                // Whoever reads the page would take the only heading of the first level for the title.
                self.out.push_str(if level <= HeadingLevel::H2 { "<h2>" } else { "<h3>" });
            }
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>"),
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => self.out.push_str("<pre>\n"),
            Tag::HtmlBlock => self.raw.clear(),
            Tag::List(Some(start)) => self.out.extend(["<ol start=\"", &start.to_string(), "\">"]),
            Tag::List(None) => self.out.push_str("<ul>"),
            Tag::Item => self.out.push_str("<li>"),
            Tag::FootnoteDefinition(label) => {
                if self.text.is_none() {
                    self.text = Some(std::mem::take(&mut self.out));
                }
                self.mark = Some(label.to_string());
                self.out.push_str("<div>");
            }
            Tag::Table(_) => self.out.push_str("<table>"),
            Tag::TableHead => {
                self.head = true;
                self.out.push_str("<tr>");
            }
            Tag::TableRow => self.out.push_str("<tr>"),
            Tag::TableCell => self.out.push_str(if self.head { "<th>" } else { "<td>" }),
            Tag::Link { dest_url, .. } if self.pictures == 0 => {
                self.out.extend(["<a href=\"", &escaped(&dest_url), "\">"]);
            }
            Tag::Image { .. } => self.pictures += 1,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.paragraph = None;
                self.out.push_str("</p>");
            }
            TagEnd::Heading(level) => {
                self.out.push_str(if level <= HeadingLevel::H2 { "</h2>" } else { "</h3>" });
                if let Some(heading) = self.heading.as_mut().filter(|_| self.in_title) {
                    heading.end = self.out.len();
                }
                self.in_title = false;
            }
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>"),
            TagEnd::CodeBlock => self.out.push_str("</pre>"),
            // What the block opens must not go on behind it.
            TagEnd::HtmlBlock => self.out.push_str(&html::balanced(&std::mem::take(&mut self.raw))),
            TagEnd::List(ordered) => self.out.push_str(if ordered { "</ol>" } else { "</ul>" }),
            TagEnd::Item => self.out.push_str("</li>"),
            TagEnd::FootnoteDefinition => {
                self.mark = None;
                self.out.push_str("</div>");
                if let Some(text) = self.text.take() {
                    let note = std::mem::replace(&mut self.out, text);
                    self.notes.push_str(&note);
                }
            }
            TagEnd::Table => self.out.push_str("</table>"),
            TagEnd::TableHead => {
                self.head = false;
                self.out.push_str("</tr>");
            }
            TagEnd::TableRow => self.out.push_str("</tr>"),
            TagEnd::TableCell => self.out.push_str(if self.head { "</th>" } else { "</td>" }),
            TagEnd::Link if self.pictures == 0 => self.out.push_str("</a>"),
            TagEnd::Image => self.picture(),
            _ => {}
        }
    }

    /// A picture in front of the words of its paragraph has a caption, one among them is named in brackets.
    fn picture(&mut self) {
        self.pictures -= 1;
        if self.pictures > 0 {
            return;
        }
        let Some(alt) = picture::described(&std::mem::take(&mut self.alt)) else { return };
        match self.paragraph {
            Some(start) if !self.worded => {
                let caption = format!("<figcaption>{}</figcaption>", escaped(&alt));
                self.out.insert_str(start, &caption);
                self.paragraph = Some(start + caption.len());
            }
            _ => self.out.push_str(&escaped(&format!("[{alt}]"))),
        }
    }
}

/// As it stands in markup.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
