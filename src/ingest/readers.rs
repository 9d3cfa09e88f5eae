//! The table of formats: how each is recognised, by whom it is read, and what a user can know of it.

#[cfg(feature = "pdf")]
use super::pdf;
use super::source::Source;
use super::{Reading, agency, archive, epub, feed, html, json, mail, markdown, mhtml, opml, plain, table, warc};

/// The formats that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text without markup.
    PlainText,
    /// A web page.
    Html,
    /// A ZIP archive.
    Zip,
    /// A tar archive.
    Tar,
    /// A file or an archive packed by gzip.
    Gzip,
    /// The same by Zstandard.
    Zstd,
    /// A web archive.
    Warc,
    /// A feed of entries: RSS, Atom, JSON Feed.
    Feed,
    /// A PDF document.
    Pdf,
    /// A mail.
    Mail,
    /// A file of mails.
    Mailbox,
    /// A table: a row an article.
    Table,
    /// The XML of news agencies: NewsML and NITF.
    AgencyXml,
    /// JSON: objects of articles, alone or in arrays.
    Json,
    /// JSON Lines: an object a line.
    JsonLines,
    /// Text with the light markup of Markdown.
    Markdown,
    /// A book or a newspaper as an EPUB.
    Epub,
    /// A web page saved with its parts.
    Mhtml,
    /// A list of feeds.
    Opml,
}

impl Format {
    /// True for what has fields that a map can name.
    #[must_use]
    pub fn has_fields(self) -> bool {
        matches!(self, Self::Table | Self::Json | Self::JsonLines)
    }
}

/// What a user can know of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormatSpec {
    /// The format.
    pub format: Format,
    /// What it is called, in a word or two.
    pub name: &'static str,
    /// The usual endings of its files.
    pub endings: &'static [&'static str],
    /// What is read of it, in a few words.
    pub help: &'static str,
}

/// How one format is recognised and read.
pub struct Reader {
    /// What a user can know of it.
    pub spec: FormatSpec,
    /// The sign by which it is recognised, in a few words; `None` when it is something else. Looks at the content first and
    /// at the name only where the content leaves it open.
    pub recognises: fn(&Source) -> Option<&'static str>,
    /// Gives the articles in it, and what is wrong.
    pub read: fn(&Source) -> Reading,
}

/// Every format, the most particular first. Plain text takes whatever is text at all.
pub const READERS: &[Reader] = &[
    Reader {
        spec: FormatSpec {
            format: Format::Epub,
            name: "EPUB book",
            endings: &[".epub"],
            help: "a chapter an article, as the contents have it; footnotes stay with the chapter that cites them",
        },
        recognises: epub::recognises,
        read: epub::read,
    },
    #[cfg(feature = "pdf")]
    Reader {
        spec: FormatSpec {
            format: Format::Pdf,
            name: "PDF",
            endings: &[".pdf"],
            help: "paragraphs rebuilt over lines, columns and pages; running heads are hidden; a scan is told as such",
        },
        recognises: pdf::recognises,
        read: pdf::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Zip,
            name: "ZIP archive",
            endings: &[".zip"],
            help: "each file in it as if it lay in a folder, archives in archives too",
        },
        recognises: archive::zip::recognises,
        read: archive::zip::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Gzip,
            name: "gzip",
            endings: &[".gz", ".tgz"],
            help: "the file or the tar archive in it",
        },
        recognises: archive::packed::is_gzip,
        read: archive::packed::gzip,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Zstd,
            name: "Zstandard",
            endings: &[".zst"],
            help: "the file or the tar archive in it",
        },
        recognises: archive::packed::is_zstd,
        read: archive::packed::zstd,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Tar,
            name: "tar archive",
            endings: &[".tar"],
            help: "each file in it as if it lay in a folder",
        },
        recognises: archive::tar::recognises,
        read: archive::tar::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Warc,
            name: "web archive",
            endings: &[".warc", ".warc.gz"],
            help: "the pages and texts that a crawl brought, with their addresses",
        },
        recognises: warc::recognises,
        read: warc::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Mhtml,
            name: "saved web page",
            endings: &[".mhtml", ".mht"],
            help: "a web page with its parts in one file, as browsers save it: the article, with its address",
        },
        recognises: mhtml::recognises,
        read: mhtml::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Mailbox,
            name: "mailbox",
            endings: &[".mbox", ".mbx"],
            help: "every mail of an mbox file, with what is attached and can be read",
        },
        recognises: mail::mailbox::recognises,
        read: mail::mailbox::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Mail,
            name: "mail",
            endings: &[".eml", ".emlx"],
            help: "subject, sender, date and the part that reads best; quoted replies are quotations",
        },
        recognises: mail::recognises,
        read: mail::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Feed,
            name: "feed",
            endings: &[".rss", ".atom", ".rdf"],
            help: "RSS, Atom or JSON Feed: an article an entry, with its address",
        },
        recognises: feed::recognises,
        read: feed::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Opml,
            name: "OPML",
            endings: &[".opml"],
            help: "a list of feeds, each a link; kiosque subscribe takes them in",
        },
        recognises: opml::recognises,
        read: opml::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Markdown,
            name: "Markdown",
            endings: markdown::ENDINGS,
            help: "title, headings, lists, quotations, code, tables and links; front matter tells title, date and author",
        },
        recognises: markdown::recognises,
        read: markdown::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::JsonLines,
            name: "JSON Lines",
            endings: &[".jsonl", ".ndjson", ".jl"],
            help: "an object a line, an article each; exports of this program too",
        },
        recognises: json::lines::recognises,
        read: json::lines::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Json,
            name: "JSON",
            endings: &[".json"],
            help: "an object with a text or a title, or a list of them, however deep; --map names other fields",
        },
        recognises: json::recognises,
        read: json::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::AgencyXml,
            name: "news agency XML",
            endings: &[".nitf", ".newsml"],
            help: "NewsML-G2, NewsML 1.2 and NITF: an article an item",
        },
        recognises: agency::recognises,
        read: agency::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Html,
            name: "web page",
            endings: &[".html", ".htm", ".xhtml"],
            help: "the article without what stands around it, with headings, lists, quotations, links and captions",
        },
        recognises: html::recognises,
        read: html::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::Table,
            name: "table",
            endings: &[".csv", ".tsv", ".tab"],
            help: "CSV or TSV with a column for the text or the title: an article a row; --map names other columns",
        },
        recognises: table::recognises,
        read: table::read,
    },
    Reader {
        spec: FormatSpec {
            format: Format::PlainText,
            name: "plain text",
            endings: &[".txt"],
            help: "title, paragraphs, headings; broken lines are joined",
        },
        recognises: plain::recognises,
        read: plain::read,
    },
];
