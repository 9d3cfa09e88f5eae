//! Where the library lies when nobody says otherwise.

use std::ffi::OsString;
use std::path::PathBuf;

/// There is no folder for the library: no home folder is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no home folder is known, so there is no place for the library; set HOME, or name its file")]
pub struct NoPlace;

/// The library's file below the user's data folder, `~/.local/share/kiosque/library.db`, by the rules of the XDG base
/// directories; on Windows below `%APPDATA%`. `variable` looks up a variable of the environment. Nothing is created.
///
/// # Errors
/// When neither a data folder nor a home folder is set. Relative ones count as not set, as the XDG rules have it.
pub fn default_path(variable: impl Fn(&str) -> Option<OsString>) -> Result<PathBuf, NoPlace> {
    let folder = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let data = if cfg!(windows) {
        folder("APPDATA")
    } else {
        folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")))
    };
    Ok(data.ok_or(NoPlace)?.join("kiosque").join("library.db"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn check(variables: &[(&str, &str)], expected: Result<&str, NoPlace>) {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
        assert_eq!(default_path(find), expected.map(PathBuf::from));
    }

    #[test]
    fn the_data_folder_decides_then_the_home_folder() {
        check(&[("XDG_DATA_HOME", "/d"), ("HOME", "/h")], Ok("/d/kiosque/library.db"));
        check(&[("HOME", "/h")], Ok("/h/.local/share/kiosque/library.db"));
        check(&[("XDG_DATA_HOME", "d"), ("HOME", "/h")], Ok("/h/.local/share/kiosque/library.db"));
        check(&[("XDG_DATA_HOME", ""), ("HOME", "h")], Err(NoPlace));
    }
}
