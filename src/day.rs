//! Calendar days and moments, and how they are written: `2026-11-22`, `2026-11-22 07:40 UTC`.
//!
//! Times are Unix seconds in UTC. The caller passes them, since the library has no clock. Source:
//! the Gregorian calendar (ISO 8601). A fiscal year is named after the calendar year in which it
//! ends.

/// A calendar day: year, month (1 to 12), day (1 to 31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// Year of the common era.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

impl Day {
    /// Returns the UTC day of a time in Unix seconds.
    pub fn at(when: i64) -> Self {
        // Counting days from 1 March of year 0 makes the leap day the last day of a year.
        let days = when.div_euclid(86_400) + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: u8::try_from(month).unwrap_or(1),
            day: u8::try_from(of_year - (153 * shifted + 2) / 5 + 1).unwrap_or(1),
        }
    }

    /// Returns the beginning of the day in Unix seconds, in UTC.
    pub fn start(self) -> i64 {
        let month = i64::from(self.month);
        let year = self.year - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5
            + i64::from(self.day)
            - 1;
        let of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
        (era * 146_097 + of_era - 719_468) * 86_400
    }

    /// Parses an ISO date, `2026-11-22`; `None` for anything else.
    pub fn read(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() else { return None };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_u16, |number, digit| {
                digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0'))
            })
        };
        let year = i64::from(number(&[y1, y2, y3, y4])?);
        let part = |digits: &[u8]| number(digits).and_then(|number| u8::try_from(number).ok());
        Self::checked(year, part(&[m1, m2])?, part(&[d1, d2])?)
    }

    /// Returns the day of a year, a month and a day of the month; `None` if there is no such day.
    fn checked(year: i64, month: u8, day: u8) -> Option<Self> {
        let date = Self { year, month, day };
        let is_short = (1..=28).contains(&day);
        let exists = (1..=12).contains(&month) && (is_short || Self::at(date.start()) == date);
        exists.then_some(date)
    }

    /// Parses a date as people and programs write it; `None` if it is no date, or could be two.
    ///
    /// The year has four digits. `2026-1-5`, `2026/01/05`, `20260105`, `5 January 2026` and
    /// `Jan 5th, 2026` are dates. So is `25/12/2026`, but not `5/1/2026`, which could be two days.
    /// A time and a zone may follow and are ignored: the day is not converted to UTC.
    ///
    /// ```
    /// use calendly_audit::day::Day;
    /// let day = |text| Day::written(text).map(Day::iso);
    /// assert_eq!(day("2026-1-5 09:00:00 +0100").as_deref(), Some("2026-01-05"));
    /// assert_eq!(day("5/1/2026"), None);
    /// ```
    pub fn written(text: &str) -> Option<Self> {
        let text = without_time(text.trim());
        if let Some(day) = Self::read(text) {
            return Some(day);
        }
        let parts: Vec<&str> =
            text.split(['-', '/', '.', ',', ' ']).filter(|part| !part.is_empty()).collect();
        let number = |part: &str| {
            let digits = part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse().ok()).flatten()
        };
        let day_of = |part: &str| {
            number(part.trim_end_matches(|c: char| c.is_ascii_alphabetic())).filter(|_| {
                let suffix = part.trim_start_matches(|c: char| c.is_ascii_digit());
                ["", "st", "nd", "rd", "th"].contains(&suffix)
            })
        };
        let year_of = |part: &str| {
            let digits = part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| part.parse().ok()).flatten()
        };
        let [first, second, third] = match parts.as_slice() {
            [whole] if whole.len() == 8 && whole.bytes().all(|b| b.is_ascii_digit()) => {
                [whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?]
            }
            [_weekday, rest @ ..] if rest.len() == 3 && is_word(parts.first()?, &WEEKDAYS) => {
                [*rest.first()?, *rest.get(1)?, *rest.get(2)?]
            }
            _ => <[&str; 3]>::try_from(parts).ok()?,
        };
        if let Some(year) = year_of(first) {
            return Self::checked(
                year,
                month_of(second).or_else(|| number(second))?,
                number(third)?,
            );
        }
        let year = year_of(third)?;
        match (month_of(first), month_of(second)) {
            (Some(month), None) => Self::checked(year, month, day_of(second)?),
            (None, Some(month)) => Self::checked(year, month, day_of(first)?),
            _ => {
                let (one, other) = (number(first)?, number(second)?);
                match (Self::checked(year, other, one), Self::checked(year, one, other)) {
                    (Some(day), Some(same)) if day != same => None,
                    (day, month_first) => day.or(month_first),
                }
            }
        }
    }

    /// Returns the ISO date: `2026-11-22`.
    pub fn iso(self) -> String {
        let mut out = String::with_capacity(10);
        padded(&mut out, self.year, 4);
        out.push('-');
        padded(&mut out, i64::from(self.month), 2);
        out.push('-');
        padded(&mut out, i64::from(self.day), 2);
        out
    }

    /// Returns the fiscal year and quarter. The year starts in `month`, and is named after the
    /// calendar year in which it ends.
    ///
    /// ```
    /// use calendly_audit::day::Day;
    /// let day = Day { year: 2026, month: 11, day: 22 };
    /// assert_eq!(day.fiscal(2), "FY27 Q4");
    /// ```
    pub fn fiscal(self, month: u8) -> String {
        let start = month.clamp(1, 12);
        let year = self.year + i64::from(start > 1 && self.month >= start);
        let quarter = (12 + self.month - start) % 12 / 3 + 1;
        let mut out = String::from("FY");
        padded(&mut out, year.rem_euclid(100), 2);
        out.push_str(" Q");
        padded(&mut out, i64::from(quarter), 1);
        out
    }
}

