//! A thread that does small things with a file, one after the other: the screen waits for no disk.

use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

/// The thread. Dropping this waits until everything is done.
pub(super) struct Errands<J> {
    jobs: Option<Sender<J>>,
    thread: Option<JoinHandle<()>>,
}

impl<J: Send + 'static> Errands<J> {
    /// Starts it; `run` does one thing.
    pub(super) fn start(run: impl Fn(J) + Send + 'static) -> Self {
        let (jobs, queue) = mpsc::channel::<J>();
        let thread = thread::spawn(move || queue.iter().for_each(run));
        Self { jobs: Some(jobs), thread: Some(thread) }
    }

    /// Queues a job.
    pub(super) fn run(&self, job: J) {
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(job);
        }
    }
}

impl<J> Drop for Errands<J> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
