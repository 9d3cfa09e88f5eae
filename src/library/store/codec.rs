//! How our values lie in columns.

use std::sync::Arc;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};
use foldhash::HashMap;
use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, Type, ValueRef};

use super::identity::{ContentHash, KeptId, Moment, Origin, SourceId};
use super::notes::NoteId;
use super::subject::SubjectId;
use crate::document::Published;
use crate::names::Kind;
use crate::text::safe;

impl ToSql for ContentHash {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_slice().into())
    }
}

impl FromSql for ContentHash {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_blob()?.try_into().map(Self).map_err(|_| FromSqlError::InvalidType)
    }
}

impl ToSql for Origin {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_slice().into())
    }
}

impl FromSql for Origin {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(Self(value.as_blob()?.to_vec()))
    }
}

/// Values that are one number in the file.
macro_rules! numbers {
    ($($name:ident),*) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.into())
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map(Self)
            }
        }
    )*};
}

numbers!(KeptId, SourceId, Moment, NoteId, SubjectId);

/// One line of text in the column `at`, filtered: the file may have been written by anything.
pub(super) fn line(row: &Row, at: usize) -> rusqlite::Result<Option<String>> {
    let text = row.get_ref(at)?.as_str_or_null().map_err(|error| wrong(at, error))?;
    Ok(text.map(|text| safe::line(text).into_owned()))
}

/// Bytes in the column `at`, not copied.
pub(super) fn blob<'row>(row: &'row Row, at: usize) -> rusqlite::Result<&'row [u8]> {
    row.get_ref(at)?.as_blob().map_err(|error| wrong(at, error))
}

/// Lines that many rows have in common: each is filtered and copied once.
#[derive(Default)]
pub(super) struct Shared {
    known: HashMap<Box<[u8]>, Arc<str>>,
    /// What the row before said, which the next one often repeats.
    last: Option<Arc<str>>,
}

impl Shared {
    /// As `line`.
    pub(super) fn line(&mut self, row: &Row, at: usize) -> rusqlite::Result<Option<Arc<str>>> {
        let raw = row.get_ref(at)?;
        let ValueRef::Text(bytes) = raw else {
            return raw.as_str_or_null().map(|_| None).map_err(|error| wrong(at, error));
        };
        // A line that passed the filter passes it as it is.
        if let Some(last) = self.last.as_ref().filter(|last| last.as_bytes() == bytes) {
            return Ok(Some(Arc::clone(last)));
        }
        let line = if let Some(known) = self.known.get(bytes) {
            Arc::clone(known)
        } else {
            let line: Arc<str> = safe::line(raw.as_str().map_err(|error| wrong(at, error))?).into();
            self.known.insert(bytes.into(), Arc::clone(&line));
            line
        };
        self.last = Some(Arc::clone(&line));
        Ok(Some(line))
    }
}

/// What a column of another type than ours means.
fn wrong(at: usize, error: FromSqlError) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, Type::Text, error.into())
}

/// The kind of a name by its word: numbers could shift.
pub(super) fn kind_of(word: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| kind.name() == word)
}

/// A kind in the column `at`.
pub(super) fn kind(row: &Row, at: usize) -> rusqlite::Result<Option<Kind>> {
    let word: Option<String> = row.get(at)?;
    Ok(word.as_deref().and_then(kind_of))
}

/// A date as two numbers that need no parsing: an instant is its second and its seconds east of UTC, a day is the number
/// of the day and nothing.
pub(super) fn date_numbers(published: Option<Published>) -> (Option<i64>, Option<i32>) {
    match published {
        None => (None, None),
        Some(Published::Day(day)) => (Some(day.num_days_from_ce().into()), None),
        Some(Published::Instant(at)) => (Some(at.timestamp()), Some(at.offset().local_minus_utc())),
    }
}

/// The date that [`date_numbers`] took apart; nothing for numbers that are no date.
pub(super) fn date(published: Option<i64>, zone: Option<i32>) -> Option<Published> {
    let number = published?;
    let Some(zone) = zone else {
        return NaiveDate::from_num_days_from_ce_opt(number.try_into().ok()?).map(Published::Day);
    };
    let zone = FixedOffset::east_opt(zone)?;
    Some(Published::Instant(DateTime::from_timestamp(number, 0)?.with_timezone(&zone)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_back_to_the_second() {
        let day = NaiveDate::from_ymd_opt(2023, 9, 13).map(Published::Day);
        let instant = DateTime::parse_from_rfc3339("2023-09-13T08:30:00+02:00").ok().map(Published::Instant);
        for published in [None, day, instant] {
            let (number, zone) = date_numbers(published);
            assert_eq!(date(number, zone), published);
        }
        assert_eq!(date(Some(i64::MAX), None), None);
        assert_eq!(date(Some(i64::MAX), Some(0)), None);
        assert_eq!(date(Some(0), Some(i32::MAX)), None);
    }
}
