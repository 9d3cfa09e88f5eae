//! What an element says by its name and attributes alone: whether it is seen, whether it begins a block, whether it is
//! never the article.

/// Elements whose text is no part of the page as it is seen.
pub fn is_unseen(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "title"
            | "script"
            | "style"
            | "template"
            | "noscript"
            | "datalist"
            | "svg"
            | "iframe"
            | "object"
            | "canvas"
            | "audio"
            | "video"
            | "map"
    )
}

/// True when an attribute keeps the element off the screen.
pub fn is_hidden<'e>(attribute: impl Fn(&str) -> Option<&'e str>) -> bool {
    let style = || {
        let style: String = attribute("style")
            .unwrap_or_default()
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
            .to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    let class = || {
        let classes = attribute("class").unwrap_or_default();
        classes
            .split_ascii_whitespace()
            .any(|class| matches!(class, "sr-only" | "visually-hidden" | "visuallyhidden" | "screen-reader-text"))
    };
    attribute("hidden").is_some() || style() || class()
}

/// True for elements that begin and end a block.
pub fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "button"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "listing"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "select"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "textarea"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "xmp"
    )
}

/// True inside navigation, forms, footers and other elements that are never the article.
pub fn is_chrome<'e>(name: &str, attribute: impl Fn(&str) -> Option<&'e str>) -> bool {
    let role = attribute("role").unwrap_or_default();
    let roles = ["navigation", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "toolbar"];
    matches!(name, "nav" | "aside" | "footer" | "form" | "menu" | "button" | "select" | "textarea" | "fieldset")
        // What AMP loads or shows later: its text stands in for something else.
        || matches!(name, "amp-ad" | "amp-consent" | "amp-embed" | "amp-list" | "amp-sidebar" | "amp-user-notification")
        || is_block(name) && (attribute("placeholder").is_some() || attribute("fallback").is_some())
        || roles.contains(&role)
        || name == "dialog" && attribute("open").is_none()
        || is_block(name) && attribute("aria-hidden") == Some("true")
}
