//! Reading notes in Markdown: a heading an article, what is known of it, the passages that name the one followed, and what
//! the user wrote about it.

use std::io::{self, Write};

use super::markdown::escape;
use super::table::sentence_of;
use super::view::Item;
use super::writer::About;
use crate::document::Span;
use crate::names::sentences::sentences;
use crate::text::count::counted;

/// Writes what stands above all.
pub(super) fn head(about: &About, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# Reading notes\n")?;
    let mut facts = vec![counted(about.articles as u64, "article")];
    facts.extend((!about.query.is_empty()).then(|| format!("query: {}", escape(&about.query))));
    facts.extend((!about.filter.is_empty()).then(|| format!("titles: {}", escape(&about.filter))));
    facts.extend(about.followed.as_deref().map(|name| format!("following **{}**", escape(name))));
    writeln!(out, "{}", facts.join(" · "))
}

/// Writes an article; returns how many passages.
pub(super) fn item(item: &Item, out: &mut dyn Write) -> io::Result<usize> {
    let (article, marks) = (&item.article, &item.marks);
    let star = if marks.starred { "★ " } else { "" };
    writeln!(out, "\n## {star}{}\n", escape(article.title()))?;
    let day = article.published().map(|at| at.to_string());
    let facts = [
        ("Source", article.source()),
        ("Author", article.author()),
        ("Address", article.address()),
        ("Date", day.as_deref()),
        ("File", Some(item.path.as_str())),
        ("Part", article.part()),
    ];
    for (label, value) in facts {
        if let Some(value) = value {
            writeln!(out, "- {label}: {}", escape(value))?;
        }
    }
    if !marks.tags.is_empty() {
        let tags: Vec<String> = marks.tags.iter().map(|tag| escape(tag)).collect();
        writeln!(out, "- Tags: {}", tags.join(", "))?;
    }
    for remark in marks.remarks.iter().filter(|remark| remark.passage.is_none()) {
        quote(&remark.text, out)?;
    }
    let passages = passages(item);
    for passage in &passages {
        write!(out, "\n{}\n", passage.text)?;
        for (span, remark) in item.marks.remarks.iter().filter_map(|remark| Some((remark.passage?, remark))) {
            if passage.span.contains(span.start()) {
                quote(&remark.text, out)?;
            }
        }
    }
    rest(item, &passages, out)?;
    Ok(passages.len())
}

/// Notes on passages that are not among those that name the one followed, each under its words.
fn rest(item: &Item, passages: &[Passage], out: &mut dyn Write) -> io::Result<()> {
    let mut sentences_of = None;
    for (span, remark) in item.marks.remarks.iter().filter_map(|remark| Some((remark.passage?, remark))) {
        if passages.iter().any(|passage| passage.span.contains(span.start())) {
            continue;
        }
        let sentences = sentences_of.get_or_insert_with(|| sentences(&item.article));
        let around = sentence_of(sentences, span).unwrap_or(span);
        write!(out, "\n{}\n", marked(item.article.text(), around, &[span]))?;
        quote(&remark.text, out)?;
    }
    Ok(())
}

/// A note as a block of quotation.
fn quote(text: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            writeln!(out, ">")?;
        }
        writeln!(out, "> {}", escape(line))?;
    }
    Ok(())
}

/// A sentence that names the one followed.
struct Passage {
    span: Span,
    text: String,
}

/// Those of an article, each once; none while nobody is followed.
fn passages(item: &Item) -> Vec<Passage> {
    if !item.following || item.wanted().next().is_none() {
        return Vec::new();
    }
    let sentences = sentences(&item.article);
    let mut out: Vec<(Span, Vec<Span>)> = Vec::new();
    for named in item.wanted() {
        let around = sentence_of(&sentences, named.span).unwrap_or(named.span);
        match out.last_mut() {
            Some((last, names)) if named.span.start() < last.end() => {
                *last = Span::new(last.start(), last.end().max(around.end()));
                names.push(named.span);
            }
            _ => out.push((around, vec![named.span])),
        }
    }
    let text = item.article.text();
    out.into_iter().map(|(span, names)| Passage { span, text: marked(text, span, &names) }).collect()
}

