//! Dates in a query: a day, a month, a year, or how long ago. What day today is the caller says.

use std::fmt;

use chrono::{Days, Months, NaiveDate};

/// How the publication of an article lies to a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// From its first day on: `after:2023 before:2024` is all of 2023.
    After,
    /// Before its first day.
    Before,
    /// In it.
    On,
}

/// A unit of how long ago something was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// `d`
    Days,
    /// `w`
    Weeks,
    /// `m`
    Months,
    /// `y`
    Years,
}

impl Unit {
    const LETTERS: [(char, Self); 4] = [('d', Self::Days), ('w', Self::Weeks), ('m', Self::Months), ('y', Self::Years)];
}

/// A date as precisely as it was typed. What moves with the calendar stays so, because a saved query is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A whole year.
    Year(i32),
    /// A whole month.
    Month(i32, u32),
    /// A day.
    Day(NaiveDate),
    /// `today`
    Today,
    /// `yesterday`
    Yesterday,
    /// The day so many units before today.
    Ago(u32, Unit),
}

/// A condition on the date of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    /// How the publication lies to the date.
    pub bound: Bound,
    /// The date as it was typed.
    pub when: When,
    first: NaiveDate,
    last: NaiveDate,
}

/// Why something is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoDate {
    /// It is not written like one.
    Form,
    /// It is, and there is no such day.
    Calendar,
}

impl Date {
    /// Reads a date; relative ones are counted back from `today`.
    pub(super) fn parse(bound: Bound, typed: &str, today: NaiveDate) -> Result<Self, NoDate> {
        let when = When::parse(typed)?;
        let (first, last) = when.days(today).ok_or(NoDate::Calendar)?;
        Ok(Self { bound, when, first, last })
    }

    /// True for something published on `day`.
    pub(super) fn holds(&self, day: NaiveDate) -> bool {
        match self.bound {
            Bound::After => day >= self.first,
            Bound::Before => day < self.first,
            Bound::On => (self.first..=self.last).contains(&day),
        }
    }
}

impl When {
    fn parse(typed: &str) -> Result<Self, NoDate> {
        let typed = typed.trim().to_lowercase();
        match typed.as_str() {
            "today" => return Ok(Self::Today),
            "yesterday" => return Ok(Self::Yesterday),
            _ => {}
        }
        if let Some(unit) = Unit::LETTERS.iter().find(|(letter, _)| typed.ends_with(*letter)) {
            let count = number(&typed[..typed.len() - 1]);
            return count.map(|count| Self::Ago(count, unit.1)).ok_or(NoDate::Form);
        }
        // One mark between the parts, not two different ones: 13/09/2023, 13.9.2023, 2023-09-13.
        let mark = typed.chars().find(|c| matches!(c, '-' | '/' | '.'));
        let parts: Vec<&str> = mark.map_or_else(|| vec![typed.as_str()], |mark| typed.split(mark).collect());
        let numbers: Option<Vec<u32>> = parts.iter().map(|part| number(part)).collect();
        let year_first = parts.first().is_some_and(|part| part.len() == 4);
        let year_last = parts.last().is_some_and(|part| part.len() == 4);
        match (numbers.as_deref(), year_first, year_last) {
            (Some(&[year]), true, _) => Ok(Self::Year(year.cast_signed())),
            (Some(&[year, month]), true, false) | (Some(&[month, year]), false, true) => {
                Ok(Self::Month(year.cast_signed(), month))
            }
            (Some(&[year, month, day]), true, false) | (Some(&[day, month, year]), false, true) => {
                NaiveDate::from_ymd_opt(year.cast_signed(), month, day).map(Self::Day).ok_or(NoDate::Calendar)
            }
            _ => Err(NoDate::Form),
        }
    }

    /// The first and the last day of it.
    fn days(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let from = |first: Option<NaiveDate>, months| {
            let first = first?;
            Some((first, first.checked_add_months(Months::new(months))?.pred_opt()?))
        };
        let one = |day: Option<NaiveDate>| day.map(|day| (day, day));
        match self {
            Self::Year(year) => from(NaiveDate::from_ymd_opt(year, 1, 1), 12),
            Self::Month(year, month) => from(NaiveDate::from_ymd_opt(year, month, 1), 1),
            Self::Day(day) => one(Some(day)),
            Self::Today => one(Some(today)),
            Self::Yesterday => one(today.pred_opt()),
            Self::Ago(count, Unit::Days) => one(today.checked_sub_days(Days::new(count.into()))),
            Self::Ago(count, Unit::Weeks) => one(today.checked_sub_days(Days::new(u64::from(count) * 7))),
            Self::Ago(count, Unit::Months) => one(today.checked_sub_months(Months::new(count))),
            Self::Ago(count, Unit::Years) => one(today.checked_sub_months(Months::new(count * 12))),
        }
    }
}

/// A number of at most four digits, and nothing but digits.
fn number(digits: &str) -> Option<u32> {
    let plain = (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

/// ISO 8601, or the word or letter for what is relative.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
            Self::Ago(count, unit) => {
                let letter = Unit::LETTERS.iter().find(|(_, other)| other == unit).map_or('d', |(letter, _)| *letter);
                write!(f, "{count}{letter}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The days that a date stands for on 20 September 2023, or why it is none.
    fn check(typed: &str, expected: Result<(&str, &str), NoDate>) {
        let days = Date::parse(Bound::On, typed, day("2023-09-20")).map(|date| (date.first, date.last));
        assert_eq!(days, expected.map(|(first, last)| (day(first), day(last))), "{typed}");
    }

    #[test]
    fn a_date_is_as_wide_as_it_is_vague() {
        check("2023", Ok(("2023-01-01", "2023-12-31")));
        check("2024-02", Ok(("2024-02-01", "2024-02-29")));
        check("02/2024", Ok(("2024-02-01", "2024-02-29")));
        for same in ["2023-09-13", "2023-9-13", "13/09/2023", "13.9.2023", "2023/09/13"] {
            check(same, Ok(("2023-09-13", "2023-09-13")));
        }
    }

    #[test]
    fn relative_dates_count_back_from_the_day_they_are_asked_on() {
        check("today", Ok(("2023-09-20", "2023-09-20")));
        check("Yesterday", Ok(("2023-09-19", "2023-09-19")));
        check("7d", Ok(("2023-09-13", "2023-09-13")));
        check("2w", Ok(("2023-09-06", "2023-09-06")));
        check("3m", Ok(("2023-06-20", "2023-06-20")));
        check("1y", Ok(("2022-09-20", "2022-09-20")));
    }

    #[test]
    fn what_is_no_date_says_why() {
        for typed in ["", "soon", "23", "d", "-7d", "2023-", "2023-09-13-1", "13/09-2023", "99999d", "+1d", "２０２３"]
        {
            check(typed, Err(NoDate::Form));
        }
        for typed in ["2023-13", "2023-02-30", "30/02/2023", "2023-00"] {
            check(typed, Err(NoDate::Calendar));
        }
    }
}
