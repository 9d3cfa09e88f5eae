//! Whose turn it is: many requests, few at once to one server, with a gap between their starts. Knows no clock and no threads;
//! [`Polite`](super::Polite) asks it.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    /// Ask for this one.
    Start(Turn),
    /// Leave this one out: its server wants to be left alone for so long.
    Skip(usize, Option<Duration>),
    /// Nothing now; something in that time, or when one has ended.
    Wait(Option<Duration>),
    /// Nothing more is to start.
    Over,
}

/// One request that has started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Which of the requests.
    pub at: usize,
    /// Whose.
    host: usize,
}

/// The requests that wait, server by server.
#[derive(Debug)]
pub struct Queue {
    hosts: Vec<Host>,
    /// The host after the one that was asked last, so that none waits for all others.
    from: usize,
    at_once: usize,
    gap: Duration,
    patience: Duration,
}

#[derive(Debug)]
struct Host {
    waiting: VecDeque<usize>,
    running: usize,
    /// When it may be asked next.
    free_at: Option<Instant>,
    /// It wants to be left alone, for as long as it may say.
    closed: bool,
    wait: Option<Duration>,
}

impl Queue {
    /// All of them, by the names of their servers.
    pub fn new<'a>(
        hosts: impl IntoIterator<Item = &'a str>,
        at_once: usize,
        gap: Duration,
        patience: Duration,
    ) -> Self {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut all: Vec<Host> = Vec::new();
        for (at, host) in hosts.into_iter().enumerate() {
            let place = *places.entry(host).or_insert(all.len());
            if place == all.len() {
                all.push(Host { waiting: VecDeque::new(), running: 0, free_at: None, closed: false, wait: None });
            }
            all[place].waiting.push_back(at);
        }
        Self { hosts: all, from: 0, at_once: at_once.max(1), gap, patience }
    }

    /// What to do now.
    pub fn next(&mut self, now: Instant) -> Next {
        let (mut soonest, mut left): (Option<Duration>, bool) = (None, false);
        for step in 0..self.hosts.len() {
            let place = (self.from + step) % self.hosts.len();
            let host = &mut self.hosts[place];
            let Some(&at) = host.waiting.front() else { continue };
            left = true;
            if host.closed {
                host.waiting.pop_front();
                return Next::Skip(at, host.wait);
            }
            if host.running >= self.at_once {
                continue;
            }
            let wait = host.free_at.map_or(Duration::ZERO, |free| free.saturating_duration_since(now));
            if wait.is_zero() {
                host.waiting.pop_front();
                host.running += 1;
                host.free_at = Some(now + self.gap);
                self.from = place + 1;
                return Next::Start(Turn { at, host: place });
            }
            soonest = Some(soonest.map_or(wait, |soonest| soonest.min(wait)));
        }
        if left { Next::Wait(soonest) } else { Next::Over }
    }

    /// One has ended.
    pub fn ended(&mut self, turn: Turn) {
        self.hosts[turn.host].running -= 1;
    }

    /// Its server wants to be left alone for so long. A short time is waited for; after a long one, or one that it does not
    /// tell, nothing more is asked of it in this run.
    pub fn leave_alone(&mut self, turn: Turn, now: Instant, wait: Option<Duration>) {
        let host = &mut self.hosts[turn.host];
        if let Some(wait) = wait.filter(|wait| *wait <= self.patience) {
            host.free_at = host.free_at.max(Some(now + wait));
        } else {
            (host.closed, host.wait) = (true, wait);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GAP: Duration = Duration::from_millis(200);
    const PATIENCE: Duration = Duration::from_secs(5);

    fn start(queue: &mut Queue, now: Instant) -> Turn {
        match queue.next(now) {
            Next::Start(turn) => turn,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn two_at_once_with_a_gap() {
        let now = Instant::now();
        let mut queue = Queue::new(["a", "a", "a", "b"], 2, GAP, PATIENCE);
        let first = start(&mut queue, now);
        assert_eq!((first.at, start(&mut queue, now).at), (0, 3));
        assert_eq!(queue.next(now), Next::Wait(Some(GAP)));
        assert_eq!(start(&mut queue, now + GAP).at, 1);
        assert_eq!(queue.next(now + 2 * GAP), Next::Wait(None));
        queue.ended(first);
        assert_eq!(start(&mut queue, now + 2 * GAP).at, 2);
        assert_eq!(queue.next(now + 3 * GAP), Next::Over);
    }

    #[test]
    fn who_wants_to_be_left_alone_is() {
        let now = Instant::now();
        let mut queue = Queue::new(["a", "a", "b", "b"], 2, Duration::ZERO, PATIENCE);
        let (first, second) = (start(&mut queue, now), start(&mut queue, now));
        let (long, short) = (Some(Duration::from_mins(2)), Some(Duration::from_secs(3)));
        queue.leave_alone(first, now, long);
        queue.leave_alone(second, now, short);
        assert_eq!(queue.next(now), Next::Skip(1, long));
        assert_eq!(queue.next(now), Next::Wait(short));
        assert_eq!(start(&mut queue, now + PATIENCE).at, 3);
    }
}
