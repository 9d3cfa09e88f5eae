//! A folder of articles and the real program run in it.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

/// Two short articles on one meeting.
pub const MEETING: &str = "Une rencontre à Vladivostok\n\n\
    Le dirigeant coréen a été reçu jeudi par le président russe Vladimir Poutine, à la frontière.\n\n\
    « Nous avons parlé de tout », a dit devant la presse le président Vladimir Poutine, avant de repartir.\n";
pub const REPLY: &str = "La réponse de Washington\n\n\
    À Washington, on suit de près ce que Vladimir Poutine a promis, sans commentaire officiel pour l’heure.\n";

/// A folder for one test.
pub struct Folder(TempDir);

/// What came of a run.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Folder {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, content) in files {
            folder.write(name, content.as_bytes());
        }
        folder
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, name: impl AsRef<OsStr>, content: &[u8]) {
        let path = self.path().join(Path::new(name.as_ref()));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The program, about to be run in the folder.
    pub fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kiosque"));
        command.current_dir(self.path()).args(arguments).env_remove("NO_COLOR").env_remove("KIOSQUE_THEME");
        // Nothing outside the folder is touched.
        command.env_remove("KIOSQUE_QUERIES").env_remove("KIOSQUE_NAMES").env_remove("KIOSQUE_WATCH");
        command.env_remove("XDG_CONFIG_HOME").env_remove("KIOSQUE_SUBSCRIPTIONS").env_remove("KIOSQUE_FEEDS");
        // A server on this machine is not asked through a proxy.
        for proxy in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
            command.env_remove(proxy).env_remove(proxy.to_uppercase());
        }
        command.env_remove("KIOSQUE_LIBRARY").env("XDG_DATA_HOME", self.path().join("data")).env("HOME", self.path());
        command
    }

    /// Runs the program on a command line whose words are parted by spaces.
    pub fn run(&self, line: &str) -> Run {
        Run::of(&mut self.command(&line.split_whitespace().collect::<Vec<_>>()))
    }
}

impl Run {
    pub fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        Self { code: output.status.code().expect("no signal"), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Asserts how it ended, and that it had nothing to say about it.
    #[track_caller]
    pub fn silently(self, code: i32) -> Self {
        assert_eq!(self.err, "");
        assert_eq!(self.code, code);
        self
    }

    /// Asserts how it ended and what it said.
    #[track_caller]
    pub fn telling(self, code: i32, messages: &[&str]) -> Self {
        let expected: String = messages.iter().flat_map(|message| ["kiosque: ", message, "\n"]).collect();
        assert_eq!(self.err, expected);
        assert_eq!(self.code, code);
        self
    }
}
