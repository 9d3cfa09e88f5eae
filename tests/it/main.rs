//! The tests of the whole program, as one binary: linked once.

mod house;
#[cfg(unix)]
mod pty;
mod screens;
#[cfg(unix)]
mod terminal;
