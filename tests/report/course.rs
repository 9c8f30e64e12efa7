//! A whole audit with a clock in hand: first run, people edit the notes, three days, escalation, three
//! more, review, and the audit of half a year later that carries the justifications.

use calendly_audit::audit::{Label, Policy, audit};
use calendly_audit::calendly;
use calendly_audit::day::Day;
use calendly_audit::phrase::Phrase;
use calendly_audit::report::earlier::read;
use calendly_audit::report::pings::pings;
use calendly_audit::report::workflow::{Stage, StageState, Step, Workflow};
use calendly_audit::report::{Comparison, Context, Origin, Report};
use calendly_audit::roster;
use calendly_audit::source::Source;

use super::support::WHEN;

const HOUR: i64 = 3_600;
const ROSTER: &str = include_str!("../course/roster.yaml");
const LIST: &str = include_str!("../course/users.csv");

/// What one sitting of the auditor gives: notes and pings.
pub struct Sitting {
    pub notes: String,
    pub pings: String,
    step: Step,
    stage: Option<Stage>,
    pub workflow: Workflow,
    pub comparison: Option<Comparison>,
}

pub fn sit(roster_text: &str, list_text: &str, earlier: &str, when: i64) -> Sitting {
    let policy = Policy { operations_manager: "opsman".to_owned(), ..Policy::default() };
    let roster = roster::read(&[Source::new("team.yaml", roster_text)]);
    let list = calendly::read(&[Source::new("users.csv", list_text)], &[]);
    let earlier = (!earlier.is_empty()).then(|| read(earlier));
    let decisions = earlier.as_ref().map(|e| e.decisions(&list)).unwrap_or_default();
    let found = audit(&roster, &list, &policy, &decisions, Day::at(when));
    let comparison =
        earlier.as_ref().map(|e| Comparison::new(e, &roster, &list, &found, &policy, when));
    let context = Context {
        when,
        origin: &Origin::Files,
        policy: &policy,
        decisions: &decisions,
        events: earlier.as_ref().map(|earlier| earlier.events).unwrap_or_default(),
        version: "0.1.0",
    };
    let report = Report::new(&roster, &list, &found, &context);
    let report = comparison.as_ref().map_or(report, |comparison| report.compared(comparison));
    let asked = pings(&report, earlier.as_ref());
    Sitting {
        notes: report.markdown(),
        pings: asked.text,
        step: asked.step,
        stage: Workflow::of(&report).reached(),
        workflow: Workflow::of(&report),
        comparison,
    }
}

#[track_caller]
fn edit(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from:?} is not in {text}");
    text.replacen(from, to, 1)
}

/// The notes, in which somebody has written into the justification of the user with this page.
#[track_caller]
pub fn decided(notes: &str, slug: &str, words: &str) -> String {
    let cells = format!("| `https://calendly.com/{slug}` |  | ");
    edit(notes, &format!("{cells} |"), &format!("{cells}{words} |"))
}