/// Returns a minute in UTC: `2026-11-22 07:40 UTC`.
pub fn minute(when: i64) -> String {
    let mut out = Day::at(when).iso();
    let minutes = when.rem_euclid(86_400) / 60;
    out.push(' ');
    padded(&mut out, minutes / 60, 2);
    out.push(':');
    padded(&mut out, minutes % 60, 2);
    out.push_str(" UTC");
    out
}

/// Parses the output of [`minute`], or a date alone; `None` for anything else. Returns Unix
/// seconds, in whole minutes.
pub fn read_minute(text: &str) -> Option<i64> {
    let text = text.trim();
    let text = text.strip_suffix("UTC").unwrap_or(text).trim();
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, ""));
    let start = Day::read(date)?.start();
    if time.is_empty() {
        return Some(start);
    }
    let (hours, minutes) = time.trim().split_once(':')?;
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
    (hours < 24 && minutes < 60).then(|| start + i64::from(hours) * 3_600 + i64::from(minutes) * 60)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Whether a text is one of some words, or an abbreviation of one with at least three letters.
fn is_word(text: &str, words: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    text.len() >= 3 && words.iter().any(|word| word.starts_with(&text))
}

fn month_of(text: &str) -> Option<u8> {
    MONTHS.iter().zip(1..).find_map(|(month, number)| is_word(text, &[month]).then_some(number))
}

/// Removes a time of day from the end, such as `T09:00Z` or ` 9:00:00.5 +0100`. A text without one
/// is returned unchanged.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else { return text };
    let (before, after) = text.split_at(colon);
    let date = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let hour = before.get(date.len()..).unwrap_or_default();
    let is_time = matches!(hour.len(), 1 | 2)
        && date.ends_with([' ', 'T', 't'])
        && after.bytes().all(|b| b.is_ascii_alphanumeric() || b" :.,+-".contains(&b));
    if is_time { date.get(..date.len() - 1).unwrap_or_default().trim_end() } else { text }
}