/// A stretch of text on one line, with some of it in bold.
fn marked(text: &str, span: Span, bold: &[Span]) -> String {
    let mut out = String::new();
    let mut at = span.start();
    let plain = |from: usize, to: usize| {
        let part = &text[from..to];
        // The spaces at the edges part words from names.
        let (start, end) = (part.len() - part.trim_start().len(), part.trim_end().len());
        let space = |is: bool| if is { " " } else { "" };
        let body = if part.trim().is_empty() { String::new() } else { escape(part) };
        format!("{}{body}{}", space(start > 0), space(end < part.len() && !body.is_empty()))
    };
    for name in bold {
        let end = name.end().min(span.end());
        out += &plain(at, name.start());
        out.extend(["**", &escape(&text[name.start()..end]), "**"]);
        at = end;
    }
    out += &plain(at, span.end());
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::samples::item as sample;
    use super::super::view::Remark;
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};

    fn written(sample: &Item) -> String {
        let mut out = Vec::new();
        let followed = sample.following.then(|| "Kim Jong Un".to_owned());
        let about = About { articles: 1, followed, ..About::default() };
        head(&about, &mut out).unwrap();
        item(sample, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn notes_hold_passages_and_remarks() {
        let text = "Avant tout, [p*1:Kim Jong Un] parle à [p2:Poutine] ; [p*1:Kim] rit. Il pleut.\n\nPlus tard, rien.";
        let mut sample = sample("piles/a_b.txt", "Un *sommet*", text);
        let at = sample.article.text().find("rien").unwrap();
        let on_kim = sample.named[0].span;
        sample.marks.starred = true;
        sample.marks.tags = vec!["guerre".to_owned(), "à lire".to_owned()];
        let remark = |passage, text: &str| Remark { passage, text: text.to_owned() };
        sample.marks.remarks = vec![
            remark(None, "Important.\nÀ vérifier"),
            remark(Some(on_kim), "lequel ?"),
            remark(Some(Span::new(at, at + 4)), "vraiment ?"),
        ];
        assert_eq!(
            written(&sample),
            "# Reading notes\n\n1 article · following **Kim Jong Un**\n\n\
            ## ★ Un \\*sommet\\*\n\n- File: piles/a\\_b.txt\n- Tags: guerre, à lire\n\n\
            > Important.\n>\n> À vérifier\n\n\
            Avant tout, **Kim Jong Un** parle à Poutine ; **Kim** rit.\n\n> lequel ?\n\n\
            Plus tard, **rien**.\n\n> vraiment ?\n"
        );
    }

    #[test]
    fn with_nobody_followed_there_are_no_passages() {
        assert_eq!(
            written(&sample("a.txt", "Titre", "[p1:Kim] parle.")),
            "# Reading notes\n\n1 article\n\n## Titre\n\n- File: a.txt\n"
        );
    }

    #[test]
    fn what_is_known_of_an_article_is_a_list() {
        let mut builder = crate::document::ArticleBuilder::new();
        builder.source("Le Courrier").author("Anne Leroy").address("https://courrier.example/a_b");
        let article = std::sync::Arc::new(builder.finish("Le marché").within("lettres/3.txt"));
        assert_eq!(
            written(&Item { article, ..sample("pile.zip", "x", "x") }).split_once("## ").unwrap().1,
            "Le marché\n\n- Source: Le Courrier\n- Author: Anne Leroy\n- Address: https\\://courrier.example/a\\_b\n\
            - File: pile.zip\n- Part: lettres/3.txt\n"
        );
    }

    proptest! {
        /// Whatever stands in an article, the headings, quotations and lists are ours.
        #[test]
        fn nothing_breaks_out(
            title in "[#*_`\\[\\]()<>!&|~$=+\\-:.\\\\\"'0-9a-z/ ]{1,20}",
            words in "[#*_`()<>!&|~$=+\\-.\\\\\"'0-9a-z/ ]{1,20}",
            name in "[#*_`()<>!&|~$=\\-.\"'0-9A-Z ]{0,9}K",
            note in "[#*_`\\[\\]()<>!&|~$=+\\-:.\\\\\"'0-9a-z/ \n]{1,30}",
        ) {
            let mut sample = sample(&title, &title, &format!("{words} [p*1:{name}]{words}"));
            sample.marks.tags = vec![words.clone()];
            sample.marks.remarks = vec![Remark { passage: None, text: note.clone() }];
            let written = written(&sample);
            let mut options = Options::all();
            // Without rewriting signs, which would only be a matter of taste.
            options.remove(Options::ENABLE_SMART_PUNCTUATION);
            for event in Parser::new_ext(&written, options) {
                let ours = match &event {
                    Event::Start(Tag::Heading { level, .. }) => matches!(level, HeadingLevel::H1 | HeadingLevel::H2),
                    Event::Start(tag) => matches!(
                        tag,
                        Tag::Paragraph | Tag::List(None) | Tag::Item | Tag::BlockQuote(None) | Tag::Strong
                    ),
                    Event::End(_) | Event::Text(_) | Event::SoftBreak => true,
                    _ => false,
                };
                prop_assert!(ours, "{:?} in {}", event, written);
            }
        }
    }
}