#[test]
fn an_audit_from_the_first_ping_to_the_next_half_year() {
    // The first run.
    let first = sit(ROSTER, LIST, "", WHEN);
    assert_eq!((first.stage, first.step), (Some(Stage::Audited), Step::Ping));
    assert!(first.pings.contains("- [ ] @jdoe: Change `calendly:` in your entry to `https://calendly.com/jdoe` (Links to an event)"), "{}", first.pings);
    assert!(
        first.pings.contains(
            "- [ ] Max Roe `mroe@example.com`: Invite this person to Calendly (Not in Calendly)"
        ),
        "{}",
        first.pings
    );
    assert!(!first.pings.contains("@jman"), "{}", first.pings);

    // People work on the issue: notes, and the comment behind them.
    let issue = format!("# Calendly audit\n\n## Notes\n{}\n{}", first.notes, first.pings);
    let issue = decided(&issue, "jlaw", "Legal, asked by Jane");
    let issue = decided(&issue, "ohand", "to be removed");
    let issue = edit(&issue, "- [ ] Max Roe", "- [x] Max Roe");

    // Three days later Jane has mended her link; Max has ticked the box and done nothing.
    let mended = edit(ROSTER, "jdoe/30min", "jdoe");
    let second = sit(&mended, LIST, &issue, WHEN + 72 * HOUR);
    assert_eq!((second.stage, second.step), (Some(Stage::Pinged), Step::Escalate));
    assert!(second.pings.contains("@opsman"), "{}", second.pings);
    assert!(
        second.pings.contains(
            "- [ ] Max Roe `mroe@example.com` (box ticked, still open): Invite this person to Calendly (Not in Calendly, open since 2026-11-22)"
        ),
        "{}",
        second.pings
    );
    assert!(!second.pings.contains("@jdoe") && !second.pings.contains("Jane"), "{}", second.pings);
    assert!(
        second.notes.contains("- **Addressed:** 1 finding (Jane Doe: Links to an event)"),
        "{}",
        second.notes
    );
    assert!(second.notes.contains("Not in Calendly (open since 2026-11-22)"), "{}", second.notes);
    assert!(second.notes.contains("Legal, asked by Jane (since 2026-11-22) |"), "{}", second.notes);
    assert!(
        second.notes.contains("- **Still there:** Old Hand `ohand@example.com`"),
        "{}",
        second.notes
    );
    assert!(second.notes.contains("- **Pinged:** 2026-11-22 07:40 UTC"), "{}", second.notes);

    // Three more days and nothing happened: Slack.
    let issue = format!("{}\n{}", second.notes, second.pings);
    let third = sit(&mended, LIST, &issue, WHEN + 144 * HOUR);
    assert_eq!((third.stage, third.step), (Some(Stage::Escalated), Step::Slack));
    assert!(
        third.pings.contains("Max Roe (Not in Calendly, open since 2026-11-22)"),
        "{}",
        third.pings
    );

    // Max has an account, Old Hand has none any more.
    let list = edit(
        LIST,
        "Old Hand,ohand@example.com,User,https://calendly.com/ohand",
        "Max Roe,mroe@example.com,User,https://calendly.com/mroe",
    );
    let done = sit(&mended, &list, &third.notes, WHEN + 150 * HOUR);
    // The stage is done only once the request is sent.
    assert_eq!((done.stage, done.step), (Some(Stage::Escalated), Step::Review), "{}", done.notes);
    assert!(done.pings.contains("@opsman, nothing is open any more."), "{}", done.pings);
    assert!(done.notes.contains("- **Removed:** Old Hand `ohand@example.com`"), "{}", done.notes);

    // Half a year later: the justification stands as it was, until the role changes.
    let next = WHEN + 180 * 24 * HOUR;
    let again = sit(&mended, &list, &done.notes, next);
    let carried = &again.comparison.as_ref().unwrap().justifications;
    assert_eq!(carried.len(), 1);
    assert!(carried[0].ask_again.is_empty());
    assert!(again.notes.contains("Legal, asked by Jane (since 2026-11-22) |"), "{}", again.notes);
    // A new audit: what was sent half a year ago counts no more, and nobody is escalated for it.
    let left = sit(ROSTER, &list, &third.notes, next);
    assert_eq!((left.stage, left.step), (Some(Stage::Audited), Step::Ping));
    assert!(!left.notes.contains("**Pinged:**"), "{}", left.notes);
    let promoted = edit(&list, "Jo Law,jlaw@example.com,User", "Jo Law,jlaw@example.com,Admin");
    let again = sit(&mended, &promoted, &done.notes, next);
    assert!(
        again
            .notes
            .contains("- **Ask again:** Jo Law `jlaw@example.com`: the role was User, is Admin"),
        "{}",
        again.notes
    );
    // And a year later still, since it is old.
    let old = sit(&mended, &list, &again.notes, WHEN + 366 * 24 * HOUR);
    assert!(old.notes.contains("the justification is of 2026-11-22"), "{}", old.notes);
    assert!(
        read(&old.notes)
            .people
            .iter()
            .all(|p| p.findings.iter().all(|f| f.label != Label::NotInCalendly))
    );
}

/// What stages and step an auditor sees who has these texts of the issue four days after the first sitting.
fn four_days_later(issue: &str) -> (Workflow, String) {
    let later = sit(ROSTER, LIST, issue, WHEN + 96 * HOUR);
    (later.workflow, later.pings)
}

