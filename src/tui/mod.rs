//! The terminal: taking and restoring it, the event loop, keys and mouse, layout, theme, drawing.
//!
//! The only room that knows rows and columns of the screen, and the only one that imports ratatui and crossterm.
//! Everything it draws it reads from `&App`; everything that happens it turns into an [`Action`].

mod background;
pub mod draw;
mod input;
pub mod layout;
mod paint;
mod terminal;
pub mod theme;

use std::collections::VecDeque;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use crossterm::event::Event as TerminalEvent;

use background::{Heard, Listener};
use layout::Layout;
use terminal::Screen;
use theme::Theme;

use crate::app::App;
use crate::app::action::{Action, Effect};
use crate::app::geometry::Geometry;
use crate::library;
use crate::library::feeds::Feeds;
use crate::library::rulings::NamesFile;
use crate::library::saved::SavedFile;
use crate::library::watched::WatchFile;
use crate::worker::{Pool, Report};

/// Time for results between two looks at the keys.
const REPORT_BUDGET: Duration = Duration::from_millis(5);

/// Between two frames that show how far the work has come: a hundred a second are more than the eye sees, and what is drawn
/// oftener is taken from the work. A key is answered at once, and so is what was asked for by one.
const FRAME: Duration = Duration::from_millis(10);

/// How the reader starts.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What to read; nothing for the sample pile.
    pub paths: Vec<PathBuf>,
    /// Colours for a light background; `None` to ask the terminal.
    pub light: Option<bool>,
    /// False for no colours.
    pub color: bool,
    /// Take the mouse.
    pub mouse: bool,
    /// Where what the user does is kept; `None` to keep nothing.
    pub library: Option<PathBuf>,
    /// The feeds whose articles are among those to read.
    pub feeds: Option<Feeds>,
    /// The file of saved queries.
    pub queries: Option<SavedFile>,
    /// The file of rulings on who is who.
    pub names: Option<NamesFile>,
    /// The file of the watch list.
    pub watch: Option<WatchFile>,
}

/// Everything that can happen, in one closed list.
enum Event {
    Terminal(TerminalEvent),
    /// There will be no more keys: the terminal is gone.
    Closed,
    Signal(i32),
    /// There are reports to take.
    Work,
}

/// How the loop ended.
enum Ending {
    Quit,
    /// By a signal, to be passed on once the terminal is restored.
    Signal(i32),
}

/// Runs the reader until the user quits.
///
/// # Errors
/// When standard output is no terminal, the terminal fails, or something that the user did could not be kept.
pub fn run(options: &Options) -> anyhow::Result<()> {
    anyhow::ensure!(
        io::stdout().is_terminal(),
        "the reader needs a terminal; `kiosque list`, `show`, `search`, `mentions` and `export` write to files and pipes"
    );
    // Without this, a limit on the size of files would end the program: now a write fails, which is told.
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default())?;
    let (sender, events) = mpsc::channel();
    let (reports, work) = mpsc::channel();
    let wake = sender.clone();
    let readers = thread::available_parallelism().map_or(1, usize::from);
    let pool = Pool::new(readers, options.library.as_deref(), move |report| {
        if reports.send(report).is_ok() {
            let _ = wake.send(Event::Work);
        }
    });
    let (app, effects) = App::new(options.paths.clone());
    let (app, queries) = app.with_saved(options.queries.clone());
    let (app, feeds) = app.with_feeds(options.feeds.clone());
    let (app, rulings) = app.with_rulings(options.names.clone());
    let (mut app, watched) = app.with_watched(options.watch.clone());
    // The work begins while the terminal is taken.
    for effect in effects.into_iter().chain(rulings).chain(queries).chain(feeds).chain(watched) {
        if let Effect::Run(job) = effect {
            pool.run(job);
        }
    }
    let today = library::today();
    app.update(Action::Today(today));
    if let Some(light) = options.light {
        app.update(Action::Background { light });
    }
    let screen = Screen::take(options.mouse)?;
    let ask = options.light.is_none() && options.color && answers_questions();
    let mut ui = Ui {
        app,
        screen,
        pool,
        theme: Theme { light: false, color: options.color },
        layout: Layout::default(),
        today,
        resumed: false,
    };
    ui.draw()?;
    if ask {
        ui.screen.ask_background()?;
    }
    listen(&sender)?;
    let ending = ui.run(&events, &work)?;
    ui.update(Action::Closing)?;
    let Ui { screen, pool, .. } = ui;
    // What is told from here on is told on the user's own screen.
    drop(screen);
    let lost = pool.close();
    if let Ending::Signal(signal) = ending {
        signal_hook::low_level::emulate_default_handler(signal)?;
    }
    lost.map_or(Ok(()), |lost| Err(anyhow::Error::msg(lost)))
}

