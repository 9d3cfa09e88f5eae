//! The tests of the whole program, as one binary: linked once.

#[cfg(unix)]
mod pty;
#[cfg(unix)]
mod terminal;
