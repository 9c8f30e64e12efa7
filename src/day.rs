//! Days of the calendar and moments of an audit, and how both are written: `2026-11-22`, `2026-11-22 07:40 UTC`.
//!
//! Times are unix seconds in UTC and are handed in: the library has no clock. Facts: the Gregorian calendar (ISO 8601); a fiscal year is
//! named after the calendar year in which it ends.

/// A calendar day: year, month (1 to 12), day (1 to 31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    /// Year of the common era.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Day {
    /// The day in UTC at a time in unix seconds.
    pub fn at(when: i64) -> Self {
        // Days are counted from 1 March of year 0, so that the leap day is a year's last.
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

    /// Unix seconds at the beginning of the day in UTC.
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

    /// Reads an ISO date, `2026-11-22`; `None` where it is none.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits =
            |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        let read =
            Self { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        (Self::at(read.start()) == read).then_some(read)
    }

    /// `2026-11-22`.
    pub fn iso(self) -> String {
        let mut out = String::with_capacity(10);
        padded(&mut out, self.year, 4);
        out.push('-');
        padded(&mut out, i64::from(self.month), 2);
        out.push('-');
        padded(&mut out, i64::from(self.day), 2);
        out
    }

    /// The fiscal year and quarter, where the year starts in `month` and is named after the calendar year
    /// in which it ends.
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

/// A minute in UTC: `2026-11-22 07:40 UTC`.
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

/// Reads what [`minute`] wrote, or a date alone; `None` where it is neither. Whole minutes.
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
    fn a_day_and_its_seconds() {
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
    fn every_day_of_four_hundred_years_follows_the_one_before() {
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
