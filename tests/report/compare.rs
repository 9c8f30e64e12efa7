//! Today against the earlier notes: what is new, still open or addressed, and what must be asked again.

use calendly_audit::audit::{Decision, Label, UserKey, Verdict};
use calendly_audit::calendly::{Role, Status};
use calendly_audit::day::Day;
use calendly_audit::phrase::Phrase;
use calendly_audit::report::compare::Gone;
use calendly_audit::report::earlier::{Earlier, read};
use calendly_audit::report::{Context, Report};

use super::support::{Made, WHEN, finding, notes, small};

#[test]
fn each_finding_is_new_or_still_open_or_addressed() {
    let before = read(&notes(&small()));
    let mut made = small();
    made.audit.team[0].findings = vec![finding(Label::NotInCalendly, "")];
    made.audit.team[1].findings.remove(1);
    made.list.users.remove(1);
    made.audit.outside.remove(1);
    let context = Context { when: WHEN + 72 * 3_600, ..made.context() };
    let comparison = made.compared(&before, context.when);
    let report = Report::new(&made.roster, &made.list, &made.audit, &context).compared(&comparison);
    let notes = report.markdown();
    for line in [
        "- **Earlier notes:** 2026-11-22 07:40 UTC",
        "- **New:** 1 finding (Jane Doe: Not in Calendly)",
        "- **Still open:** 1 finding, since 2026-11-22",
        "- **Addressed:** 2 findings (Jane Doe: Links to an event; Max Roe: Not in Calendly)",
        // All of it, with the details, stands in a fold.
        "<summary>Addressed (2)</summary>",
        "- Jane Doe `jdoe@example.com`: Links to an event: `use https://calendly.com/jdoe`",
        "- Max Roe `mroe@example.com`: Not in Calendly",
        "- **Removed:** Old Hand `ohand@example.com`",
    ] {
        assert!(notes.lines().any(|l| l == line), "{line} is not in {notes}");
    }
    assert!(notes.contains("| Not in Calendly (new) |"), "{notes}");
    assert!(notes.contains("| No Calendly link (open since 2026-11-22) |"), "{notes}");
    assert_eq!(comparison.addressed[0].how, Gone::Fixed);
    // The day is carried on.
    let again = read(&notes);
    assert_eq!(Earlier::of(&report).people[1], again.people[1]);
    assert_eq!(again.people[1].findings[0].since.map(Day::iso).as_deref(), Some("2026-11-22"));
}

#[test]
fn what_cannot_be_checked_is_not_called_addressed() {
    let mut first = small();
    first.audit.team[0].findings = vec![finding(Label::ShouldBeAdmin, "")];
    let before = read(&notes(&first));
    let mut made = small();
    made.audit.team[0].findings.clear();
    for user in &mut made.list.users {
        user.role = Role::NotStated;
    }
    let comparison = made.compared(&before, WHEN);
    assert_eq!(comparison.addressed[0].how, Gone::NotChecked);
}

#[test]
fn without_names_or_the_focus_in_use_nothing_is_called_addressed() {
    let gone = |label, change: fn(&mut Made)| {
        let mut first = small();
        first.audit.team[0].findings = vec![finding(label, "")];
        let before = read(&notes(&first));
        let mut made = small();
        made.audit.team[0].findings.clear();
        made.roster.people[0].focuses = vec![made.policy.admin_focus.clone()];
        change(&mut made);
        let comparison = made.compared(&before, WHEN);
        comparison.addressed[0].how
    };
    assert_eq!(gone(Label::ShouldBeAdmin, |_| ()), Gone::Fixed);
    let no_focus = |made: &mut Made| made.roster.people.iter_mut().for_each(|p| p.focuses.clear());
    assert_eq!(gone(Label::ShouldBeAdmin, no_focus), Gone::NotChecked);
    assert_eq!(gone(Label::NameDiffers, |_| ()), Gone::Fixed);
    let no_names = |made: &mut Made| made.list.users.iter_mut().for_each(|u| u.name.clear());
    assert_eq!(gone(Label::NameDiffers, no_names), Gone::NotChecked);
    let a_link =
        |made: &mut Made| "https://calendly.com/jlaw".clone_into(&mut made.list.users[0].link);
    let a_status = |made: &mut Made| made.list.users[0].status = Status::Active;
    let no_emails = |made: &mut Made| made.list.users.iter_mut().for_each(|u| u.email = None);
    for label in [Label::LinkBelongsToSomeoneElse, Label::LinkDiffersFromCalendly] {
        assert_eq!(gone(label, a_link), Gone::Fixed);
        assert_eq!(gone(label, |_| ()), Gone::NotChecked);
    }
    for label in [Label::InvitationPending, Label::AccountInactive] {
        assert_eq!(gone(label, a_status), Gone::Fixed);
        assert_eq!(gone(label, |_| ()), Gone::NotChecked);
    }
    for label in [Label::EmailDiffers, Label::NameDiffers] {
        assert_eq!(gone(label, |_| ()), Gone::Fixed);
        assert_eq!(gone(label, no_emails), Gone::NotChecked);
    }
}

