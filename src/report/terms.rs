//! The terms of an audit: everything that is not one of the two lists or the earlier notes.
//!
//! Together with those, they make the same audit again: so they go with the evidence.

use serde::{Deserialize, Serialize};

use super::{Events, Origin};
use crate::audit::{Decided, Policy};
use crate::calendly::Choice;

/// The terms of an audit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Terms {
    /// The time of the audit, in seconds since 1970 (UTC). It is handed in: the library has no clock.
    pub now: i64,
    /// What the organisation has set, the auditor's name in it.
    pub policy: Policy,
    /// What a person decided, with the reasons.
    pub decided: Decided,
    /// When the pings, and the escalation, were copied to be sent, where that was done here; what earlier
    /// notes say holds otherwise.
    pub sent: Sent,
    /// How parts of the list are to be read, where a person chose otherwise than the detector.
    pub choices: Vec<Choice>,
    /// Where the roster came from.
    pub origin: Origin,
    /// The tool's version and commit.
    pub version: String,
}

crate::json::record!(Terms { now, policy, decided, sent, choices, origin, version });

/// When the texts of the two steps were sent: seconds since 1970 (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sent {
    /// The first pings.
    pub pinged: Option<i64>,
    /// The escalation.
    pub escalated: Option<i64>,
    /// The request for review.
    pub reviewed: Option<i64>,
}

crate::json::record!(Sent { pinged, escalated, reviewed });

impl Sent {
    /// Returns what was sent as events.
    pub fn events(self) -> Events {
        let Self { pinged, escalated, reviewed } = self;
        Events { pinged, escalated, reviewed, ..Events::default() }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::audit::{Check, Decision, Label, PersonKey, UserKey, Verdict};
    use crate::calendly::{Format, Meaning};
    use crate::json;

    /// Terms with something of every kind in them.
    fn terms() -> Terms {
        let person = || PersonKey::from_written("jane@example.com");
        let user = || UserKey::from_written("\u{202e}\u{1}\u{1f}\"\\|\n\r\t\u{8}\u{c}\u{7f}é😀");
        let verdicts = [
            Verdict::Justified("contractor".to_owned()),
            Verdict::Remove,
            Verdict::NotAPerson(String::new()),
        ];
        let intentional =
            |label: &Label| Decision::Intentional(person(), *label, "meant".to_owned());
        let mut made: Vec<Decision> = Label::ALL.iter().map(intentional).collect();
        made.extend(verdicts.map(|verdict| Decision::Verdict(user(), verdict)));
        made.extend([Decision::Same(person(), user()), Decision::NotSame(person(), user())]);
        made.extend(Check::ALL.iter().map(|check| Decision::Accept(*check, "agreed".to_owned())));
        let choice = |(source, format): (usize, &Format)| Choice {
            source,
            part: 1,
            format: Some(*format),
            columns: Meaning::ALL.iter().copied().enumerate().collect(),
        };
        let mut choices: Vec<Choice> = Format::ALL.iter().enumerate().map(choice).collect();
        choices.push(Choice::default());
        Terms {
            now: -1,
            policy: Policy {
                aliases: vec![vec!["a@example.com".to_owned()], Vec::new()],
                groups: vec!["Support".to_owned()],
                fiscal_month: 12,
                ..Policy::default()
            },
            decided: Decided { made, taken_back: vec![Decision::Same(person(), user())] },
            sent: Sent { pinged: Some(i64::MAX), escalated: None, reviewed: Some(7) },
            choices,
            origin: Origin::Fetched {
                project: "example/team".to_owned(),
                path: "data".to_owned(),
                commit: "1a2b3c4d".to_owned(),
            },
            version: "0.1.0".to_owned(),
        }
    }

    #[test]
    fn the_form_is_that_of_the_derives_and_comes_back() {
        for terms in [terms(), Terms::default()] {
            let written = json::written(&terms);
            assert_eq!(written, serde_json::to_string_pretty(&terms).unwrap());
            assert_eq!(json::read(written.as_bytes()), Ok(terms));
        }
    }

    #[test]
    fn what_is_missing_is_as_usual_and_what_is_wrong_is_refused() {
        assert_eq!(json::read(b" {} "), Ok(Terms::default()));
        assert_eq!(json::read(b"{\"later\": [1, {\"x\": null}]}"), Ok(Terms::default()));
        let written = json::written(&terms());
        for (from, to) in [
            ("\"Remove\"", "\"remove\""),
            ("\"Comma\"", "\"Commas\""),
            ("\"fiscal_month\": 12", "\"fiscal_month\": 256"),
            ("\"pinged\": 9", "\"pinged\": 1.9"),
            ("\"made\": [", "\"made\": [[],"),
            ("\"Fetched\"", "\"Files\""),
            ("\"Same\": [", "\"Same\": [\"x\","),
        ] {
            assert!(written.contains(from), "{from}");
            let changed = written.replace(from, to);
            assert_eq!(
                json::read::<Terms>(changed.as_bytes()),
                Err("it does not hold what it should"),
                "{to}"
            );
        }
        for broken in [&b"{}x"[..], b"", b"{", b"[]", b"\xff", b"7"] {
            assert!(json::read::<Terms>(broken).is_err(), "{broken:?}");
        }
        for end in 0..written.len() - 1 {
            assert!(
                written.get(..end).is_none_or(|cut| json::read::<Terms>(cut.as_bytes()).is_err())
            );
        }
    }
}
