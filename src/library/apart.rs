//! Reading PDF documents in a child process with limits: the libraries that do it may panic, loop or take all memory over
//! hostile content, and that must cost one document and not the program.
//!
//! The child is this program, called with an argument that nobody types: it takes the document on its standard input, sets its
//! own limits before it looks at it, and answers with `ingest::pdf::wire` on its standard output. The parent waits so long and
//! no longer. A program that does not answer to that argument (a test, somebody else's that uses the library) never says
//! [`answers`], and then documents are read in the process itself, short ones only.

use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::read::MAX_SOURCE_BYTES;
use crate::document::Problem;
use crate::ingest::pdf::{self, Pages, wire};

/// The argument that makes the program a reader of one document.
const ARGUMENT: &str = "__read-pdf";

/// Seconds of the processor that one document may take.
const CPU_SECONDS: u64 = 20;

/// How long it is waited for, longer on a machine that has other things to do.
const WAIT: Duration = Duration::from_mins(1);

/// Address space that one document may take, in bytes.
const MEMORY: u64 = 1 << 30;

/// Bytes of an answer.
const MAX_ANSWER: u64 = 256 << 20;

/// Set by a program that answers to [`ARGUMENT`].
static ANSWERS: AtomicBool = AtomicBool::new(false);

/// To be asked first thing by a program that uses this: when it was called to read one document it does so, and the exit code is
/// returned; else it is noted that it can be called this way.
#[must_use]
pub fn answers(mut arguments: impl Iterator<Item: AsRef<OsStr>>) -> Option<ExitCode> {
    if arguments.nth(1).is_some_and(|first| first.as_ref() == ARGUMENT) {
        return Some(answer());
    }
    ANSWERS.store(true, Ordering::Relaxed);
    None
}

/// The child's half.
fn answer() -> ExitCode {
    limit();
    let mut bytes = Vec::new();
    if io::stdin().lock().take(MAX_SOURCE_BYTES + 1).read_to_end(&mut bytes).is_err() {
        return ExitCode::FAILURE;
    }
    let pages = pdf::guarded(&bytes).map_err(|problem| problem.message().to_owned());
    match io::stdout().lock().write_all(wire::write(&pages).as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Bounds memory and time where the system can. Where it cannot, the parent's patience is all there is.
#[cfg(target_os = "linux")]
fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [(Resource::As, MEMORY), (Resource::Cpu, CPU_SECONDS), (Resource::Core, 0)] {
        // A limit that is lower already stays.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(not(target_os = "linux"))]
fn limit() {}

/// Makes pages of a document, in a child process where there can be one.
///
/// # Errors
/// What is wrong with the document, or that it took more than it may.
pub fn extract(bytes: &[u8]) -> Result<Pages, Problem> {
    match ANSWERS.load(Ordering::Relaxed).then(start) {
        Some(Ok(child)) => ask(child, bytes),
        Some(Err(_)) | None => pdf::in_process(bytes),
    }
}

fn start() -> io::Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()
}

/// The parent's half: hands over the document, takes the answer, and stops waiting at some point.
fn ask(mut child: Child, bytes: &[u8]) -> Result<Pages, Problem> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (sender, answered) = mpsc::channel();
    let answer = thread::scope(|scope| {
        // Both ends at once: a child that answers before it has read all would wait for us as we for it.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(bytes)));
        scope.spawn(move || {
            let mut answer = Vec::new();
            let read = stdout.map(|stdout| stdout.take(MAX_ANSWER).read_to_end(&mut answer));
            // Nobody listens any more once the waiting is over.
            let _ = sender.send(read.and_then(Result::ok).map(|_| answer));
        });
        // Once the child is gone, both threads come to their end.
        answered.recv_timeout(WAIT).inspect_err(|_| {
            let _ = child.kill();
        })
    });
    let status = child.wait().ok().filter(|_| answer.is_ok());
    let answer = answer.ok().flatten();
    let told = answer.and_then(|answer| String::from_utf8(answer).ok()).and_then(|answer| wire::read(&answer));
    match told {
        Some(told) => told.map_err(Problem::new),
        None => Err(gave_up(status)),
    }
}

/// Why there is no answer.
fn gave_up(status: Option<ExitStatus>) -> Problem {
    let message = match ended_by(status) {
        Ending::Time => format!("Reading this PDF took more than {CPU_SECONDS} s and was given up."),
        Ending::Memory => format!("Reading this PDF took more than {} MB of memory and was given up.", MEMORY >> 20),
        Ending::Defect => "This PDF could not be read: the reading broke off over its content.".to_owned(),
    };
    Problem::new(format!("{message} Convert it to text first, with pdftotext for instance."))
}

/// What ended a child that did not answer.
enum Ending {
    Time,
    Memory,
    Defect,
}

#[cfg(unix)]
fn ended_by(status: Option<ExitStatus>) -> Ending {
    use signal_hook::consts::{SIGABRT, SIGKILL, SIGXCPU};
    use std::os::unix::process::ExitStatusExt;
    match status.map(|status| status.signal()) {
        // Nobody waited for its end, or the system killed it for its time; out of memory it ends itself.
        None | Some(Some(SIGXCPU | SIGKILL)) => Ending::Time,
        Some(Some(SIGABRT)) => Ending::Memory,
        Some(_) => Ending::Defect,
    }
}

#[cfg(not(unix))]
fn ended_by(status: Option<ExitStatus>) -> Ending {
    if status.is_none() { Ending::Time } else { Ending::Defect }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_was_not_called_for_it_reads_on() {
        assert!(answers(["kiosque", "un dossier"].iter()).is_none());
        ANSWERS.store(false, Ordering::Relaxed);
    }

    #[cfg(unix)]
    #[test]
    fn who_does_not_answer_is_given_up() {
        let problem = |command: &str| {
            let mut shell = Command::new("sh");
            shell.args(["-c", command]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
            ask(shell.spawn().unwrap(), b"%PDF-1.4").unwrap_err().message().to_owned()
        };
        assert!(problem("kill -XCPU $$").contains("20 s"));
        assert!(problem("kill -ABRT $$").contains("1024 MB"));
        assert!(problem("echo page").contains("broke off"));
        assert!(problem("printf 'refused\\tIt is locked.\\nend\\n'").contains("It is locked."));
    }
}
