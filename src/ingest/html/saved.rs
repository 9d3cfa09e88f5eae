//! What the program that saved a page wrote into it: where the page came from.
//!
//! Browsers write `<!-- saved from url=(0042)https://… -->` (the number counts the characters), `SingleFile` a comment of
//! several lines with `url:` and `saved date:`. When a page was saved says nothing of when it was published.

use super::metadata::is_page;

/// Such comments stand at the beginning; in bytes.
const HEAD: usize = 8192;

/// Where the page was found.
pub fn address(source: &str) -> Option<&str> {
    let head = &source[..source.floor_char_boundary(HEAD)];
    let mut rest = head;
    while let Some((_, comment)) = rest.split_once("<!--") {
        let (comment, after) = comment.split_once("-->")?;
        rest = after;
        if let Some(url) = of_comment(comment).filter(|url| is_page(url)) {
            return Some(url);
        }
    }
    None
}

fn of_comment(comment: &str) -> Option<&str> {
    if let Some(url) = comment.trim_start().strip_prefix("saved from url=") {
        return url.trim_start_matches(|c: char| c.is_ascii_digit() || "()".contains(c)).split_whitespace().next();
    }
    let single_file = comment.contains("SingleFile");
    let line = comment.lines().find_map(|line| line.trim().strip_prefix("url:")).filter(|_| single_file)?;
    line.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_stands_in_a_comment() {
        let single_file = "<!DOCTYPE html> <html lang=fr><!--\n Page saved with SingleFile \n url: https://a.example/une?x=1#y \n saved \
                           date: Sun Nov 15 2026 10:02:03 GMT+0100 (heure normale)\n--><meta charset=utf-8>";
        for (source, expected) in [
            (
                "<!DOCTYPE html>\n<!-- saved from url=(0024)https://a.example/une.htm -->",
                Some("https://a.example/une.htm"),
            ),
            ("<!-- rien --><!-- saved from url=(0014)about:internet -->", None),
            (single_file, Some("https://a.example/une?x=1#y")),
            ("<!-- url: https://a.example/une -->", None),
            ("<!-- saved from url=(0042)https://a.example/une", None),
            ("", None),
        ] {
            assert_eq!(address(source), expected, "{source}");
        }
    }
}
