//! What hostile input may cost: how deep things lie in each other, how much comes of them, of how many parts.
//!
//! One [`Budget`] goes with a source and all that is found inside of it, so that archives within archives together cost
//! no more than one. Whoever reads a format of parts asks it before every step, and tells the problem that it returns.

use std::cell::Cell;
use std::io::{self, Read};

use crate::document::Problem;

/// Archives in archives, mails in mails: so deep things may lie in each other.
pub const MAX_DEPTH: usize = 6;

/// Bytes that may come of one source by unpacking, all in all.
pub const MAX_UNPACKED: u64 = 512 << 20;

/// Bytes that may come of one part by unpacking.
pub const MAX_PART: u64 = 64 << 20;

/// Parts that are looked at in one source, all in all: files of an archive, mails, entries, rows.
pub const MAX_PARTS: usize = 100_000;

/// Documents of one source that may each take all the time there is and come to nothing.
#[cfg(feature = "pdf")]
pub const MAX_FAILED: usize = 8;

/// What is left of all that a source may cost.
#[derive(Debug)]
pub struct Budget {
    bytes: Cell<u64>,
    parts: Cell<usize>,
    #[cfg(feature = "pdf")]
    failed: Cell<usize>,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            bytes: Cell::new(MAX_UNPACKED),
            parts: Cell::new(MAX_PARTS),
            #[cfg(feature = "pdf")]
            failed: Cell::new(0),
        }
    }
}

impl Budget {
    /// Takes one more part.
    ///
    /// # Errors
    /// When there were enough: the problem to tell, once.
    pub fn part(&self) -> Result<(), Problem> {
        match self.parts.get().checked_sub(1) {
            Some(left) => self.parts.set(left),
            None => return Err(Problem::new(format!("only the first {MAX_PARTS} parts of it are read: the limit"))),
        }
        Ok(())
    }

    /// True when nothing more may come of the source.
    pub fn is_spent(&self) -> bool {
        self.bytes.get() == 0
    }

    /// A stream that is unpacked while somebody looks for parts in it. What is passed over costs time, so it ends where a
    /// source of parts does.
    pub fn meter<R: Read>(&self, packed: R) -> impl Read + use<R> {
        Metered { packed, left: MAX_UNPACKED }
    }

    /// Asks for one more document that may take long.
    ///
    /// # Errors
    /// When so many of them failed that the rest is not worth the time.
    #[cfg(feature = "pdf")]
    pub fn patience(&self) -> Result<(), Problem> {
        if self.failed.get() < MAX_FAILED {
            return Ok(());
        }
        Err(Problem::new(format!("left out, {MAX_FAILED} PDF documents in this file could not be read already")))
    }

    /// Notes that such a document failed.
    #[cfg(feature = "pdf")]
    pub fn disappoint(&self) {
        self.failed.set(self.failed.get() + 1);
    }

    /// Unpacks a part into memory.
    ///
    /// # Errors
    /// When more comes of it than may, and when the packed bytes are damaged: the problem to tell. `what` names the part.
    pub fn unpack(&self, what: &str, packed: impl Read) -> Result<Vec<u8>, Problem> {
        let room = self.bytes.get().min(MAX_PART);
        let mut bytes = Vec::new();
        let read = packed.take(room + 1).read_to_end(&mut bytes);
        self.bytes.set(self.bytes.get().saturating_sub(bytes.len() as u64));
        if bytes.len() as u64 > room {
            let (limit, of) = if room == MAX_PART { (MAX_PART, "one part") } else { (MAX_UNPACKED, "one file") };
            return Err(Problem::new(format!(
                "{what}: left out, it unpacks to more than the {} MB that {of} may have",
                limit >> 20
            )));
        }
        match read {
            Ok(_) => Ok(bytes),
            Err(error) => Err(Problem::new(format!("{what}: cannot be unpacked, {}", damage(&error)))),
        }
    }
}

/// A stream of which only so much can be read.
struct Metered<R> {
    packed: R,
    left: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other(format!("it unpacks to more than {} MB", MAX_UNPACKED >> 20)));
        }
        let room = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = self.packed.read(&mut buffer[..room])?;
        self.left -= read as u64;
        Ok(read)
    }
}

/// What is wrong with packed bytes, in a few words.
fn damage(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
        _ => format!("it is damaged ({error})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_unpacks_to_too_much_is_left_out() {
        let budget = Budget::default();
        let message = |result: Result<Vec<u8>, Problem>| result.unwrap_err().message().to_owned();
        assert_eq!(budget.unpack("a", &b"abc"[..]).unwrap(), b"abc");
        assert!(message(budget.unpack("b", io::repeat(0))).contains("64 MB that one part"));
        while budget.bytes.get() >= MAX_PART {
            assert!(budget.unpack("c", io::repeat(0)).is_err());
        }
        assert!(message(budget.unpack("d", io::repeat(0))).contains("512 MB that one file"));
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn patience_ends() {
        let budget = Budget::default();
        for _ in 0..MAX_FAILED {
            assert!(budget.patience().is_ok());
            budget.disappoint();
        }
        assert!(budget.patience().unwrap_err().message().contains("8 PDF"));
    }

    #[test]
    fn parts_are_counted() {
        let budget = Budget::default();
        assert!((0..MAX_PARTS).all(|_| budget.part().is_ok()));
        assert!(budget.part().unwrap_err().message().contains("100000"));
    }
}
