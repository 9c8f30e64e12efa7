//! Whom the texts mention, and when which is due.

use calendly_audit::audit::{Check, Decision, Label, TeamRow, Verdict};
use calendly_audit::phrase::Phrase;
use calendly_audit::report::earlier::read;
use calendly_audit::report::pings::{manager_concern, mention, pings, reviewer_concerns};
use calendly_audit::report::workflow::{Events, Stage, Step, Workflow};
use calendly_audit::report::{Context, Origin, Report};

use proptest::prelude::*;

use super::support::{Made, WHEN, alive, finding, gitlab, person, render, user};

const HOUR: i64 = 3_600;

/// Jane and Max have something to answer; John is Jane's manager; Max's is not in the roster.
fn made() -> Made {
    let mut made = Made::default();
    let mut jane = person("Jane Doe", "jdoe@example.com", "jdoe", "");
    "john MANAGER".clone_into(&mut jane.reports_to);
    let mut max = person("Max *Roe*", "mroe@example.com", "all", "");
    "Nobody Here".clone_into(&mut max.reports_to);
    let john = person("John Manager", "jman@example.com", "jman", "");
    let row = |labels: &[Label]| TeamRow {
        findings: labels.iter().map(|label| finding(*label, "")).collect(),
        ..TeamRow::default()
    };
    made.person(jane, row(&[Label::NoCalendlyLink, Label::NotStartedYet]));
    made.person(max, row(&[Label::NotInCalendly, Label::EmailDiffers]));
    made.person(john, row(&[Label::NotStartedYet]));
    // There is an audit only where the list holds somebody.
    made.user(user("Jane Doe", "jdoe@example.com"));
    "@opsman".clone_into(&mut made.policy.operations_manager);
    made.origin = Origin::Fetched {
        project: "gitlab-com/support/team".to_owned(),
        path: "data/support-team.yaml".to_owned(),
        commit: "1a2b3c4d5e6f".to_owned(),
    };
    made
}

/// Accepts whatever the lists, which are made by hand, do not prove.
fn accept_all(made: &mut Made) {
    let accepted = Check::ALL.iter().map(|check| Decision::Accept(*check, "agreed".to_owned()));
    made.decisions.extend(accepted);
}

fn at(made: &Made, when: i64, pinged: Option<i64>, escalated: Option<i64>) -> Context<'_> {
    Context { when, events: Events { pinged, escalated, ..Events::default() }, ..made.context() }
}

#[track_caller]
fn text(made: &Made, context: &Context<'_>) -> calendly_audit::report::pings::Pings {
    let report = Report::new(&made.roster, &made.list, &made.audit, context);
    let pings = pings(&report, None);
    // Rendered as GitLab does, the text mentions those whom it says it mentions, and nothing else lives.
    let seen = render(&pings.text, &gitlab());
    assert_eq!(seen.forbidden, Vec::<String>::new(), "{}", pings.text);
    let mut mentioned = Vec::new();
    for text in &seen.text {
        let mut left = text.clone();
        for name in &pings.mentioned {
            let at = format!("@{name}");
            if left.contains(&at) {
                left = left.replace(&at, "");
                mentioned.push(name.clone());
            }
        }
        assert_eq!(alive(&left), None, "{}", pings.text);
    }
    mentioned.sort();
    mentioned.dedup();
    let mut says = pings.mentioned.clone();
    says.sort();
    assert_eq!(mentioned, says, "{}", pings.text);
    pings
}

#[test]
fn the_first_ping_asks_each_person() {
    let made = made();
    let pings = text(&made, &at(&made, WHEN, None, None));
    assert_eq!(pings.step, Step::Ping);
    assert_eq!(pings.mentioned, ["jdoe", "opsman"]);
    assert_eq!(
        pings.text,
        "**Calendly audit FY27 Q4: first ping, 2026-11-22 07:40 UTC**\n\n\
         Please fix the items below, or reply why they are intended. Then tick the box.\n\n\
         - [ ] @jdoe: Add `calendly:` with your Calendly page to your entry (No Calendly link)\n\n\
         Without a GitLab username that can be mentioned:\n\n\
         - [ ] `Max *Roe*` `mroe@example.com` (unusual username `all`): Use one email: change it in Calendly, or change `email:` in your entry (Email differs)\n\n\
         @opsman: To do in Calendly, as an administrator:\n\n\
         - [ ] `Max *Roe*` `mroe@example.com`: Invite this person to Calendly (Not in Calendly)\n"
    );
}

