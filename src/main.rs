//! The `kiosque` program: arguments, plan, run, exit status.

use std::process::ExitCode;

use kiosque::cli::{self, Plan, ReadPlan, Status, Theme};
use kiosque::{library, tui};

fn main() -> ExitCode {
    #[cfg(feature = "pdf")]
    if let Some(code) = kiosque::library::apart::answers(std::env::args_os()) {
        return code;
    }
    match cli::plan(std::env::args_os()) {
        Ok(Plan::Read(plan)) => read(plan).into(),
        Ok(Plan::Headless(command)) => cli::run(&command).into(),
        Err(refusal) => refusal.tell(),
    }
}

/// Opens the reader.
fn read(plan: ReadPlan) -> Status {
    library::set_fields(&plan.fields);
    let light = match plan.theme {
        Theme::Auto => None,
        Theme::Light => Some(true),
        Theme::Dark => Some(false),
    };
    let options = tui::Options {
        paths: plan.paths,
        light,
        color: plan.color,
        mouse: plan.mouse,
        library: plan.library,
        feeds: plan.feeds,
        queries: plan.queries,
        names: plan.names,
        watch: plan.watch,
    };
    match tui::run(&options) {
        Ok(()) => Status::Fine,
        Err(error) => {
            cli::tell(&format!("{error:#}"));
            Status::Failed
        }
    }
}
