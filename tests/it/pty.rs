//! The real program in a real pseudo-terminal, read through a terminal emulator.
//!
//! Nothing here sleeps: a test waits for a condition by reading what the program writes until the screen satisfies it,
//! and gives up with the screen in the message after [`PATIENCE`]. The measuring examples use this file too.
#![allow(dead_code, reason = "each of its users needs a part of it")]

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, WaitId, WaitIdOptions};
use rustix::termios::{InputModes, LocalModes, OptionalActions, OutputModes, Termios};

pub use rustix::process::Signal;

use tempfile::TempDir;

/// How long a wait may take on a machine that is busy with other things.
pub const PATIENCE: Duration = Duration::from_secs(45);

/// What became of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// It stopped, as a shell's job does.
    Stopped,
    /// It ended with this exit code.
    Exited(i32),
    /// A signal ended it.
    Killed(i32),
}

/// A run about to start.
pub struct Run {
    command: CommandBuilder,
    columns: u16,
    rows: u16,
    /// Its data folder: what a run keeps is nobody else's.
    data: TempDir,
}

impl Run {
    /// A run of `program` in a terminal of 100 columns and 30 rows.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = CommandBuilder::new(program);
        command.env("TERM", "xterm-256color");
        for name in ["NO_COLOR", "COLORTERM", "COLUMNS", "LINES", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        let data = tempfile::tempdir().expect("a folder");
        command.env("XDG_DATA_HOME", data.path());
        command.env_remove("KIOSQUE_LIBRARY");
        command.env("XDG_CONFIG_HOME", data.path());
        command.env_remove("KIOSQUE_QUERIES");
        command.env_remove("KIOSQUE_NAMES");
        command.env_remove("KIOSQUE_WATCH");
        command.env_remove("KIOSQUE_FEEDS");
        command.env_remove("KIOSQUE_SUBSCRIPTIONS");
        command.cwd(std::env::current_dir().expect("a working directory"));
        Self { command, columns: 100, rows: 30, data }
    }

    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    /// Starts it.
    pub fn start(self) -> Session {
        let pair = native_pty_system().openpty(pty_size(self.columns, self.rows)).expect("a pseudo-terminal");
        let slave = pair.master.tty_name().expect("the terminal has a name");
        let before = attributes(&slave);
        let child = pair.slave.spawn_command(self.command).expect("the program starts");
        drop(pair.slave);
        let pid = child.process_id().and_then(|pid| Pid::from_raw(pid.cast_signed())).expect("a process id");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (bytes, output) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if bytes.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let (events, life) = mpsc::channel();
        thread::spawn(move || watch(pid, &events));
        let writer = pair.master.take_writer().expect("a writer");
        let parser = vt100::Parser::new(non_zero(self.rows), non_zero(self.columns), 0);
        Session {
            child,
            pid,
            slave,
            before,
            master: pair.master,
            writer,
            output,
            life,
            parser,
            raw: Vec::new(),
            _data: self.data,
        }
    }
}

/// Tells of every stop and of the end. The ended process is left for [`Session`] to collect, so that its id is not
/// given to another process while somebody may still send it a signal.
fn watch(pid: Pid, events: &Sender<Life>) {
    loop {
        let options = WaitIdOptions::EXITED | WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
        let Ok(Some(status)) = rustix::process::waitid(WaitId::Pid(pid), options) else { return };
        if status.stopped() {
            let _ = events.send(Life::Stopped);
            let _ = rustix::process::waitid(WaitId::Pid(pid), WaitIdOptions::STOPPED | WaitIdOptions::NOHANG);
            continue;
        }
        let life = status.exit_status().map_or(Life::Killed(status.terminating_signal().unwrap_or(0)), Life::Exited);
        let _ = events.send(life);
        return;
    }
}

/// The program in its terminal. Dropping it ends the program.
pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    pid: Pid,
    slave: PathBuf,
    before: Termios,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    life: Receiver<Life>,
    parser: vt100::Parser,
    raw: Vec<u8>,
    /// Lives as long as the program does.
    _data: TempDir,
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = rustix::process::kill_process(self.pid, Signal::KILL);
        let _ = self.child.wait();
    }
}

impl Session {
    /// Sends keys: names as the help screen has them (`Enter`, `Esc`, `^O`, `↓`), anything else as typed.
    pub fn press(&mut self, keys: &[&str]) -> &mut Self {
        for key in keys {
            let bytes = encode(key);
            self.send(&bytes);
        }
        self
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) -> &mut Self {
        self.writer.write_all(bytes).and_then(|()| self.writer.flush()).expect("the terminal takes input");
        self
    }

