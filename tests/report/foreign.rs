//! Tables that somebody has changed in the notes, and tables that are none of ours: what is read, and what is kept.

use calendly_audit::report::earlier::{Earlier, Stands, read};

fn kept(earlier: &Earlier) -> Vec<(usize, &str)> {
    earlier.unplaced.iter().map(|kept| (kept.line, kept.text.as_str())).collect()
}

#[test]
fn a_table_of_ours_is_known_by_the_columns_that_are_left() {
    let outside = "### Those in Calendly but not part of support team\n\
        | Email | Justification |\n| --- | --- |\n| `max@example.com` | Legal |\n";
    let earlier = read(outside);
    assert_eq!(earlier.users[0].email, "max@example.com");
    assert_eq!((earlier.decisions.len(), kept(&earlier)), (1, vec![]));

    let decisions = "### Support Team\n\
        | Decision | Account | Reason |\n| --- | --- | --- |\n| To be removed | `max@example.com` | |\n";
    let earlier = read(decisions);
    assert_eq!((earlier.decisions.len(), kept(&earlier)), (1, vec![]));
}

#[test]
fn a_table_of_somebody_else_is_kept_line_by_line() {
    for head in ["| Decision | Reason |", "| Name | Remark |"] {
        let earlier = read(&format!("### Summary\n{head}\n| --- | --- |\n| Removal | Jane |\n"));
        assert!(earlier.decisions.is_empty() && earlier.users.is_empty(), "{head}");
        assert_eq!(kept(&earlier), [(2, head), (3, "| --- | --- |"), (4, "| Removal | Jane |")]);
    }
}

#[test]
fn words_of_somebody_are_kept_with_what_they_stand_beside() {
    let team = "### Support Team\n\
        | Name | Email | Calendly link | Issues |\n| --- | --- | --- | --- |\n\
        | Jane Doe | `jane@example.com` (old) | | No Calendly link<br>she was asked |\n\
        _Part one of three_\n";
    let earlier = read(team);
    assert_eq!(earlier.people[0].email, "jane@example.com");
    assert_eq!(earlier.people[0].findings[0].details, "she was asked");
    assert_eq!(
        kept(&earlier),
        [(4, "Jane Doe, Email: `jane@example.com` (old)"), (5, "_Part one of three_")]
    );
}

#[test]
fn blank_lines_in_a_table_of_html_are_nobodys_words() {
    let html = "### Support Team\n<table>\n\n<tr>\n<th>Name</th>\n<th>Issues</th>\n</tr>\n\n\
        <tr>\n<td>Jane Doe</td>\n<td>No Calendly link</td>\n</tr>\n\n</table>\n";
    let earlier = read(html);
    assert_eq!((earlier.people.len(), kept(&earlier)), (1, vec![]));
}

#[test]
fn words_around_the_notes_are_the_issues_and_words_below_a_table_are_the_notes() {
    let fold = "<details>\n\nOur own words\n\n</details>\n\nMore of them\n";
    let earlier = read(fold);
    assert!(earlier.unplaced.iter().all(|kept| kept.stands == Stands::Around), "{earlier:#?}");

    let table = "| Name | Email | Justification |\n| --- | --- | --- |\n\
        | Max Foe | `max@example.com` | Legal |\nSome words\n";
    let earlier = read(table);
    assert_eq!(earlier.unplaced[0].stands, Stands::Within);
}

#[test]
fn words_behind_a_task_are_kept_and_its_own_are_not() {
    let notes = |task: &str| {
        format!(
            "### Support Team\n| Name | Email | Calendly link | Issues |\n| --- | --- | --- | --- |\n\
             | Jane Doe | `jane@example.com` | | Link differs from Calendly: \
             `https://calendly.com/jane-doe-of-the-night-team` |\n\n\
             **Calendly audit FY27 Q4: first ping, 2026-11-22 07:40 UTC**\n\n- [ ] {task}\n"
        )
    };
    let task =
        "@jane: Link differs from Calendly: `https://calendly.com/jane-doe-of-the-night-team`";
    assert_eq!(kept(&read(&notes(task))), []);
    assert_eq!(kept(&read(&notes(&format!("{task}. The roster names no manager")))), []);
    assert_eq!(read(&notes(&format!("{task} she will"))).unplaced.len(), 1);
}

#[test]
fn a_time_that_no_clock_shows_is_none() {
    let pinged = |time: &str| read(&format!("### Summary\n- **Pinged:** 2026-11-22 {time} UTC\n"));
    for (time, is_one) in [("23:59", true), ("24:00", false), ("12:60", false)] {
        assert_eq!(pinged(time).events.pinged.is_some(), is_one, "{time}");
    }
}
