//! Taking the terminal and giving it back, on every way out: quit, error, panic, signal, suspend and resume.

use std::io::{self, BufWriter, Stdout, Write};
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::style::ResetColor;
use crossterm::terminal::{self as raw, Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::{cursor, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The terminal, taken. Dropping it gives it back.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    mouse: bool,
}

impl Screen {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste, and the mouse when wanted.
    ///
    /// # Errors
    /// When the terminal cannot be set or written to.
    pub fn take(mouse: bool) -> io::Result<Self> {
        restore_on_panic();
        // Whatever half of it succeeded is undone: nobody is there yet to do so when the reader ends.
        enter(mouse).and_then(|()| fresh()).map(|terminal| Self { terminal, mouse }).inspect_err(|_| leave())
    }

    /// Gives the terminal back for a while.
    #[allow(clippy::unused_self, reason = "only who holds the terminal may do this")]
    pub fn leave(&mut self) {
        leave();
    }

    /// Takes it again.
    ///
    /// # Errors
    /// When the terminal cannot be set or written to.
    pub fn enter(&mut self) -> io::Result<()> {
        enter(self.mouse)?;
        self.redraw()
    }

    /// Forgets what is on the screen, so that the next frame draws every cell. A new `Terminal` does that without
    /// asking for the cursor, to which a terminal that was just resumed may not answer.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn redraw(&mut self) -> io::Result<()> {
        queue!(io::stdout(), ResetColor, Clear(ClearType::All))?;
        io::stdout().flush()?;
        self.terminal = fresh()?;
        Ok(())
    }

    /// Takes or leaves the mouse.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        let mut out = io::stdout();
        if on {
            queue!(out, EnableMouseCapture)?;
        } else {
            queue!(out, DisableMouseCapture)?;
        }
        out.flush()
    }

    /// Asks the terminal for its background colour; the answer comes among the keys, or never.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    #[allow(clippy::unused_self, reason = "only who holds the terminal may do this")]
    pub fn ask_background(&mut self) -> io::Result<()> {
        let mut out = io::stdout();
        out.write_all(b"\x1b]11;?\x07")?;
        out.flush()
    }

    /// Draws a frame: `paint` fills the cells and says where the cursor belongs.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub fn draw(&mut self, paint: impl FnOnce(Rect, &mut Buffer) -> Option<Position>) -> io::Result<()> {
        self.terminal.draw(|frame| {
            let area = frame.area();
            if let Some(position) = paint(area, frame.buffer_mut()) {
                frame.set_cursor_position(position);
            }
        })?;
        Ok(())
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// When the terminal does not say.
    pub fn area(&self) -> io::Result<Rect> {
        Ok(self.terminal.size()?.into())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

fn fresh() -> io::Result<Terminal<CrosstermBackend<BufWriter<Stdout>>>> {
    // A frame may be some tens of kilobytes: one write, so that no terminal shows half of it.
    Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout())))
}

/// True while the terminal is taken. Given back twice, it would put the cursor back to where it stood before, and a
/// shell would write over the message of a panic.
static TAKEN: AtomicBool = AtomicBool::new(false);

fn enter(mouse: bool) -> io::Result<()> {
    // After a stop that could not be seen coming, a shell has set the terminal to its own taste, and crossterm, which
    // only remembers that it set raw mode once, would leave it like that.
    raw::disable_raw_mode()?;
    raw::enable_raw_mode()?;
    TAKEN.store(true, Ordering::Relaxed);
    let mut out = io::stdout();
    queue!(out, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide, Clear(ClearType::All))?;
    if mouse {
        queue!(out, EnableMouseCapture)?;
    }
    out.flush()
}

/// Undoes [`enter`]. Errors are of no use here: the terminal may be gone.
fn leave() {
    if !TAKEN.swap(false, Ordering::Relaxed) {
        return;
    }
    let mut out = io::stdout();
    let _ = queue!(out, DisableMouseCapture, DisableBracketedPaste, ResetColor, LeaveAlternateScreen, cursor::Show);
    let _ = out.flush();
    let _ = raw::disable_raw_mode();
}

/// Restores the terminal before a panic on this thread is reported. A worker's panic is caught where it happens and
/// becomes a problem of the article; its report would only tear the screen, so it is not printed.
fn restore_on_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let ui = thread::current().id();
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().id() == ui {
                leave();
                report(info);
            }
        }));
    });
}