#[test]
fn who_has_no_username_is_named() {
    let mut made = made();
    let row =
        TeamRow { findings: vec![finding(Label::InvitationPending, "")], ..TeamRow::default() };
    made.person(person("Ann Poe", "apoe@example.com", "", ""), row);
    let pings = text(&made, &at(&made, WHEN, None, None));
    let line = "- [ ] Ann Poe `apoe@example.com`: Accept the Calendly invitation in your inbox (Invitation pending)\n";
    assert!(pings.text.contains(line), "{}", pings.text);
}

#[test]
fn after_three_days_the_managers_are_asked() {
    let made = made();
    let pinged = Some(WHEN);
    let early = text(&made, &at(&made, WHEN + 72 * HOUR - 1, pinged, None));
    assert_eq!(early.step, Step::Ping);
    let pings = text(&made, &at(&made, WHEN + 72 * HOUR, pinged, None));
    assert_eq!(pings.step, Step::Escalate);
    assert_eq!(pings.mentioned, ["opsman", "jman"]);
    assert_eq!(
        pings.text,
        "**Calendly audit FY27 Q4: escalation, 2026-11-25 07:40 UTC**\n\n\
         @opsman, for your information. Asked on 2026-11-22 07:40 UTC. No answer yet. Please see that each person does what they were asked below, or replies why it is intended.\n\n\
         - @jman:\n  \
           - [ ] Jane Doe `jdoe@example.com`: Add `calendly:` with your Calendly page to your entry (No Calendly link)\n\n\
         Whose manager cannot be mentioned:\n\n\
         - [ ] `Max *Roe*` `mroe@example.com`: Use one email: change it in Calendly, or change `email:` in your entry (Email differs). The manager Nobody Here is not in the roster\n\n\
         @opsman: To do in Calendly, as an administrator:\n\n\
         - [ ] `Max *Roe*` `mroe@example.com`: Invite this person to Calendly (Not in Calendly)\n"
    );
}

#[test]
fn after_three_more_days_there_is_a_text_for_slack() {
    let made = made();
    let escalated = Some(WHEN + 72 * HOUR);
    let early = text(&made, &at(&made, WHEN + 143 * HOUR, Some(WHEN), escalated));
    assert_eq!(early.step, Step::Escalate);
    let pings = text(&made, &at(&made, WHEN + 144 * HOUR, Some(WHEN), escalated));
    assert_eq!(pings.step, Step::Slack);
    assert_eq!(pings.mentioned, Vec::<String>::new());
    assert_eq!(
        pings.text,
        "Calendly audit FY27 Q4: no answer from these people, nor from their managers, asked on \
         2026-11-22 07:40 UTC, escalated on 2026-11-25 07:40 UTC. \
         Jane Doe (No Calendly link); `Max *Roe*` (Not in Calendly; Email differs). \
         The audit's issue has the details. What shall we do next?\n"
    );
}

#[test]
fn where_nothing_is_open_the_review_is_asked_for() {
    let mut made = made();
    for row in &mut made.audit.team {
        row.findings.clear();
    }
    accept_all(&mut made);
    let context = at(&made, WHEN, Some(WHEN), None);
    let pings = text(&made, &context);
    assert_eq!(pings.step, Step::Review);
    assert_eq!(pings.mentioned, ["opsman"]);
    assert!(pings.text.contains(
        "- **Roster:** `gitlab-com/support/team` `data/support-team.yaml` at `1a2b3c4d`"
    ));
    // The request lists the seven checks with what stands for them.
    let report = Report::new(&made.roster, &made.list, &made.audit, &context);
    for line in report.checks() {
        let row = format!("| {} | {} | ", line.title.plain(), line.outcome.text());
        assert!(pings.text.contains(&row), "{row} is not in {}", pings.text);
    }
}

