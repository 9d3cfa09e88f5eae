//! Writes small books, so that those of the tests are strings that a reader can see.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const CONTAINER: &str = r#"<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
    <rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;

/// What is told of the books of the tests.
pub const METADATA: &str = "<dc:title>Les marchés de Brume</dc:title><dc:creator id='c'>Jeanne Martin</dc:creator>\
    <dc:language>fr</dc:language><dc:date>2021-03-04</dc:date>";

/// A book that is being written.
#[derive(Default)]
pub struct Book {
    pub metadata: String,
    pub nav: Option<String>,
    pub ncx: Option<String>,
    pub guide: String,
    /// Paths and the insides of `<body>`, in reading order.
    pub pages: Vec<(String, String)>,
    /// Everything else that lies in the archive.
    pub files: Vec<(String, Vec<u8>)>,
    /// Paths of pages that stand beside the text.
    pub aside: Vec<String>,
}

impl Book {
    /// A book of these pages.
    pub fn of(pages: &[(&str, &str)]) -> Self {
        let pages = pages.iter().map(|(path, body)| ((*path).to_owned(), (*body).to_owned())).collect();
        Self { metadata: METADATA.to_owned(), pages, ..Self::default() }
    }

    /// With the contents of EPUB 3: what stands in the `<ol>`.
    pub fn nav(mut self, list: &str) -> Self {
        self.nav = Some(format!("<html><body><nav epub:type='toc'><h1>Table</h1><ol>{list}</ol></nav></body></html>"));
        self
    }

    /// With the contents of EPUB 2, one level of them: labels and places.
    pub fn ncx(mut self, points: &[(&str, &str)]) -> Self {
        let mut ncx = String::from("<ncx><navMap>");
        for (label, src) in points {
            write!(ncx, "<navPoint><navLabel><text>{label}</text></navLabel><content src='{src}'/></navPoint>")
                .unwrap();
        }
        self.ncx = Some(ncx + "</navMap></ncx>");
        self
    }

    /// The archive.
    pub fn zip(&self) -> Vec<u8> {
        zip(&self.archive())
    }

    /// Everything that lies in it.
    pub fn archive(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = vec![
            ("mimetype".to_owned(), b"application/epub+zip".to_vec()),
            ("META-INF/container.xml".to_owned(), CONTAINER.as_bytes().to_vec()),
            ("OEBPS/content.opf".to_owned(), self.opf().into_bytes()),
        ];
        let mut put = |path: &str, text: &str| files.push((format!("OEBPS/{path}"), text.as_bytes().to_vec()));
        if let Some(nav) = &self.nav {
            put("nav.xhtml", nav);
        }
        if let Some(ncx) = &self.ncx {
            put("toc.ncx", ncx);
        }
        for (path, body) in &self.pages {
            let head = "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml' \
                        xmlns:epub='http://www.idpf.org/2007/ops'><head><title>Brume</title><link href='s.css'/></head><body>";
            put(path, &format!("{head}{body}</body></html>"));
        }
        files.extend(self.files.iter().cloned());
        files
    }

    fn opf(&self) -> String {
        let (mut manifest, mut spine) = (String::new(), String::new());
        for (path, _) in &self.pages {
            let linear = if self.aside.contains(path) { "no" } else { "yes" };
            write!(manifest, "<item id='{path}' href='{path}' media-type='application/xhtml+xml'/>").unwrap();
            write!(spine, "<itemref idref='{path}' linear='{linear}'/>").unwrap();
        }
        if self.nav.is_some() {
            manifest += "<item id='nav' href='nav.xhtml' properties='nav' media-type='application/xhtml+xml'/>";
        }
        if self.ncx.is_some() {
            manifest += "<item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/>";
        }
        let Self { metadata, guide, .. } = self;
        format!(
            "<?xml version='1.0'?><package version='3.0'><metadata>{metadata}</metadata><manifest>{manifest}</manifest>\
             <spine toc='ncx'>{spine}</spine><guide>{guide}</guide></package>"
        )
    }
}

/// An archive of files by their paths; the first is stored as it is, as a book's has to be.
pub fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (path, bytes)) in files.iter().enumerate() {
        let method = if at == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(path.as_str(), SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