/// Waits for the next event; with a `patience` nothing may come.
fn next(events: &Receiver<Event>, patience: Option<Duration>) -> anyhow::Result<Option<Event>> {
    let Some(patience) = patience else { return Ok(Some(events.recv()?)) };
    match events.recv_timeout(patience) {
        Ok(event) => Ok(Some(event)),
        Err(RecvTimeoutError::Timeout) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The Linux console and the likes of it print what they do not understand.
fn answers_questions() -> bool {
    std::env::var("TERM").is_ok_and(|term| !matches!(term.as_str(), "dumb" | "linux" | ""))
}

/// How the tests see the terminal after a panic: what `KIOSQUE_TEST_PANIC` holds, pasted, is one. Debug builds only.
fn panic_if_asked(event: TerminalEvent) -> TerminalEvent {
    #[cfg(debug_assertions)]
    if let TerminalEvent::Paste(text) = &event {
        let asked = std::env::var("KIOSQUE_TEST_PANIC").is_ok_and(|asked| asked == *text);
        assert!(!asked, "a panic asked for by a test");
    }
    event
}

/// Starts the threads that wait for keys and signals.
fn listen(sender: &Sender<Event>) -> anyhow::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    let to = sender.clone();
    thread::spawn(move || signals.forever().all(|signal| to.send(Event::Signal(signal)).is_ok()));
    let to = sender.clone();
    thread::spawn(move || {
        while let Ok(event) = crossterm::event::read() {
            if to.send(Event::Terminal(event)).is_err() {
                return;
            }
        }
        let _ = to.send(Event::Closed);
    });
    Ok(())
}

/// What came of taking results.
struct Taken {
    /// There may be more.
    more: bool,
    /// Somebody waits for one of them.
    awaited: bool,
}

struct Ui {
    app: App,
    screen: Screen,
    pool: Pool,
    theme: Theme,
    layout: Layout,
    /// The day that the application knows of.
    today: NaiveDate,
    /// True from the end of a stop of its own making until the signal that ended it is seen: the terminal is taken
    /// already, and taking it twice would leave it to the shell's settings for a moment.
    resumed: bool,
}

impl Ui {
    /// The loop: keys first, then results for as long as the budget lasts, then a frame.
    fn run(&mut self, events: &Receiver<Event>, work: &Receiver<Report>) -> anyhow::Result<Ending> {
        let mut listener = Listener::default();
        let mut waiting = VecDeque::new();
        let (mut more_work, mut drawn, mut owed) = (false, Instant::now(), false);
        loop {
            if !more_work {
                waiting.extend(next(events, owed.then(|| FRAME.saturating_sub(drawn.elapsed())))?);
            }
            let mut key = false;
            loop {
                match events.try_recv() {
                    Ok(event) => waiting.push_back(event),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => return Ok(Ending::Quit),
                }
            }
            while let Some(event) = waiting.pop_front() {
                key |= !matches!(event, Event::Work);
                if let Some(ending) = self.handle(event, &mut listener)? {
                    return Ok(ending);
                }
            }
            let taken = self.take_reports(work)?;
            more_work = taken.more;
            owed = !key && !taken.awaited && drawn.elapsed() < FRAME;
            if !owed {
                self.draw()?;
                drawn = Instant::now();
            }
        }
    }

    /// Takes results until there are none or the time is up.
    fn take_reports(&mut self, work: &Receiver<Report>) -> anyhow::Result<Taken> {
        let start = Instant::now();
        let mut taken = Taken { more: true, awaited: false };
        while start.elapsed() < REPORT_BUDGET {
            let Ok(report) = work.try_recv() else { return Ok(Taken { more: false, ..taken }) };
            taken.awaited |= report.is_awaited();
            self.update(Action::Report(report))?;
        }
        Ok(taken)
    }

    fn handle(&mut self, event: Event, listener: &mut Listener) -> anyhow::Result<Option<Ending>> {
        match event {
            Event::Work => Ok(None),
            Event::Closed => Ok(Some(Ending::Quit)),
            Event::Signal(signal) => self.signal(signal),
            Event::Terminal(event) => match listener.hear(panic_if_asked(event)) {
                Heard::Background { light } => self.update(Action::Background { light }),
                Heard::Events(events) => {
                    self.look_at_the_calendar();
                    for event in events {
                        // Each key means what it means after the one before it.
                        self.place()?;
                        if let Some(action) = input::action(&self.app, &self.layout, event)
                            && let Some(ending) = self.update(action)?
                        {
                            return Ok(Some(ending));
                        }
                    }
                    Ok(None)
                }
            },
        }
    }

    /// A reader may be open for longer than a day, and what is typed now is meant now.
    fn look_at_the_calendar(&mut self) {
        let today = library::today();
        if std::mem::replace(&mut self.today, today) != today {
            self.app.update(Action::Today(today));
        }
    }

    fn signal(&mut self, signal: i32) -> anyhow::Result<Option<Ending>> {
        match signal {
            signal_hook::consts::SIGTSTP => self.suspend()?,
            signal_hook::consts::SIGCONT if std::mem::take(&mut self.resumed) => {}
            // Continued after a stop that could not be seen coming: take the terminal anew.
            signal_hook::consts::SIGCONT => self.screen.enter()?,
            signal => return Ok(Some(Ending::Signal(signal))),
        }
        Ok(None)
    }

    fn suspend(&mut self) -> anyhow::Result<()> {
        self.screen.leave();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.screen.enter()?;
        self.resumed = true;
        Ok(())
    }

    fn update(&mut self, action: Action) -> anyhow::Result<Option<Ending>> {
        for effect in self.app.update(action) {
            if let Some(ending) = self.perform(effect)? {
                return Ok(Some(ending));
            }
        }
        Ok(None)
    }

    fn perform(&mut self, effect: Effect) -> anyhow::Result<Option<Ending>> {
        match effect {
            Effect::Run(job) => self.pool.run(job),
            Effect::Quit => return Ok(Some(Ending::Quit)),
            Effect::Suspend => self.suspend()?,
            Effect::Redraw => self.screen.redraw()?,
            Effect::Mouse(on) => self.screen.set_mouse(on)?,
        }
        Ok(None)
    }

    /// Tells the application the sizes of its panes, which may depend on what it shows.
    fn place(&mut self) -> anyhow::Result<()> {
        let effects;
        (self.layout, effects) = settle(&mut self.app, self.screen.area()?);
        effects.into_iter().try_for_each(|effect| self.perform(effect).map(|_| ()))
    }

    fn draw(&mut self) -> anyhow::Result<()> {
        let (app, theme) = (&mut self.app, &mut self.theme);
        let mut owed = Vec::new();
        self.screen.draw(|area, buffer| {
            let (layout, effects) = settle(app, area);
            owed = effects;
            theme.light = app.light();
            draw::draw(app, *theme, &layout, buffer)
        })?;
        owed.into_iter().try_for_each(|effect| self.perform(effect).map(|_| ()))
    }
}

/// Lays the panes out and tells the application their sizes.
#[must_use]
pub fn place(app: &mut App, area: ratatui::layout::Rect) -> Layout {
    settle(app, area).0
}

/// The same with what is to be done about it.
#[must_use]
pub fn settle(app: &mut App, area: ratatui::layout::Rect) -> (Layout, Vec<Effect>) {
    let layout = Layout::new(app, area);
    let overlay_lines = draw::sheet_lines(app, layout.overlay());
    let effects = app.update(Action::Resize(Geometry { overlay_lines, ..layout.geometry() }));
    (layout, effects)
}