#[test]
fn strangers_without_a_decision_wait_for_the_auditor() {
    let mut made = made();
    for row in &mut made.audit.team {
        row.findings.clear();
    }
    made.outside(user("@all", "x@example.com"), calendly_audit::audit::OutsideRow::default());
    let pings = text(&made, &at(&made, WHEN, Some(WHEN), None));
    assert_eq!(pings.step, Step::Decide);
    assert!(pings.text.contains("1 user outside the team"));
    assert_eq!(pings.mentioned, Vec::<String>::new());
    made.outside(user("Jo Law", "jlaw@example.com"), calendly_audit::audit::OutsideRow::default());
    for (pinged, escalated, stage) in [
        (None, None, Stage::Audited),
        (Some(WHEN), None, Stage::Pinged),
        (Some(WHEN), Some(WHEN), Stage::Escalated),
        (None, Some(WHEN), Stage::Escalated),
    ] {
        let context = at(&made, WHEN, pinged, escalated);
        let workflow = Workflow::of(&Report::new(&made.roster, &made.list, &made.audit, &context));
        assert_eq!(
            (workflow.reached(), workflow.step, workflow.due),
            (Some(stage), Step::Decide, None)
        );
        assert_eq!(
            text(&made, &context).text,
            "**Calendly audit FY27 Q4: decisions, 2026-11-22 07:40 UTC**\n\n\
             Nobody has to be asked. 2 users outside the team still to be justified or removed: \
             `@all` `x@example.com`, Jo Law `jlaw@example.com`.\n"
        );
    }
}

#[test]
fn the_workflow_says_what_is_due_when() {
    let mut made = made();
    made.policy.answer_hours = 24;
    let day = 24 * HOUR;
    for (pinged, escalated, stage, step, due) in [
        (None, None, Stage::Audited, Step::Ping, None),
        (Some(WHEN), None, Stage::Pinged, Step::Escalate, Some(WHEN + day)),
        (Some(WHEN), Some(WHEN + day), Stage::Escalated, Step::Slack, Some(WHEN + 2 * day)),
        (None, Some(WHEN), Stage::Escalated, Step::Slack, Some(WHEN + day)),
    ] {
        let context = at(&made, WHEN, pinged, escalated);
        let workflow = Workflow::of(&Report::new(&made.roster, &made.list, &made.audit, &context));
        assert_eq!((workflow.reached(), workflow.step, workflow.due), (Some(stage), step, due));
        assert_eq!(
            Report::new(&made.roster, &made.list, &made.audit, &context).tally().to_answer,
            2
        );
    }
    let stages = [Stage::Audited, Stage::Pinged, Stage::Escalated, Stage::Review];
    assert_eq!(stages.map(Stage::text), ["Audited", "Pinged", "Escalated", "Review"]);
}

#[test]
fn what_was_sent_is_read_back_with_its_ticked_boxes() {
    let made = made();
    let ping = text(&made, &at(&made, WHEN, None, None)).text;
    let escalation = text(&made, &at(&made, WHEN + 72 * HOUR, Some(WHEN), None)).text;
    let issue = format!("{ping}\n{escalation}").replacen("- [ ] @jdoe", "- [x] @jdoe", 1);
    let earlier = read(&issue);
    assert_eq!(earlier.events.pinged, Some(WHEN));
    assert_eq!(earlier.events.escalated, Some(WHEN + 72 * HOUR));
    assert_eq!(
        earlier.ticked,
        ["@jdoe: Add calendly: with your Calendly page to your entry (No Calendly link)"]
    );
    assert_eq!(earlier.unplaced, []);
    let context = at(&made, WHEN + 80 * HOUR, Some(WHEN), None);
    let report = Report::new(&made.roster, &made.list, &made.audit, &context);
    let again = pings(&report, Some(&earlier)).text;
    assert!(
        again.contains("Jane Doe `jdoe@example.com` (box ticked, still open): Add `calendly:`"),
        "{again}"
    );
    assert!(again.contains("`Max *Roe*` `mroe@example.com`: Use one email"), "{again}");
}

