//! Why there is nothing to run.

use std::io::{self, Write};
use std::process::ExitCode;

use super::Status;
use super::messages::tell;
use crate::text::safe;

/// Why a command line leads to no plan.
#[derive(Debug)]
pub enum Refusal {
    /// The arguments make no sense, or help or the version was asked for.
    Usage(clap::Error),
    /// The arguments make sense and cannot be obeyed, for these reasons.
    Unfit(Vec<String>),
}

impl Refusal {
    /// A refusal for one reason.
    pub(super) fn because(reason: impl Into<String>) -> Self {
        Self::Unfit(vec![reason.into()])
    }

    /// Tells the user, on standard output what was asked for, on standard error what went wrong.
    #[must_use]
    pub fn tell(&self) -> ExitCode {
        match self {
            Self::Usage(help) if !help.use_stderr() => {
                // A closed pipe is no failure, and nothing else can be done about any other.
                let _ = help.print();
                Status::Fine.into()
            }
            Self::Usage(error) => {
                let message = shown(error);
                let _ = write!(io::stderr(), "kiosque: {message}");
                Status::Failed.into()
            }
            Self::Unfit(reasons) => {
                for reason in reasons {
                    tell(reason);
                }
                Status::Failed.into()
            }
        }
    }
}

/// clap's message without its colours: it quotes arguments, and a shell may have made those of file names.
fn shown(error: &clap::Error) -> String {
    let plain = error.render().to_string();
    let message = plain.strip_prefix("error: ").unwrap_or(&plain);
    message.split_inclusive('\n').fold(String::new(), |out, line| match line.strip_suffix('\n') {
        Some(line) => out + &safe::line(line) + "\n",
        None => out + &safe::line(line),
    })
}

impl From<clap::Error> for Refusal {
    fn from(error: clap::Error) -> Self {
        Self::Usage(error)
    }
}
