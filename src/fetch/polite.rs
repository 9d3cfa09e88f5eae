//! Fetches many things at once without being a burden to anybody: few at once from one server, with a gap between them, and
//! nothing more from one that asks to be left alone.
//!
//! A server is told by its name in the address that is asked for; where that leads to is not counted.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::failure::Trouble;
use super::queue::{Next, Queue, Turn};
use super::{Ask, Client, Failure, Fetched};

/// How often it is looked whether somebody wants to stop.
const TICK: Duration = Duration::from_millis(50);

/// How many at once, and how close upon each other.
#[derive(Debug, Clone, Copy)]
pub struct Polite {
    /// Requests at once, all in all.
    pub threads: usize,
    /// Requests at once to one server.
    pub per_host: usize,
    /// Time between two starts at one server.
    pub gap: Duration,
    /// A server that asks to be left alone for no longer than this is waited for.
    pub patience: Duration,
}

impl Default for Polite {
    fn default() -> Self {
        Self { threads: 8, per_host: 2, gap: Duration::from_millis(200), patience: Duration::from_secs(5) }
    }
}

/// One of many has ended.
#[derive(Debug)]
pub struct Progress {
    /// Which of them.
    pub at: usize,
    /// How many have ended.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// Its server.
    pub host: String,
    /// What came of it.
    pub result: Result<Fetched, Failure>,
}

impl Polite {
    /// Fetches all of `asks` and calls `on_done` once for each, on this thread, in the order in which they end. Returns when
    /// all have. Once `stop` is true, connections are cut, and what is not there yet has failed with [`Trouble::Stopped`].
    ///
    /// # Errors
    /// As for [`Client::new`].
    pub fn run(
        &self,
        client: &Client,
        asks: &[Ask],
        stop: &AtomicBool,
        mut on_done: impl FnMut(Progress),
    ) -> Result<(), Trouble> {
        let hosts = asks.iter().map(|ask| ask.address.host());
        let run = Run {
            client: client.another()?,
            asks,
            stop,
            queue: Mutex::new(Queue::new(hosts, self.per_host, self.gap, self.patience)),
            changed: Condvar::new(),
        };
        let (sender, receiver) = mpsc::channel();
        let (mut ended, mut done) = (vec![false; asks.len()], 0);
        let mut tell = |at: usize, result| {
            ended[at] = true;
            done += 1;
            let host = asks[at].address.host().to_owned();
            on_done(Progress { at, done, total: asks.len(), host, result });
        };
        thread::scope(|scope| {
            for _ in 0..self.threads.clamp(1, asks.len().max(1)) {
                let (run, sender) = (&run, sender.clone());
                // Where no more threads can be had, those that are there do the work.
                let _ = thread::Builder::new().spawn_scoped(scope, move || run.work(&sender));
            }
            drop(sender);
            let mut cut = false;
            loop {
                match receiver.recv_timeout(TICK) {
                    Ok((at, result)) => tell(at, result),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                if !cut && stop.load(Ordering::Relaxed) {
                    run.client.cut();
                    cut = true;
                }
            }
        });
        let left: Vec<usize> = (0..asks.len()).filter(|&at| !ended[at]).collect();
        for at in left {
            let result = Err(Failure::before(asks[at].address.to_string(), Trouble::Stopped));
            let host = asks[at].address.host().to_owned();
            done += 1;
            on_done(Progress { at, done, total: asks.len(), host, result });
        }
        Ok(())
    }
}

/// What the threads of one run share.
struct Run<'a> {
    client: Client,
    asks: &'a [Ask],
    stop: &'a AtomicBool,
    queue: Mutex<Queue>,
    changed: Condvar,
}

impl Run<'_> {
    fn work(&self, sender: &Sender<(usize, Result<Fetched, Failure>)>) {
        loop {
            let (at, result) = match self.next() {
                Next::Start(turn) => (turn.at, self.get(turn)),
                Next::Skip(at, wait) => {
                    let address = &self.asks[at].address;
                    let trouble = Trouble::Spared { host: address.host().to_owned(), wait };
                    (at, Err(Failure::before(address.to_string(), trouble)))
                }
                Next::Wait(_) | Next::Over => return,
            };
            // Nobody listens any more when the caller has broken off.
            if sender.send((at, result)).is_err() {
                return;
            }
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is something to do, or all is over.
    fn next(&self) -> Next {
        let mut queue = self.queue();
        loop {
            if self.stop.load(Ordering::Relaxed) {
                return Next::Over;
            }
            match queue.next(Instant::now()) {
                Next::Wait(time) => {
                    let time = time.unwrap_or(TICK).min(TICK);
                    let woken = self.changed.wait_timeout(queue, time);
                    queue = woken.unwrap_or_else(PoisonError::into_inner).0;
                }
                next => return next,
            }
        }
    }

    fn get(&self, turn: Turn) -> Result<Fetched, Failure> {
        let mut result = self.client.get(&self.asks[turn.at]);
        let mut queue = self.queue();
        queue.ended(turn);
        if let Err(failure) = &mut result {
            match &failure.trouble {
                Trouble::TooOften { wait } => queue.leave_alone(turn, Instant::now(), *wait),
                Trouble::ServerProblem { status: 503, wait: wait @ Some(_) } => {
                    queue.leave_alone(turn, Instant::now(), *wait);
                }
                // However a cut connection shows, it was cut.
                _ if self.stop.load(Ordering::Relaxed) => failure.trouble = Trouble::Stopped,
                _ => {}
            }
        }
        drop(queue);
        self.changed.notify_all();
        result
    }
}
