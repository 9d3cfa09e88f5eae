//! A news site on this machine whose pages a test changes as it goes.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex};

use super::server::{Request, Server, Talk};

/// What is answered for a path.
#[derive(Debug, Clone)]
struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

type Pages = Arc<Mutex<BTreeMap<String, Answer>>>;

/// The site. What it does not have is answered by 404; what has not changed since it was last asked for, by 304.
pub struct Site {
    server: Server,
    pages: Pages,
}

impl Site {
    pub fn new(pages: &[(&str, &str)]) -> Self {
        let held = Pages::default();
        let shared = Arc::clone(&held);
        let site = Self { server: Server::start(move |request, talk| answer(&shared, request, talk)), pages: held };
        for (path, body) in pages {
            site.put(path, body);
        }
        site
    }

    /// A page, or another in its place.
    pub fn put(&self, path: &str, body: &str) {
        let mut state = DefaultHasher::new();
        body.hash(&mut state);
        self.answer(path, 200, &[("ETag", &format!("\"{:x}\"", state.finish()))], body.as_bytes());
    }

    /// Any answer.
    pub fn answer(&self, path: &str, status: u16, headers: &[(&'static str, &str)], body: &[u8]) {
        let headers = headers.iter().map(|&(name, value)| (name, value.to_owned())).collect();
        let answer = Answer { status, headers, body: body.to_owned() };
        self.pages.lock().unwrap().insert(path.to_owned(), answer);
    }

    /// The address of a page.
    pub fn at(&self, path: &str) -> String {
        self.server.at(path)
    }

    /// How often a page was asked for.
    pub fn asked(&self, path: &str) -> usize {
        self.server.requests().iter().filter(|request| request.target == path).count()
    }
}

fn answer(pages: &Pages, request: &Request, talk: &mut Talk) {
    let found = pages.lock().unwrap().get(&request.target).cloned();
    let Some(Answer { status, headers, body }) = found else { return talk.answer(404, &[], "") };
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let tag = headers.iter().find(|(name, _)| *name == "ETag").map(|(_, value)| *value);
    match tag {
        Some(tag) if request.header("if-none-match") == Some(tag) => talk.answer(304, &headers, ""),
        _ => talk.answer(status, &headers, body),
    }
}

/// A feed in RSS. An item is its id, its title and its text, all as they stand in XML.
pub fn rss(title: &str, items: &[(&str, &str, &str)]) -> String {
    let mut out = format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>{title}</title>");
    for (id, title, text) in items {
        let _ = write!(
            out,
            "<item><guid isPermaLink=\"false\">{id}</guid><title>{title}</title><description>{text}</description>\
             <pubDate>Tue, 17 Nov 2026 08:00:00 +0000</pubDate></item>"
        );
    }
    out + "</channel></rss>"
}
