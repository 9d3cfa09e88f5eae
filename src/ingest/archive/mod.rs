//! Archives and compressed files: each file in them is read as if it lay in a folder.
//!
//! Nothing is ever written to the disk, and a path in an archive is only a name: it is shown without the steps that would
//! lead out of the archive. What a folder walk leaves out (hidden files, pictures) is left out here, too.

pub mod packed;
pub mod tar;
pub mod zip;

use super::source::Source;
use super::{Hints, Reading};
use crate::document::Problem;

/// Problems of parts that are told one by one; of the rest only the number.
const TOLD: usize = 10;

/// Gathers what comes of the parts of a source.
pub struct Parts<'s, 'a> {
    source: &'s Source<'a>,
    reading: Reading,
    /// Parts that are no texts: pictures and the like.
    no_text: usize,
    untold: usize,
}

impl<'s, 'a> Parts<'s, 'a> {
    /// None yet.
    pub fn of(source: &'s Source<'a>) -> Self {
        Self { source, reading: Reading::default(), no_text: 0, untold: 0 }
    }

    /// True for a part that is to be looked at: no folder walk would leave it out.
    pub fn wants(path: &str) -> bool {
        let hidden = |step: &str| step.starts_with('.') && !matches!(step, "." | "..");
        !path.is_empty() && !path.ends_with('/') && !path.split('/').any(|step| hidden(step) || step == "__MACOSX")
    }

    /// Takes one more part, as long as there may be more; else tells why not.
    pub fn admit(&mut self) -> bool {
        self.source.budget().part().map_err(|problem| self.reading.problems.push(problem)).is_ok()
    }

    /// Reads the part at `path`.
    pub fn read(&mut self, path: &str, bytes: &[u8], hints: Hints) {
        if bytes.is_empty() {
            return;
        }
        let path = inside(path);
        let name = path.rsplit('/').next().unwrap_or(&path);
        let part = self.source.read_inside(bytes, Hints { name, ..hints });
        if part.format.is_none() && !part.too_deep {
            self.no_text += 1;
            return;
        }
        part.problems.iter().for_each(|problem| self.fail(&path, problem.message()));
        let articles = part.articles.into_iter().map(|article| article.within(&path)).collect();
        self.reading.absorb(Reading { articles, problems: Vec::new(), ..part });
    }

    /// A part that could not be read.
    pub fn fail(&mut self, path: &str, why: &str) {
        self.tell(Problem::new(format!("{}: {why}", inside(path))));
    }

    /// Something that went wrong.
    pub fn tell(&mut self, problem: Problem) {
        if self.reading.problems.len() < TOLD {
            self.reading.problems.push(problem);
        } else {
            self.untold += 1;
        }
    }

    /// What came of them all.
    pub fn finish(mut self) -> Reading {
        if self.untold > 0 {
            let message = format!("{} more parts of it could not be read, or only in part", self.untold);
            self.reading.problems.push(Problem::new(message));
        }
        if self.reading.articles.is_empty() && self.reading.problems.is_empty() {
            let what = if self.no_text > 0 { "no file in it is a text" } else { "there are no files in it" };
            self.reading.problems.push(Problem::new(what));
        }
        self.reading
    }
}

/// A path as it is shown: from the root of the archive, with nothing that leads out of it. An archive made on Windows may
/// part its steps otherwise.
fn inside(path: &str) -> String {
    let path = path.replace('\\', "/");
    let drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
    let rest = if drive { &path[2..] } else { &path };
    let steps: Vec<&str> = rest.split('/').filter(|step| !matches!(*step, "" | "." | "..")).collect();
    steps.join("/")
}

#[cfg(test)]
mod tests;