#[test]
fn a_justification_is_carried_until_something_changes() {
    let mut first = small();
    first.audit.outside[0].verdict = Some(Verdict::Justified("legal".to_owned()));
    let before = read(&notes(&first));
    let half_a_year = WHEN + 182 * 86_400;
    let two_years = WHEN + 730 * 86_400;
    for (role, link, when, expected) in [
        (Role::User, "", half_a_year, vec![]),
        (Role::Admin, "", half_a_year, vec!["the role was User, is Admin"]),
        (Role::NotStated, "", half_a_year, vec![]),
        (Role::User, "", two_years, vec!["the justification is of 2026-11-22"]),
        (Role::User, "x", WHEN + 366 * 86_400, vec!["the justification is of 2026-11-22"]),
        (Role::User, "x", WHEN + 365 * 86_400, vec![]),
    ] {
        let mut made = small();
        made.list.users[0].role = role;
        link.clone_into(&mut made.list.users[0].link);
        let decisions = before.decisions(&made.list);
        assert!(decisions.contains(&Decision::Verdict(
            UserKey::from_written("jlaw@example.com"),
            Verdict::Justified("legal".to_owned())
        )));
        made.audit.outside[0].verdict = Some(Verdict::Justified("legal".to_owned()));
        made.decisions = decisions;
        let context = Context { when, ..made.context() };
        let comparison = made.compared(&before, when);
        let why: Vec<String> =
            comparison.justifications[0].ask_again.iter().map(Phrase::plain).collect();
        assert_eq!(why, expected);
        let report =
            Report::new(&made.roster, &made.list, &made.audit, &context).compared(&comparison);
        let notes = report.markdown();
        assert!(notes.contains("| legal (since 2026-11-22) |"), "{notes}");
        // The first day survives the next half-year's notes too.
        assert_eq!(read(&notes).users[0].since.map(Day::iso).as_deref(), Some("2026-11-22"));
    }
}

#[test]
fn a_justification_of_somebody_who_is_gone_keeps_its_day() {
    let again = |earlier: &str, when: i64, is_gone: bool| {
        let earlier = read(earlier);
        let mut made = small();
        made.audit.outside[0].verdict = Some(Verdict::Justified("legal".to_owned()));
        if is_gone {
            made.list.users.remove(0);
            made.audit.outside.remove(0);
            made.audit.outside[0].user = 0;
        }
        made.decisions = earlier.decisions(&made.list);
        let context = Context { when, ..made.context() };
        let comparison = made.compared(&earlier, when);
        Report::new(&made.roster, &made.list, &made.audit, &context)
            .compared(&comparison)
            .markdown()
    };
    let mut first = small();
    first.audit.outside[0].verdict = Some(Verdict::Justified("legal".to_owned()));
    let second = again(&notes(&first), WHEN + 86_400, false);
    let third = again(&second, WHEN + 2 * 86_400, true);
    for notes in [second, third] {
        let row = "| Justified |  | `jlaw@example.com` |  |  | legal | 2026-11-22 |";
        assert!(notes.contains(row), "{notes}");
    }
}

#[test]
fn what_was_meant_is_addressed_when_it_is_gone_and_not_when_the_person_is() {
    let mut first = small();
    for row in &mut first.audit.team {
        row.findings.truncate(1);
        row.findings[0].intentional = Some("on leave".to_owned());
    }
    let before = read(&notes(&first));
    let mut made = small();
    made.audit.team.truncate(1);
    made.audit.team[0].findings.clear();
    let comparison = made.compared(&before, WHEN);
    let gone: Vec<_> =
        comparison.addressed.iter().map(|one| (one.name.as_str(), one.how)).collect();
    assert_eq!(gone, [("Jane Doe", Gone::Fixed)]);
}
