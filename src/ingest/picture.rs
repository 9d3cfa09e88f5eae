//! What is said of a picture that cannot be shown.

use super::title;
use crate::text::level::level;

/// The description of a picture (its `alt`), on one line; `None` when it describes nothing: the name of a file, `cover`,
/// `image 3`.
pub fn described(alt: &str) -> Option<String> {
    const WORDS: &[&str] = &[
        "image",
        "images",
        "cover",
        "couverture",
        "coverimage",
        "img",
        "photo",
        "illustration",
        "figure",
        "logo",
        "picture",
    ];
    let alt = level(alt);
    let dotted = alt.rsplit_once('.').is_some_and(|(_, end)| {
        ["jpg", "jpeg", "png", "gif", "svg", "webp"].iter().any(|known| known.eq_ignore_ascii_case(end))
    });
    let key: String = title::key(&alt).chars().filter(|c| !c.is_numeric()).collect();
    (!dotted && !key.is_empty() && !WORDS.contains(&key.as_str())).then_some(alt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_describe_nothing() {
        assert_eq!(described(" La halle\n en 1910. ").as_deref(), Some("La halle en 1910."));
        for alt in ["", "cover", "Image 12", "DSC_0042.JPG", "300", "…"] {
            assert_eq!(described(alt), None, "{alt}");
        }
    }
}