#[test]
fn only_a_single_persons_username_is_mentioned() {
    let mut made = made();
    "https://gitlab.example.com/Rota/audits".clone_into(&mut made.policy.issues_project);
    let context = made.context();
    for name in ["jdoe", "j.doe", "jane-doe_1", "12345", "@jdoe", "JDoe"] {
        assert_eq!(mention(name, &context), Some(name.trim_start_matches('@')), "{name}");
    }
    for name in [
        "",
        "a",
        "all",
        "ALL",
        "@all",
        "here",
        "gitlab-com",
        "support",
        "team",
        "gitlab-com/support",
        "jane doe",
        "jdoe*",
        "_jdoe",
        "jdoe_",
        "-jdoe",
        "j__doe",
        "jdoe.",
        "jdoe.git",
        "jdöe",
        "jdoe\n@all",
        "@@jdoe",
        "<jdoe>",
        "www.example.com",
        "jdoe, @all",
        "rota",
        "audits",
    ] {
        assert_eq!(mention(name, &context), None, "{name}");
    }
    assert_eq!(mention(&"a".repeat(256), &context), None);
}

#[test]
fn a_reviewer_who_is_concerned_is_pointed_out() {
    for (manager, auditor, expected) in [
        ("opsman", "Jane Doe", vec![]),
        ("", "", vec![]),
        ("opsman", "@OpsMan", vec!["The reviewer opsman is also the auditor."]),
        (
            "jman",
            "john manager",
            vec![
                "The reviewer jman is also the auditor.",
                "The reviewer jman is in this audit's own findings.",
            ],
        ),
        ("jdoe", "", vec!["The reviewer jdoe is in this audit's own findings."]),
        (
            "jdoe",
            "JDoe@example.com",
            vec![
                "The reviewer jdoe is also the auditor.",
                "The reviewer jdoe is in this audit's own findings.",
            ],
        ),
    ] {
        let mut made = made();
        manager.clone_into(&mut made.policy.operations_manager);
        auditor.clone_into(&mut made.policy.auditor);
        let context = made.context();
        let report = Report::new(&made.roster, &made.list, &made.audit, &context);
        let said: Vec<_> = reviewer_concerns(&report).iter().map(Phrase::plain).collect();
        assert_eq!(said, expected);
    }
}

#[test]
fn the_ping_carries_the_repair() {
    let mut made = made();
    made.roster.people[0].calendly = "https://calendly.com/jdoe/30min".to_owned();
    made.audit.team[0].findings = vec![finding(Label::LinksToAnEvent, "")];
    let pings = text(&made, &at(&made, WHEN, None, None));
    let line = "- [ ] @jdoe: Change `calendly:` in your entry to `https://calendly.com/jdoe` (Links to an event)\n";
    assert!(pings.text.contains(line), "{}", pings.text);
}

#[test]
fn what_is_meant_is_not_asked() {
    let mut made = made();
    for row in &mut made.audit.team {
        for finding in &mut row.findings {
            finding.intentional = Some("on leave".to_owned());
        }
    }
    made.outside(
        user("Bot", "bot@example.com"),
        calendly_audit::audit::OutsideRow {
            verdict: Some(Verdict::NotAPerson("Jane".to_owned())),
            ..calendly_audit::audit::OutsideRow::default()
        },
    );
    let step = |made: &Made| {
        let context = made.context();
        Workflow::of(&Report::new(&made.roster, &made.list, &made.audit, &context)).step
    };
    // Nobody is asked, and still the review waits for what was not checked.
    assert_eq!(step(&made), Step::Settle);
    accept_all(&mut made);
    assert_eq!(step(&made), Step::Review);
}