fn padded(out: &mut String, value: i64, width: usize) {
    let digits = value.to_string();
    for _ in digits.len()..width {
        out.push('0');
    }
    out.push_str(&digits);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_convert_to_seconds_and_back() {
        for (iso, seconds) in [
            ("1970-01-01", 0),
            ("2000-02-29", 951_782_400),
            ("2026-11-22", 1_795_305_600),
            ("1969-12-31", -86_400),
        ] {
            assert_eq!(Day::at(seconds).iso(), iso);
            assert_eq!(Day::read(iso).map(Day::start), Some(seconds));
        }
        for wrong in
            ["2026-02-30", "2026-13-01", "26-01-01", "2026-1-1", "", "2026-01-01-01", "+026-01-01"]
        {
            assert_eq!(Day::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, expected) in [
            ("2099-01-05", "2099-01-05"),
            ("2099-1-5", "2099-01-05"),
            ("2099/01/05", "2099-01-05"),
            ("2099/1/5", "2099-01-05"),
            ("2099.01.05", "2099-01-05"),
            ("20990105", "2099-01-05"),
            (" 2099-01-05 ", "2099-01-05"),
            ("2099-01-05 00:00:00 +0000", "2099-01-05"),
            ("2099-01-05 00:00:00 UTC", "2099-01-05"),
            ("2099-01-05T23:30:00.000-08:00", "2099-01-05"),
            ("2099-01-05T00:00Z", "2099-01-05"),
            ("2099-1-5 9:00", "2099-01-05"),
            ("5 January 2099", "2099-01-05"),
            ("5th Jan 2099", "2099-01-05"),
            ("Jan 5, 2099", "2099-01-05"),
            ("Mon, 05 Jan 2099", "2099-01-05"),
            ("Mon, 05 Jan 2099 09:00:00 GMT", "2099-01-05"),
            ("2099-Jan-05", "2099-01-05"),
            ("25/12/2099", "2099-12-25"),
            ("12/25/2099", "2099-12-25"),
            ("05.05.2099", "2099-05-05"),
        ] {
            assert_eq!(Day::written(text).map(Day::iso).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn impossible_and_ambiguous_dates_are_refused() {
        for text in [
            "",
            "soon",
            "TBD",
            "2099",
            "2099-01",
            "2099-13-01",
            "2099-02-30",
            "2099-00-10",
            "5/1/2099",
            "05.01.2099",
            "05-01-99",
            "99-01-05",
            "January 2099",
            "Q1 2099",
            "2099-01-05x",
            "2099-01-05 soon",
            "2099-01-05-01",
            "32 Jan 2099",
            "2099-01-05: moved",
            "２０２６-11-22",
            "Ma 5 2099",
            "5x Jan 2099",
            "2099-W01-1",
            "1/2/3",
        ] {
            assert_eq!(Day::written(text), None, "{text}");
        }
    }

    #[test]
    fn days_follow_each_other_for_four_centuries() {
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for number in 0..146_097 {
            assert_eq!(Day::at(number * 86_400), Day { year, month, day });
            assert_eq!(Day { year, month, day }.start(), number * 86_400);
            let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let last = match month {
                2 if is_leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (year, month, day) = match (month, day) {
                (12, 31) => (year + 1, 1, 1),
                (_, _) if day == last => (year, month + 1, 1),
                _ => (year, month, day + 1),
            };
        }
    }

    #[test]
    fn a_minute_reads_back() {
        assert_eq!(minute(1_795_333_200), "2026-11-22 07:40 UTC");
        assert_eq!(read_minute("2026-11-22 07:40 UTC"), Some(1_795_333_200));
        assert_eq!(read_minute("2026-11-22"), Some(1_795_305_600));
        assert_eq!(read_minute("2026-11-22 25:00"), None);
    }

    #[test]
    fn the_fiscal_year_starts_in_february() {
        for (iso, month, expected) in [
            ("2026-02-01", 2, "FY27 Q1"),
            ("2026-01-31", 2, "FY26 Q4"),
            ("2026-04-30", 2, "FY27 Q1"),
            ("2026-05-01", 2, "FY27 Q2"),
            ("2027-01-31", 2, "FY27 Q4"),
            ("2026-12-31", 1, "FY26 Q4"),
            ("2026-10-01", 10, "FY27 Q1"),
            ("2099-11-22", 2, "FY00 Q4"),
        ] {
            assert_eq!(Day::read(iso).unwrap().fiscal(month), expected, "{iso}");
        }
    }
}
