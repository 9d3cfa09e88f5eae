//! The sample pile: articles embedded in the program, so that it shows something real when nothing is named.

use super::Source;

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        /// File names and bytes, in the order of the list.
        const FILES: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../../assets/sample/", $name)).as_slice())),*];
    };
}

samples![
    "01-vostotchny.txt",
    "02-mises-en-garde.txt",
    "03-train-blinde.txt",
    "04-choigou-pyongyang.txt",
    "05-vladivostok-2019.html",
    "06-deux-femmes.txt",
    "07-veto.html",
    "08-pyongyang-summit.txt",
    "09-timeline.html",
    "10-nobel-physique.html",
    "11-attosekunden.txt",
    "12-sous-la-pluie.txt",
    "13-chandrayaan.html",
    "14-notre-dame.txt",
];

/// The sources of the sample pile, in order.
pub fn sources() -> impl Iterator<Item = Source> {
    FILES.iter().map(|(name, _)| Source::Sample(name))
}

/// The bytes of one of them; empty for a name that is not there.
#[must_use]
pub fn bytes(name: &str) -> &'static [u8] {
    FILES.iter().find(|(known, _)| *known == name).map_or(&[], |(_, bytes)| bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_in_the_folder_is_embedded() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample");
        let mut names: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| name != "README.md");
        names.sort();
        assert_eq!(FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
        assert!(FILES.iter().all(|(name, embedded)| !embedded.is_empty() && bytes(name) == *embedded));
    }
}
