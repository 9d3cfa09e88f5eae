//! Stopping in good order when a signal asks for it. A second one ends the program at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Whether somebody wants the program to stop.
#[derive(Debug, Default)]
pub(super) struct Stopping {
    asked: Arc<AtomicBool>,
    /// By which signal; 0 for none.
    signal: Arc<AtomicUsize>,
}

impl Stopping {
    /// From now on a signal does not end the program by itself.
    pub(super) fn new() -> Self {
        let stopping = Self::default();
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            use signal_hook::flag;
            let (asked, by) = (|| Arc::clone(&stopping.asked), Arc::clone(&stopping.signal));
            // In this order: what is asked for now is asked again the next time. Where one cannot be had, the signal ends
            // the program as it always did.
            let _ = flag::register_conditional_shutdown(signal, 128 + signal, asked())
                .and_then(|_| flag::register_usize(signal, by, signal as usize))
                .and_then(|_| flag::register(signal, asked()));
        }
        stopping
    }

    /// True once it is to stop.
    pub(super) fn flag(&self) -> &AtomicBool {
        &self.asked
    }

    /// Ends the program by the signal that came, so that the shell sees it; does nothing when none did.
    pub(super) fn end(&self) {
        let signal = self.signal.load(Ordering::Relaxed);
        #[cfg(unix)]
        if let Some(signal) = i32::try_from(signal).ok().filter(|&signal| signal != 0) {
            // It returns only when it fails; then the program ends as it would have.
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
        #[cfg(not(unix))]
        let _ = signal;
    }
}
