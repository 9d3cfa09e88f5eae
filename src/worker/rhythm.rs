//! When to look at the disk again: soon after something was heard, once it is quiet; in turns, where nothing can be heard.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Who writes a file, or unpacks many, is given so long to be done with it.
const QUIET: Duration = Duration::from_millis(200);

/// But where somebody never stops writing, what is there is looked at all the same.
const LONGEST: Duration = Duration::from_secs(1);

/// Between two looks at something that cannot be watched.
const TURN: Duration = Duration::from_secs(10);

/// For one part looking, so many parts rest: a look at 100,000 files takes a fifth of a second.
const REST: u32 = 10;

/// Likewise where nothing is heard, and most looks are in vain.
const LONG_REST: u32 = 50;

/// When something was heard since the last look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heard {
    first: Instant,
    last: Instant,
}

/// The last look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Looked {
    ended: Instant,
    took: Duration,
}

impl Looked {
    pub(super) fn new(began: Instant, ended: Instant) -> Self {
        Self { ended, took: ended.saturating_duration_since(began) }
    }

    /// When to look again; `None` for not before something is heard. `blind` where something may change unheard.
    fn due(self, heard: Option<Heard>, blind: bool) -> Option<Instant> {
        let heard = heard.map(|heard| {
            let quiet = (heard.last + QUIET).min(heard.first + LONGEST);
            quiet.max(self.ended + self.took * REST)
        });
        let turn = blind.then(|| self.ended + TURN.max(self.took * LONG_REST));
        [heard, turn].into_iter().flatten().min()
    }
}

#[derive(Debug, Default)]
struct State {
    heard: Option<Heard>,
    /// True when something may have changed unheard.
    deaf: bool,
    closed: bool,
}

/// Wakes who waits for the next look.
#[derive(Debug, Default)]
pub(super) struct Alarm {
    state: Mutex<State>,
    changed: Condvar,
}

impl Alarm {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something was heard.
    pub(super) fn ring(&self, now: Instant) {
        let mut state = self.lock();
        let first = state.heard.map_or(now, |heard| heard.first);
        let woken = state.heard.replace(Heard { first, last: now }).is_some();
        drop(state);
        if !woken {
            // Who waits for quiet looks at the time itself.
            self.changed.notify_all();
        }
    }

    /// From now on, something may change unheard.
    pub(super) fn fail(&self) {
        self.lock().deaf = true;
        self.changed.notify_all();
    }

    /// There will be no more looks.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    /// Waits for the next look; false when there is none. What is heard from then on is for the one after it.
    pub(super) fn wait(&self, looked: Looked, blind: bool) -> bool {
        let mut state = self.lock();
        while !state.closed {
            let now = Instant::now();
            let left = looked.due(state.heard, blind || state.deaf).map(|due| due.saturating_duration_since(now));
            state = match left {
                Some(Duration::ZERO) => {
                    state.heard = None;
                    return true;
                }
                Some(left) => {
                    self.changed.wait_timeout(state, left).map_or_else(|e| e.into_inner().0, |(state, _)| state)
                }
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Events at these milliseconds after a look that ended at 0 and took `took`: when the next one is due.
    fn check(took: u64, events: &[u64], blind: bool, expected: Option<u64>) {
        let start = Instant::now() + Duration::from_hours(1);
        let after = |ms: u64| start + Duration::from_millis(ms);
        let alarm = Alarm::default();
        for &event in events {
            alarm.ring(after(event));
        }
        let heard = alarm.lock().heard;
        let due = Looked::new(start, after(took)).due(heard, blind);
        assert_eq!(due.map(|due| due.duration_since(after(took)).as_millis() as u64), expected, "{events:?}");
    }

    #[test]
    fn a_look_follows_once_it_is_quiet() {
        check(0, &[], false, None);
        check(0, &[5000], false, Some(5200));
        check(0, &[5000, 5100, 5250], false, Some(5450));
        let busy: Vec<u64> = (0..100).map(|n| 5000 + n * 50).collect();
        check(0, &busy, false, Some(6000));
    }

    #[test]
    fn looks_rest_ten_times_as_long_as_they_take() {
        check(200, &[210], false, Some(2000));
        check(200, &[5000], false, Some(5000));
    }

    #[test]
    fn what_cannot_be_heard_is_looked_at_in_turns() {
        check(0, &[], true, Some(10_000));
        check(2000, &[], true, Some(100_000));
        check(0, &[5000], true, Some(5200));
        check(0, &[9_900], true, Some(10_000));
    }

    #[test]
    fn who_waits_is_let_go() {
        let alarm = Alarm::default();
        let looked = Looked::new(Instant::now(), Instant::now());
        alarm.close();
        assert!(!alarm.wait(looked, true));
    }
}