#[test]
fn the_clock_survives_the_notes_and_the_comment_in_any_order() {
    // The advised way: the notes are copied first, then the pings.
    let first = sit(ROSTER, LIST, "", WHEN);
    let (notes, comment) = (first.notes.as_str(), first.pings.as_str());
    assert!(
        notes.contains(
            "- **To be pinged:** 1 person and an administrator of Calendly, 2026-11-22 07:40 UTC"
        ),
        "{notes}"
    );
    // Notes that are copied again once the pings are sent say so themselves.
    let again = sit(ROSTER, LIST, comment, WHEN + HOUR).notes;
    let both = [notes, "\n", comment].concat();
    let turned = [comment, "\n", notes].concat();
    for issue in [comment, &both, &turned, &again] {
        let (workflow, pings) = four_days_later(issue);
        assert_eq!(workflow.step, Step::Escalate, "{issue}");
        assert_eq!(workflow.due, Some(WHEN + 72 * HOUR));
        assert_eq!(workflow.stages[1], (Stage::Pinged, StageState::Done(WHEN)));
        assert_eq!(
            workflow.stages[2],
            (Stage::Escalated, StageState::ToDo(Some(WHEN + 72 * HOUR)))
        );
        assert!(pings.contains(": escalation, "), "{pings}");
    }
    // The notes alone, as they were copied before: nothing says that the pings were sent, so nothing is
    // ticked; when they were to be sent is not lost, and is asked for.
    let (workflow, _) = four_days_later(notes);
    assert_eq!(workflow.announced, Some((Step::Ping, WHEN)));
    assert_eq!(workflow.due, Some(WHEN + 72 * HOUR));
    assert_eq!(workflow.stages[1], (Stage::Pinged, StageState::ToDo(None)));
    assert_eq!(
        workflow.next.plain(),
        "say whether 1 person was pinged on 2026-11-22 07:40 UTC, as the earlier notes announce"
    );
    // And notes made of those notes still know it.
    let copied = sit(ROSTER, LIST, notes, WHEN + 24 * HOUR).notes;
    assert_eq!(four_days_later(&copied).0.announced, Some((Step::Ping, WHEN)));
}

#[test]
fn the_clock_of_the_escalation_survives_too() {
    let first = sit(ROSTER, LIST, "", WHEN).pings;
    let due = WHEN + 72 * HOUR;
    // The notes are copied first, then the escalation.
    let second = sit(ROSTER, LIST, &first, due);
    let (notes, comment) = (second.notes.as_str(), second.pings.as_str());
    assert!(
        notes.contains(
            "- **To be escalated:** 1 person and an administrator of Calendly, 2026-11-25 07:40 UTC"
        ),
        "{notes}"
    );
    let both = [first.as_str(), notes, comment].join("\n");
    let turned = [comment, notes, first.as_str()].join("\n");
    let again = sit(ROSTER, LIST, &both, due + HOUR).notes;
    for issue in [&[first.as_str(), comment].concat(), &both, &turned, &again] {
        let later = sit(ROSTER, LIST, issue, due + 73 * HOUR);
        assert_eq!(
            (later.step, later.workflow.due),
            (Step::Slack, Some(due + 72 * HOUR)),
            "{issue}"
        );
        assert_eq!(later.workflow.stages[2], (Stage::Escalated, StageState::Done(due)));
        assert!(
            later.pings.contains("asked on 2026-11-22 07:40 UTC, escalated on 2026-11-25"),
            "{}",
            later.pings
        );
    }
    // The notes alone do not say that it was sent: nothing is ticked, and when it was to be sent is asked about.
    let later = sit(ROSTER, LIST, notes, due + 73 * HOUR);
    assert_eq!(later.workflow.announced, Some((Step::Escalate, due)));
    assert_eq!(later.workflow.stages[1], (Stage::Pinged, StageState::Done(WHEN)));
    assert_eq!(later.workflow.stages[2], (Stage::Escalated, StageState::ToDo(Some(due))));
    assert_eq!(
        later.workflow.next.plain(),
        "say whether the managers of 1 person were pinged on 2026-11-25 07:40 UTC, as the earlier notes announce"
    );
}

