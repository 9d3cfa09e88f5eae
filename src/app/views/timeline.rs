//! Mentions over time, in as many steps as there are columns.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

/// How long a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Unit {
    /// A day.
    Day,
    /// A month.
    #[default]
    Month,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years: no date that is read lies so far away that these are too many.
    Century,
}

impl Unit {
    const ALL: [Self; 5] = [Self::Day, Self::Month, Self::Year, Self::Decade, Self::Century];

    /// The number of the step that a day falls into.
    fn step(self, day: NaiveDate) -> i32 {
        match self {
            Self::Day => day.num_days_from_ce(),
            Self::Month => day.year() * 12 + day.month0().cast_signed(),
            Self::Year => day.year(),
            Self::Decade => day.year().div_euclid(10),
            Self::Century => day.year().div_euclid(100),
        }
    }

    /// The first day of a step.
    fn start(self, step: i32) -> Option<NaiveDate> {
        let january = |year| NaiveDate::from_ymd_opt(year, 1, 1);
        match self {
            Self::Day => NaiveDate::from_num_days_from_ce_opt(step),
            Self::Month => NaiveDate::from_ymd_opt(step.div_euclid(12), step.rem_euclid(12).cast_unsigned() + 1, 1),
            Self::Year => january(step),
            Self::Decade => january(step * 10),
            Self::Century => january(step * 100),
        }
    }

    /// A step in words, by its first day.
    #[must_use]
    pub fn label(self, start: NaiveDate) -> String {
        match self {
            Self::Day => start.format("%Y-%m-%d").to_string(),
            Self::Month => start.format("%Y-%m").to_string(),
            Self::Year => start.format("%Y").to_string(),
            Self::Decade => format!("{} to {}", start.year(), start.year() + 9),
            Self::Century => format!("{} to {}", start.year(), start.year() + 99),
        }
    }

    /// The unit in a word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
        }
    }
}

/// Mentions by step, from the first day of publication to the last without a gap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timeline {
    /// How long a step is.
    pub unit: Unit,
    /// The first day of each step, and the mentions in it.
    pub steps: Vec<(NaiveDate, u32)>,
}

/// Days are steps of their own when there are no more of them than this.
const MOST_DAYS: usize = 62;

impl Timeline {
    /// Those of `days`, which ascend, in the shortest steps of which no more than `columns` are needed.
    #[must_use]
    pub fn new(days: &[(NaiveDate, u32)], columns: usize) -> Self {
        let (Some(&(first, _)), Some(&(last, _))) = (days.first(), days.last()) else { return Self::default() };
        let fits = |unit: &Unit| {
            let most = if *unit == Unit::Day { columns.min(MOST_DAYS) } else { columns };
            ((unit.step(last) - unit.step(first)) as usize) < most.max(1)
        };
        let unit = Unit::ALL.into_iter().find(fits).unwrap_or(Unit::Century);
        let mut counts: BTreeMap<i32, u32> = BTreeMap::new();
        for &(day, mentions) in days {
            *counts.entry(unit.step(day)).or_default() += mentions;
        }
        let steps = unit.step(first)..=unit.step(last);
        let count = |step| Some((unit.start(step)?, counts.get(&step).copied().unwrap_or(0)));
        Self { unit, steps: steps.filter_map(count).collect() }
    }

    /// The mentions of each step in eighths of the most there are, rounded up: none only where there are none.
    pub fn eighths(&self) -> impl Iterator<Item = usize> {
        let most = self.steps.iter().map(|&(_, mentions)| mentions).max().unwrap_or(0).max(1);
        self.steps.iter().map(move |&(_, mentions)| (u64::from(mentions) * 8).div_ceil(u64::from(most)) as usize)
    }

    /// The step with the most mentions, the last of equals.
    #[must_use]
    pub fn peak(&self) -> usize {
        (0..self.steps.len()).max_by_key(|&at| self.steps[at].1).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn check(days: &[(&str, u32)], columns: usize, expected: &[(&str, u32)]) {
        let days: Vec<_> = days.iter().map(|&(at, mentions)| (day(at), mentions)).collect();
        let timeline = Timeline::new(&days, columns);
        let found: Vec<_> = timeline.steps.iter().map(|&(start, n)| (timeline.unit.label(start), n)).collect();
        let expected: Vec<_> = expected.iter().map(|&(label, n)| (label.to_owned(), n)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_shortest_steps_that_fit_are_taken() {
        check(&[("2023-09-12", 1), ("2023-09-14", 2)], 40, &[("2023-09-12", 1), ("2023-09-13", 0), ("2023-09-14", 2)]);
        check(
            &[("2022-12-12", 1), ("2023-03-14", 2)],
            40,
            &[("2022-12", 1), ("2023-01", 0), ("2023-02", 0), ("2023-03", 2)],
        );
        check(&[("2021-12-12", 1), ("2023-09-14", 2)], 5, &[("2021", 1), ("2022", 0), ("2023", 2)]);
        check(&[("1999-12-12", 1), ("2023-09-14", 2)], 2, &[("1900 to 1999", 1), ("2000 to 2099", 2)]);
        check(&[], 5, &[]);
    }

    #[test]
    fn every_mention_can_be_seen() {
        let timeline = Timeline::new(&[(day("2023-09-12"), 1000), (day("2023-09-14"), 1)], 9);
        assert_eq!(timeline.eighths().collect::<Vec<_>>(), [8, 0, 1]);
        assert_eq!(timeline.peak(), 0);
    }

    proptest! {
        #[test]
        fn no_mention_is_lost_whatever_the_dates(
            days in proptest::collection::btree_map(0i32..3_600_000, 1u32..9, 0..9), columns in 1usize..120,
        ) {
            let days: Vec<_> =
                days.into_iter().filter_map(|(n, m)| Some((NaiveDate::from_num_days_from_ce_opt(n)?, m))).collect();
            let timeline = Timeline::new(&days, columns);
            let count = |all: &[(NaiveDate, u32)]| all.iter().map(|(_, n)| n).sum::<u32>();
            prop_assert_eq!(count(&timeline.steps), count(&days));
            prop_assert!(timeline.steps.len() <= columns.max(101));
        }
    }
}
