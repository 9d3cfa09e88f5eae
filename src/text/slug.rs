//! Text as a part of a file's name.

use super::fold::fold;

/// Small letters of ASCII and digits, hyphens between them, at most `most` bytes: what every file system takes. Empty where
/// there are none.
#[must_use]
pub fn slug(text: &str, most: usize) -> String {
    let mut slug = String::new();
    for c in fold(text).chars() {
        if slug.len() >= most {
            break;
        }
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
