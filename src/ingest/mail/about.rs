//! What the header of a mail says of it as an article: title, author, source, date, language, address.

use chrono::{FixedOffset, NaiveDate, TimeZone};
use mail_parser::DateTime;

use super::super::about::About;
use super::super::dates;
use super::headers::{Headers, Person};
use crate::document::Published;

/// What is known of the mail, without its body.
pub fn of(headers: &Headers) -> About {
    let from = headers.person("from").or_else(|| headers.person("sender")).unwrap_or_default();
    let (author, by) = author(&from);
    let list = list_name(headers);
    let organisation = headers.text("organization").or_else(|| headers.text("organisation"));
    let sender = || from.name.clone().filter(|_| is_newsletter(headers));
    About {
        title: headers.text("subject"),
        source: list.or(organisation).or(by).or_else(sender),
        author,
        published: published(headers),
        language: headers.text("content-language"),
        address: headers.raw("archived-at").and_then(web_address),
        ..About::default()
    }
}

/// True for what is sent to many: a reader can unsubscribe from it.
pub fn is_newsletter(headers: &Headers) -> bool {
    let bulk = |value: &str| ["bulk", "list"].iter().any(|known| value.eq_ignore_ascii_case(known));
    headers.has("list-unsubscribe") || headers.has("list-id") || headers.raw("precedence").is_some_and(bulk)
}

/// True when the subject says that the mail hands on another.
pub fn is_forwarded(headers: &Headers) -> bool {
    let subject = headers.text("subject").unwrap_or_default().to_lowercase();
    ["fwd:", "fw:", "tr:", "tr :", "wg:", "rv:", "i:", "enc:"].iter().any(|prefix| subject.starts_with(prefix))
}

/// The writer, and the paper or list that stands behind their name: `Anne Roche de La Lettre`, `Anne Roche via Débats`.
fn author(from: &Person) -> (Option<String>, Option<String>) {
    let Some(name) = &from.name else { return (from.address.clone(), None) };
    for sign in [" via ", " from "] {
        if let Some((author, by)) = name.split_once(sign) {
            let bare = |text: &str| text.trim().trim_matches('\'').to_owned();
            return (Some(bare(author)), Some(bare(by)));
        }
    }
    (Some(name.clone()), None)
}

/// The words before the identifier of a list. Some services number their lists there.
fn list_name(headers: &Headers) -> Option<String> {
    let text = headers.text("list-id")?;
    let name = text.split('<').next()?.trim().trim_matches(|c| matches!(c, '"' | '\'')).trim();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let words = name.contains(char::is_alphabetic) && !name.contains(['@', '=']) && digits * 3 < name.len();
    // An identifier without its brackets is no name.
    let bare = !text.contains('<') && !name.contains(' ') && name.contains('.');
    (words && !bare).then(|| name.to_owned())
}

/// When it was sent; when nobody says, when it came.
fn published(headers: &Headers) -> Option<Published> {
    let date = headers.raw("date").and_then(date);
    date.or_else(|| headers.raw("received").and_then(|value| date_of(value.rsplit(';').next()?)))
}

/// True for a date as mail programs write it.
pub fn is_machine_date(value: &str) -> bool {
    value.contains(':') && value.contains(['+', '-', 'G', 'U', 'Z']) && date_of(value).is_some()
}

fn date(value: &str) -> Option<Published> {
    date_of(value).or_else(|| dates::parse(value))
}

fn date_of(value: &str) -> Option<Published> {
    let found = DateTime::parse_rfc822(value.trim()).filter(|found| found.is_valid() && found.year >= 1970)?;
    let day = NaiveDate::from_ymd_opt(found.year.into(), found.month.into(), found.day.into())?;
    let at = day.and_hms_opt(found.hour.into(), found.minute.into(), u32::from(found.second).min(59))?;
    let seconds = i32::from(found.tz_hour) * 3600 + i32::from(found.tz_minute) * 60;
    let zone = FixedOffset::east_opt(if found.tz_before_gmt { -seconds } else { seconds })?;
    zone.from_local_datetime(&at).single().map(Published::Instant)
}

/// The first web address in a field: `<https://…>`.
fn web_address(value: &str) -> Option<String> {
    let at = value.find("https://").or_else(|| value.find("http://"))?;
    let end = value[at..].find(|c: char| c.is_whitespace() || matches!(c, '>' | '"')).map_or(value.len(), |i| at + i);
    Some(value[at..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(header: &str) -> About {
        of(&Headers::of(header.as_bytes()).0)
    }

    #[test]
    fn dates_are_read_with_their_zone() {
        #[track_caller]
        fn check(header: &str, expected: &str) {
            let found = about(header).published.map(|date| date.to_string());
            assert_eq!(found.as_deref().unwrap_or("-"), expected, "{header}");
        }
        check("Date: Mon, 3 May 2021 10:12:05 +0200", "2021-05-03T10:12:05+02:00");
        check("Date: 3 May 2021 10:12 GMT", "2021-05-03T10:12:00Z");
        check("Date: Mon, 03 May 21 10:12:05 -0400 (EDT)", "2021-05-03T10:12:05-04:00");
        check("Date: lundi 3 mai 2021", "2021-05-03");
        check("Received: from a by b; Tue, 4 May 2021 08:00:00 +0000\nReceived: from c; Mon", "2021-05-04T08:00:00Z");
        check("Date: hier\nSubject: a", "-");
    }

    #[test]
    fn who_wrote_and_who_sent_it() {
        #[track_caller]
        fn check(header: &str, author: Option<&str>, source: Option<&str>) {
            let found = about(header);
            assert_eq!((found.author.as_deref(), found.source.as_deref()), (author, source), "{header}");
        }
        check("From: Anne Roche <anne@exemple.test>", Some("Anne Roche"), None);
        check("From: anne@exemple.test", Some("anne@exemple.test"), None);
        check("From: Anne Roche from La Lettre <a@b.test>", Some("Anne Roche"), Some("La Lettre"));
        check(
            "From: Anne Roche via Debats <d@b.test>\nList-Id: Les débats <d.b.test>",
            Some("Anne Roche"),
            Some("Les débats"),
        );
        check("From: Le Phare <n@b.test>\nList-Unsubscribe: <https://b.test/u>", Some("Le Phare"), Some("Le Phare"));
        check("From: Le Phare <n@b.test>\nList-ID: 48211mc list <48211.mcsv.test>", Some("Le Phare"), Some("Le Phare"));
        check("From: A <a@b.test>\nOrganization: Mairie de Valmont", Some("A"), Some("Mairie de Valmont"));
    }

    #[test]
    fn the_rest_is_said_by_the_header() {
        let found = about(
            "Subject: TR: =?utf-8?Q?L=27=C3=A9t=C3=A9?=\nContent-Language: fr-FR\nArchived-At: <https://b.test/m/1>",
        );
        assert_eq!(found.title.as_deref(), Some("TR: L'été"));
        assert_eq!(found.language.as_deref(), Some("fr-FR"));
        assert_eq!(found.address.as_deref(), Some("https://b.test/m/1"));
        assert!(is_forwarded(&Headers::of(b"Subject: TR: a").0) && !is_forwarded(&Headers::of(b"Subject: Tri").0));
    }
}