#[test]
fn what_is_decided_moves_the_next_step_at_once() {
    let first = sit(ROSTER, LIST, "", WHEN);
    // Max only waits for an invitation: he is not pinged.
    assert_eq!(
        first.workflow.next.plain(),
        "ping 1 person, and ask an administrator of Calendly about 1 person"
    );
    let also = |sitting: &Sitting| -> Vec<String> {
        sitting.workflow.also.iter().map(Phrase::plain).collect()
    };
    assert_eq!(also(&first)[0], "decide on 2 users outside the team");
    let issue = decided(&first.notes, "jlaw", "Legal");
    let issue = decided(&issue, "ohand", "To be removed");
    let mended = edit(ROSTER, "jdoe/30min", "jdoe").replace("mroe@example.com", "jlaw@example.com");
    let second = sit(&mended, LIST, &issue, WHEN + HOUR);
    assert_eq!(second.step, Step::Ping, "his link is not that of the account");
    assert_eq!(also(&second)[0], "remove 1 user in Calendly");
    let mended = mended.replace("calendly.com/mroe", "calendly.com/jlaw");
    let third = sit(&mended, LIST, &issue, WHEN + HOUR);
    assert_eq!(third.workflow.announced, Some((Step::Ping, WHEN)), "another name");
    assert!(third.workflow.next.plain().starts_with("say whether 1 person was pinged"));
    let mended = mended.replace("Max Roe", "Jo Law");
    let fourth = sit(&mended, LIST, &issue, WHEN + HOUR);
    assert_eq!(fourth.workflow.next.plain(), "remove 1 user in Calendly");
    assert_eq!(fourth.workflow.stages[1], (Stage::Pinged, StageState::NotNeeded));
    assert!(fourth.pings.contains("1 user still to be removed in Calendly: Old Hand"));
}

#[test]
fn a_user_outside_who_was_not_there_is_new() {
    let first = sit(ROSTER, LIST, "", WHEN);
    let more = format!("{LIST}New Comer,new@example.com,User,https://calendly.com/new,Active\n");
    let second = sit(ROSTER, &more, &first.notes, WHEN + HOUR);
    assert_eq!(second.comparison.as_ref().unwrap().new_outside(), 1);
    assert!(
        second.notes.contains("- **New:** 0 findings, and 1 user outside the team"),
        "{}",
        second.notes
    );
    assert!(second.notes.contains("| `https://calendly.com/new` | (new) |"), "{}", second.notes);
}

#[test]
fn a_person_listed_twice_adds_nothing_when_our_notes_come_back() {
    let twice = format!(
        "{ROSTER}- name: Jane D.\n  email: jdoe@example.com\n  calendly: https://calendly.com/jane\n"
    );
    let first = sit(&twice, LIST, "", WHEN);
    let again = sit(&twice, LIST, &first.notes, WHEN + HOUR);
    let comparison = again.comparison.as_ref().unwrap();
    assert_eq!((comparison.said.as_slice(), comparison.kept.as_slice()), (&[][..], &[][..]));
    // Among the open items somebody with two entries of one name has one line.
    let same = twice.replace("Jane D.", "Jane Doe");
    let notes = sit(&same, LIST, "", WHEN).notes;
    assert_eq!(notes.matches("- **The manager:** ").count(), 1, "{notes}");
    assert!(
        again.notes.contains("Yes, by email, which 2 entries have, User, Active"),
        "{}",
        again.notes
    );
}

#[test]
fn an_accepted_check_comes_back_from_its_table_alone() {
    let first = sit(ROSTER, LIST, "", WHEN);
    let row = first.notes.lines().find(|line| line.starts_with("| Everybody in the team")).unwrap();
    let issue =
        edit(&first.notes, row, "| Everybody in the team has an account | Accepted | on leave |");
    let second = sit(ROSTER, LIST, &issue, WHEN + HOUR);
    let says = "| Everybody in the team has an account | Accepted | on leave<br>1 open: 1 person: 1 Not in Calendly |";
    assert!(second.notes.contains(says), "{}", second.notes);
    assert!(
        second
            .notes
            .contains("| Accepted |  |  |  | Everybody in the team has an account | on leave |"),
        "{}",
        second.notes
    );
    // The table that everybody sees stands over the fold, and alone is enough.
    let (visible, _) = second.notes.split_once("<summary>Decisions").unwrap();
    assert!(sit(ROSTER, LIST, visible, WHEN + HOUR).notes.contains(says));
    let taken_back =
        edit(&second.notes, says, "| Everybody in the team has an account | 1 open | |");
    assert!(!sit(ROSTER, LIST, &taken_back, WHEN + HOUR).notes.contains("| Accepted |"));
}