#[test]
fn a_support_operations_manager_who_cannot_be_mentioned_is_said() {
    for (username, concern, begins) in [
        ("opsman", None, "@opsman, for your information. Asked on"),
        (
            "",
            Some(
                "The Support Operations Manager cannot be mentioned: set the GitLab username under Policy.",
            ),
            "Asked on",
        ),
        (
            "support",
            Some(
                "The Support Operations Manager cannot be mentioned: support is an unusual username, or a group's.",
            ),
            "`support` (unusual username), for your information. Asked on",
        ),
    ] {
        let mut made = made();
        username.clone_into(&mut made.policy.operations_manager);
        let context = at(&made, WHEN + 72 * HOUR, Some(WHEN), None);
        let report = Report::new(&made.roster, &made.list, &made.audit, &context);
        assert_eq!(manager_concern(&report).map(|said| said.plain()).as_deref(), concern);
        let escalation = text(&made, &context).text;
        let second = escalation.lines().nth(2).unwrap_or_default();
        assert!(second.starts_with(begins), "{escalation}");
        assert_eq!(read(&escalation).unplaced, []);
    }
}

#[test]
fn each_managers_people_stand_below_the_manager() {
    let mut made = made();
    let row =
        || TeamRow { findings: vec![finding(Label::InvitationPending, "")], ..TeamRow::default() };
    for (name, manager) in [
        ("Ann Poe", "John Manager"),
        ("Bob Poe", ""),
        ("Cid Poe", "Max *Roe*"),
        ("Dee Poe", "Twin"),
    ] {
        let mut person = person(name, "", "someone", "");
        manager.clone_into(&mut person.reports_to);
        made.person(person, row());
    }
    for _ in 0..2 {
        made.person(person("Twin", "", "twin", ""), TeamRow::default());
    }
    let pings = text(&made, &at(&made, WHEN + 72 * HOUR, Some(WHEN), None));
    for line in [
        "- @jman:",
        "  - [ ] Jane Doe `jdoe@example.com`: Add `calendly:` with your Calendly page to your entry (No Calendly link)",
        "  - [ ] Ann Poe: Accept the Calendly invitation in your inbox (Invitation pending)",
        "- [ ] Bob Poe: Accept the Calendly invitation in your inbox (Invitation pending). The roster names no manager",
        "- [ ] Cid Poe: Accept the Calendly invitation in your inbox (Invitation pending). The manager `Max *Roe*` has an unusual GitLab username: `all`",
        "- [ ] Dee Poe: Accept the Calendly invitation in your inbox (Invitation pending). The manager Twin is in the roster more than once",
    ] {
        assert!(pings.text.lines().any(|other| other == line), "{line} is not in {}", pings.text);
    }
}

#[test]
fn one_person_gets_one_bullet() {
    let mut made = made();
    let row = |label| TeamRow { findings: vec![finding(label, "")], ..TeamRow::default() };
    for label in [Label::InvitationPending, Label::SingleUseLink, Label::InvitationPending] {
        made.person(person("Jane Doe", "jdoe@example.com", "@JDoe", ""), row(label));
    }
    let pings = text(&made, &at(&made, WHEN, None, None));
    let bullets: Vec<_> =
        pings.text.lines().filter(|line| line.to_lowercase().contains("jdoe")).collect();
    assert_eq!(
        bullets,
        ["- [ ] @jdoe: Add `calendly:` with your Calendly page to your entry (No Calendly link). \
          Accept the Calendly invitation in your inbox (Invitation pending). \
          Change `calendly:` in your entry to your main page, which works more than once (Single-use link)"]
    );
}

#[test]
fn a_label_stands_once_however_many_entries_a_person_has() {
    let mut made = made();
    for (slug, label) in [
        ("jane/30min", Label::LinksToAnEvent),
        ("jd/15min", Label::LinksToAnEvent),
        ("jane", Label::InvitationPending),
        ("jd", Label::InvitationPending),
    ] {
        let link = format!("https://calendly.com/{slug}");
        let mut jane = person("Jane Poe", "jpoe@example.com", "jpoe", &link);
        "John Manager".clone_into(&mut jane.reports_to);
        let row = TeamRow { findings: vec![finding(label, "")], ..TeamRow::default() };
        made.person(jane, row);
    }
    let escalated = text(&made, &at(&made, WHEN + 72 * HOUR, Some(WHEN), None));
    for pings in [text(&made, &at(&made, WHEN, None, None)), escalated] {
        let about = |line: &&str| line.contains("@jpoe:") || line.contains("Jane Poe");
        let bullets: Vec<_> = pings.text.lines().filter(about).collect();
        assert_eq!(bullets.len(), 1, "{}", pings.text);
        for label in ["Links to an event", "Invitation pending"] {
            assert_eq!(bullets[0].matches(label).count(), 1, "{}", bullets[0]);
        }
        for link in ["https://calendly.com/jane`", "https://calendly.com/jd`"] {
            assert!(bullets[0].contains(link), "{}", bullets[0]);
        }
    }
}

