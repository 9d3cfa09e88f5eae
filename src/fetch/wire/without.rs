//! Stands in for the network in a program that was built without the feature `net`: it says so, and does nothing.

use std::io::{self, Read};
use std::time::Duration;

use super::failure::Trouble;
use super::headers::Headers;
use super::{Address, Settings, Validators};

/// What would be sent.
#[allow(dead_code)]
pub struct Order<'a> {
    pub address: &'a Address,
    pub accept: &'a str,
    pub known: &'a Validators,
    pub left: Duration,
    pub guarded: bool,
}

/// What would come back.
pub struct Answer {
    pub status: u16,
    pub headers: Headers,
    pub body: Body,
}

/// A body that never comes.
pub struct Body(io::Empty);

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

/// No connections. Nobody can make one.
#[derive(Debug)]
pub enum Wire {}

impl Wire {
    /// Says that there are none.
    pub fn new(_: &Settings) -> Result<Self, Trouble> {
        Err(Trouble::NoNet)
    }

    pub fn exchange(&self, _: &Order) -> Result<Answer, Trouble> {
        match *self {}
    }

    pub fn trouble(&self, _: io::Error) -> Trouble {
        match *self {}
    }

    pub fn is_home(&self, _: &str) -> bool {
        match *self {}
    }

    pub fn cut(&self) {
        match *self {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::Client;

    #[test]
    fn it_says_that_there_is_no_network() {
        let trouble = Client::new(Settings::default()).unwrap_err();
        assert_eq!(trouble, Trouble::NoNet);
        assert!(trouble.to_string().contains("build it with the feature “net”"));
    }
}
