//! When an article was published, as precisely as its source says.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat};

/// A publication date: a day, or an instant with its time zone. Ordered by local day, then time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// Only the day is known.
    Day(NaiveDate),
    /// Day, time and distance from UTC are known.
    Instant(DateTime<FixedOffset>),
}

impl Published {
    /// The day, where the article was published.
    #[must_use]
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Instant(at) => at.date_naive(),
        }
    }
}

/// ISO 8601: `2023-09-13` or `2023-09-13T08:30:00+02:00`.
impl fmt::Display for Published {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            Self::Instant(at) => f.write_str(&at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        }
    }
}