#[test]
fn only_those_who_get_a_ping_are_counted() {
    let mut made = Made::default();
    made.user(user("Jane Doe", "jdoe@example.com"));
    let counts = |made: &Made| {
        let context = made.context();
        let report = Report::new(&made.roster, &made.list, &made.audit, &context);
        let tally = report.tally();
        let bullets = pings(&report, None).text.matches("- [ ] @").count();
        assert_eq!(bullets, tally.to_ping, "{}", pings(&report, None).text);
        let said = report.summary().into_iter().find(|(term, _)| *term == "To be pinged");
        let said = said.map(|(_, said)| said.plain()).unwrap_or_default();
        (Workflow::of(&report).next.plain(), said.replace(", 2026-11-22 07:40 UTC", ""))
    };
    let mut add = |name: &str, labels: &[Label]| {
        let findings = labels.iter().map(|label| finding(*label, "")).collect();
        let row = TeamRow { findings, ..TeamRow::default() };
        made.person(person(name, &format!("{name}@example.com"), name, ""), row);
        counts(&made)
    };
    let both = |next: &str, said: &str| (next.to_owned(), said.to_owned());
    assert_eq!(
        add("waits", &[Label::NotInCalendly]),
        both("ask an administrator of Calendly about 1 person", "an administrator of Calendly")
    );
    assert_eq!(
        add("asked", &[Label::InvitationPending, Label::SingleUseLink]),
        both(
            "ping 1 person, and ask an administrator of Calendly about 1 person",
            "1 person and an administrator of Calendly"
        )
    );
    // The same person in a second entry is the same person.
    add("asked", &[Label::NoCalendlyLink]);
    assert_eq!(
        add("two", &[Label::NoEmail, Label::ShouldBeAdmin]),
        both(
            "ping 2 people, and ask an administrator of Calendly about 2 people",
            "2 people and an administrator of Calendly"
        )
    );
}

#[test]
fn an_escalation_for_administrators_alone_asks_no_manager() {
    let mut made = Made::default();
    made.user(user("Jane Doe", "jdoe@example.com"));
    "opsman".clone_into(&mut made.policy.operations_manager);
    let row = TeamRow { findings: vec![finding(Label::NotInCalendly, "")], ..TeamRow::default() };
    made.person(person("Max Roe", "mroe@example.com", "mroe", ""), row);
    let pings = text(&made, &at(&made, WHEN + 72 * HOUR, Some(WHEN), None));
    assert_eq!(
        pings.text,
        "**Calendly audit FY27 Q4: escalation, 2026-11-25 07:40 UTC**\n\n\
         Asked on 2026-11-22 07:40 UTC. No answer yet.\n\n\
         @opsman: To do in Calendly, as an administrator:\n\n\
         - [ ] Max Roe `mroe@example.com`: Invite this person to Calendly (Not in Calendly)\n"
    );
    assert_eq!(read(&pings.text).unplaced, []);
}

#[test]
fn what_administrators_do_mentions_nobody_concerned() {
    let mut made = Made::default();
    "opsman".clone_into(&mut made.policy.operations_manager);
    made.user(user("Jane Doe", "jdoe@example.com"));
    let labels = [
        Label::NotInCalendly,
        Label::AccountInactive,
        Label::SeveralAccounts,
        Label::ShouldBeAdmin,
        Label::ShouldNotBeAdmin,
    ];
    for (nth, label) in labels.into_iter().enumerate() {
        let row = TeamRow { findings: vec![finding(label, "")], ..TeamRow::default() };
        let email = format!("p{nth}@example.com");
        made.person(person("Pat", &email, &format!("pat{nth}"), ""), row);
    }
    for (pinged, when) in [(None, WHEN), (Some(WHEN), WHEN + 72 * HOUR)] {
        let pings = text(&made, &at(&made, when, pinged, None));
        assert_eq!(pings.mentioned, ["opsman"]);
        assert_eq!(pings.text.matches("- [ ] Pat `p").count(), labels.len(), "{}", pings.text);
        assert_eq!(read(&pings.text).unplaced, []);
    }
}