    /// Pastes as a terminal does that was asked to bracket what is pasted.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.send(format!("\x1b[200~{text}\x1b[201~").as_bytes())
    }

    /// Clicks on the cell at `column`, `row`, counted from 0.
    pub fn click(&mut self, column: u16, row: u16) -> &mut Self {
        let (x, y) = (column + 1, row + 1);
        self.send(format!("\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m").as_bytes())
    }

    /// Turns the wheel down over a cell.
    pub fn wheel_down(&mut self, column: u16, row: u16) -> &mut Self {
        self.send(format!("\x1b[<65;{};{}M", column + 1, row + 1).as_bytes())
    }

    /// Changes the size of the terminal.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.take_output();
        self.parser.set_size(non_zero(rows), non_zero(columns));
        self.master.resize(pty_size(columns, rows)).expect("the terminal changes its size");
        self
    }

    /// Sends a signal to the program.
    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        rustix::process::kill_process(self.pid, signal).expect("the program takes signals");
        self
    }

    /// Reads until the screen satisfies `done`.
    pub fn wait_for(&mut self, what: &str, done: impl Fn(&vt100::Screen) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.take_output();
            if done(self.screen()) {
                return self;
            }
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.feed(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("waited for {what} in vain\n{}", self.dump()),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("the program ended ({:?}) before {what}\n{}", self.life.try_recv(), self.dump())
                }
            }
        }
    }

    /// Reads until `text` stands on the screen.
    pub fn wait_text(&mut self, text: &str) -> &mut Self {
        self.wait_for(&format!("{text:?}"), |screen| contents(screen).contains(text))
    }

    /// Reads until `text` stands on the screen no more.
    pub fn wait_gone(&mut self, text: &str) -> &mut Self {
        self.wait_for(&format!("{text:?} to go"), |screen| !contents(screen).contains(text))
    }

    /// Reads until these bytes have arrived.
    pub fn wait_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        let what = bytes.escape_ascii().to_string();
        self.wait_raw(&what, |raw| raw.windows(bytes.len()).any(|window| window == bytes))
    }

    /// Reads until everything that has arrived satisfies `done`.
    pub fn wait_raw(&mut self, what: &str, done: impl Fn(&[u8]) -> bool) -> &mut Self {
        let deadline = Instant::now() + PATIENCE;
        while !done(&self.raw) {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.feed(&bytes),
                Err(error) => panic!("{what} did not arrive: {error}\n{}", self.dump()),
            }
        }
        self
    }

    /// Waits until the program stops as a job.
    pub fn wait_stopped(&mut self) -> &mut Self {
        match self.life.recv_timeout(PATIENCE) {
            Ok(Life::Stopped) => self.take_output(),
            other => panic!("the program did not stop: {other:?}\n{}", self.dump()),
        }
        self
    }

    /// Waits for the end and reads the last of the output.
    pub fn wait_end(&mut self) -> Life {
        let life = match self.life.recv_timeout(PATIENCE) {
            Ok(life) => life,
            Err(error) => panic!("the program did not end: {error}\n{}", self.dump()),
        };
        assert!(life != Life::Stopped, "the program stopped where it should end\n{}", self.dump());
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.feed(&bytes),
                Err(RecvTimeoutError::Disconnected) => return life,
                Err(RecvTimeoutError::Timeout) => panic!("somebody holds the terminal open\n{}", self.dump()),
            }
        }
    }

    /// What is on the screen.
    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// The rows of the screen, one line each.
    pub fn text(&self) -> String {
        contents(self.screen())
    }

    /// The first row of the screen that holds `text`, counted from 0.
    pub fn row_of(&self, text: &str) -> u16 {
        let row = self.text().lines().position(|line| line.contains(text));
        row.unwrap_or_else(|| panic!("{text:?} is not on the screen\n{}", self.dump())) as u16
    }

    /// Every byte so far.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// The id of the process.
    pub fn pid(&self) -> u32 {
        self.pid.as_raw_nonzero().get().cast_unsigned()
    }

    /// True when lines are edited and echoed, and `^C` and `^Z` are signals: what a shell expects to find.
    pub fn is_cooked(&self) -> bool {
        let now = attributes(&self.slave);
        now.local_modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG | LocalModes::IEXTEN)
            && now.output_modes.contains(OutputModes::OPOST)
            && now.input_modes.contains(InputModes::ICRNL)
    }

    /// Sets the terminal as it was before the program came, as a shell does when a job stops.
    pub fn cook(&mut self) -> &mut Self {
        rustix::termios::tcsetattr(open(&self.slave), OptionalActions::Now, &self.before).expect("attributes are set");
        self
    }

    /// Takes what has arrived already.
    pub fn take_output(&mut self) {
        while let Ok(bytes) = self.output.try_recv() {
            self.feed(&bytes);
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.parser.process(bytes);
    }

    /// The screen and the last bytes, for the message of a test that failed.
    pub fn dump(&self) -> String {
        let tail = &self.raw[self.raw.len().saturating_sub(300)..];
        format!("|{}\nlast bytes: {}", self.text().replace('\n', "\n|"), tail.escape_ascii())
    }
}

/// The rows of a screen, one line each, without the spaces at their ends.
pub fn contents(screen: &vt100::Screen) -> String {
    let rows: Vec<String> = screen.rows(0, screen.size().1.get()).map(|row| row.trim_end().to_owned()).collect();
    rows.join("\n")
}

fn encode(key: &str) -> Vec<u8> {
    let bytes: &[u8] = match key {
        "Enter" => b"\r",
        "Esc" => b"\x1b",
        "Tab" => b"\t",
        "S-Tab" => b"\x1b[Z",
        "Space" => b" ",
        "Backspace" => b"\x7f",
        "↑" => b"\x1b[A",
        "↓" => b"\x1b[B",
        "→" => b"\x1b[C",
        "←" => b"\x1b[D",
        "PgUp" => b"\x1b[5~",
        "PgDn" => b"\x1b[6~",
        _ => match key.as_bytes() {
            [b'^', letter @ b'A'..=b'Z'] => return vec![letter - b'@'],
            bytes => bytes,
        },
    };
    bytes.to_vec()
}

fn pty_size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn non_zero(n: u16) -> std::num::NonZeroU16 {
    n.try_into().expect("a terminal has rows and columns")
}

/// Opens the terminal without making it this process's own.
fn open(slave: &Path) -> rustix::fd::OwnedFd {
    rustix::fs::open(slave, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty()).expect("the terminal opens")
}

fn attributes(slave: &Path) -> Termios {
    rustix::termios::tcgetattr(open(slave)).expect("the terminal has attributes")
}
