//! Where the files lie that somebody edits, when nobody says otherwise.

use std::ffi::OsString;
use std::path::PathBuf;

/// The file called `name` below the user's settings, such as `~/.config/kiosque/queries.txt`, by the rules of the XDG base
/// directories; on Windows below `%APPDATA%`. `variable` looks up a variable of the environment. `None` when no home folder
/// is known; relative folders count as not set. Nothing is created.
pub fn default_path(name: &str, variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let settings = if cfg!(windows) {
        folder("APPDATA")
    } else {
        folder("XDG_CONFIG_HOME").or_else(|| folder("HOME").map(|home| home.join(".config")))
    };
    Some(settings?.join("kiosque").join(name))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn check(variables: &[(&str, &str)], expected: Option<&str>) {
        let find = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
        assert_eq!(default_path("queries.txt", find), expected.map(PathBuf::from));
    }

    #[test]
    fn the_settings_folder_decides_then_the_home_folder() {
        check(&[("XDG_CONFIG_HOME", "/c"), ("HOME", "/h")], Some("/c/kiosque/queries.txt"));
        check(&[("XDG_CONFIG_HOME", ""), ("HOME", "/h")], Some("/h/.config/kiosque/queries.txt"));
        check(&[("XDG_CONFIG_HOME", "c"), ("HOME", "h")], None);
    }
}