#[test]
fn each_label_is_asked_and_read_back() {
    for label in Label::ALL.iter().filter(|label| **label != Label::NotStartedYet) {
        for details in ["", "John Roe", "jane@example.com (old). The end"] {
            let mut made = Made::default();
            made.user(user("Jane Doe", "jdoe@example.com"));
            let row = TeamRow { findings: vec![finding(*label, details)], ..TeamRow::default() };
            let mut jane = person("Jane Doe", "jdoe@example.com", "jdoe", "");
            "John Roe".clone_into(&mut jane.reports_to);
            made.person(jane, row);
            made.person(person("John Roe", "", "jroe", ""), TeamRow::default());
            let pings = text(&made, &at(&made, WHEN, None, None)).text;
            assert!(pings.contains(&format!("({})", label.text())), "{pings}");
            assert!(
                pings.contains(
                    &label.to_do(None).plain().split(' ').next().unwrap_or("?").to_owned()
                )
            );
            let earlier = read(&pings);
            assert_eq!((earlier.events.pinged, earlier.unplaced), (Some(WHEN), vec![]), "{pings}");
            let answered = pings.replace(
                &format!("({})\n", label.text()),
                &format!("({}) next week\n", label.text()),
            );
            assert_ne!(read(&answered).unplaced, [], "{answered}");
        }
    }
}

/// Words that would mention, refer or command, wherever they came alive.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => prop::sample::select(vec![
            "@all", "@jdoe", "all", "jdoe", " ", "\n", "`", "/close", "#1", "[x](y)", "<b>", "|", "- [ ] ",
            "&#64;all", "\\@all", "John Manager", "**", "/", ":", "https://x.example", "\u{202e}", "é",
        ]).prop_map(str::to_owned),
        1 => "[ -~]{0,4}",
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever the lists, the policy and the earlier notes hold: who is mentioned is said, and is a username of
    /// the roster or of the policy; nothing else comes alive, and no line is a command.
    #[test]
    fn nobody_else_is_ever_mentioned(
        people in prop::collection::vec((hostile(), hostile(), hostile(), hostile(), hostile()), 0..4),
        outside in hostile(), manager in hostile(), auditor in hostile(), step in 0..5,
    ) {
        let mut made = Made::default();
        for (name, email, gitlab, reports_to, details) in &people {
            let mut person = person(name, email, gitlab, details);
            reports_to.clone_into(&mut person.reports_to);
            let findings = vec![finding(Label::LinksToAnEvent, details)];
            let findings = if step < 3 { findings } else { Vec::new() };
            made.person(person, TeamRow { findings, ..TeamRow::default() });
        }
        let verdict = (step == 4).then(|| Verdict::Justified(outside.clone()));
        made.outside(user(&outside, ""), calendly_audit::audit::OutsideRow { verdict, ..Default::default() });
        made.policy.operations_manager = manager;
        made.policy.auditor = auditor;
        let (pinged, escalated) = ((step > 0).then_some(WHEN), (step > 1).then_some(WHEN + 72 * HOUR));
        let pings = text(&made, &at(&made, WHEN + 200 * HOUR, pinged, escalated));
        let known = |name: &String| {
            let is = |written: &str| written.trim().trim_start_matches('@') == name;
            is(&made.policy.operations_manager) || made.roster.people.iter().any(|person| is(&person.gitlab))
        };
        prop_assert!(pings.mentioned.iter().all(known), "{:?}", pings.mentioned);
        prop_assert!(pings.text.lines().all(|line| !line.trim_start().starts_with('/')), "{}", pings.text);
    }
}
