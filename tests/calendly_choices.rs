//! A person's word over what was detected, and what the list says of itself.

use std::fmt::Write;

use calendly_audit::calendly::{self, Choice, Format, Meaning, Role, Status, UserList};
use calendly_audit::identity::Email;
use calendly_audit::source::{Source, UnreadKind};

fn read(text: &str, choices: &[Choice]) -> UserList {
    calendly::read(&[Source::new("list", text)], choices)
}

fn emails(list: &UserList) -> Vec<&str> {
    list.users.iter().filter_map(|user| user.email.as_ref()).map(Email::written).collect()
}

#[test]
fn a_part_says_what_it_was_read_as_and_which_columns_it_has() {
    let list = read(
        "\nName,Login email,Team,Shoe size\nJane Doe,jane@example.com,Blue,38\n\n\nbob@example.com\n",
        &[],
    );
    let [table, plain] = list.parts.as_slice() else { panic!("{:#?}", list.parts) };
    assert_eq!((table.part, table.first_line, table.last_line, table.records), (0, 2, 3, 1));
    assert_eq!((table.format, table.read_as.as_str()), (Format::Comma, "CSV"));
    let columns: Vec<_> =
        table.columns.iter().map(|c| (c.index, c.header.as_str(), c.meaning)).collect();
    assert_eq!(
        columns,
        [
            (0, "Name", Meaning::Name),
            (1, "Login email", Meaning::Email),
            (2, "Team", Meaning::Group),
            (3, "Shoe size", Meaning::Other),
        ]
    );
    assert_eq!(
        (plain.part, plain.first_line, plain.last_line, plain.format),
        (1, 6, 6, Format::Emails)
    );
    assert_eq!(list.readings[0].read_as, "CSV + email addresses");
    assert_eq!(list.readings[0].records, 2);
}

#[test]
fn a_column_means_what_a_person_says() {
    let text = "Email,Private email,Role\njane@example.org,jane@example.com,Admin\n";
    assert_eq!(emails(&read(text, &[])), ["jane@example.org"]);
    let choice =
        Choice { columns: vec![(1, Meaning::Email), (2, Meaning::Other)], ..Choice::default() };
    let list = read(text, &[choice]);
    assert_eq!(emails(&list), ["jane@example.com"]);
    assert_eq!(list.users[0].role, Role::NotStated);
    let more: Vec<_> = list.users[0].more.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(more, [("Email", "jane@example.org"), ("Role", "Admin")]);
    assert_eq!(list.parts[0].columns[0].meaning, Meaning::Other, "one column is the email");
    // Whatever else is known stays.
    let text = "Name,Email,Team,Squad\nJane Doe,jane@example.com,Blue,Night\n";
    let choice = Choice { columns: vec![(3, Meaning::Group)], ..Choice::default() };
    let list = read(text, &[choice]);
    assert_eq!(list.users[0].name, "Jane Doe");
    assert_eq!(emails(&list), ["jane@example.com"]);
    assert_eq!(list.users[0].groups, ["Blue", "Night"]);
}

#[test]
fn a_format_is_read_as_a_person_says() {
    let text = "Jane Doe\njane at home\n\nbob@example.com\n";
    let as_names = Choice { format: Some(Format::Names), ..Choice::default() };
    let names: Vec<String> =
        read(text, &[as_names]).users.iter().map(|user| user.name.clone()).collect();
    assert!(names.contains(&"Jane Doe".to_owned()), "{names:?}");
    for format in Format::ALL {
        let choice = Choice { format: Some(*format), ..Choice::default() };
        let list = read("Name;Email\nJane;jane@example.com\n", &[choice]);
        assert_eq!(list.parts[0].format, *format);
        let kept = emails(&list).contains(&"jane@example.com")
            || list.readings[0]
                .unread
                .iter()
                .any(|unread| unread.excerpt.contains("jane@example.com"));
        assert!(kept, "{format:?} lost her: {list:#?}");
    }
}

#[test]
fn a_choice_for_a_part_that_is_gone_has_no_effect() {
    let text = "Name,Email\nJane,jane@example.com\n";
    let choice = Choice {
        source: 3,
        part: 9,
        format: Some(Format::Json),
        columns: vec![(usize::MAX, Meaning::Email)],
    };
    assert_eq!(read(text, &[choice]), read(text, &[]));
    let wide = Choice { columns: vec![(usize::MAX, Meaning::Email)], ..Choice::default() };
    assert_eq!(emails(&read(text, &[wide])), ["jane@example.com"]);
}

#[test]
fn several_sources_are_one_list() {
    let memberships = r#"{"collection":[{"role":"admin","user":{"email":"jane@example.com","name":"Jane"}}],"pagination":{"next_page_token":"x"}}"#;
    let second = r#"{"collection":[{"role":"user","user":{"email":"bob@example.com"}}],"pagination":{"next_page_token":null,"previous_page_token":"y"}}"#;
    let invitations = r#"{"collection":[{"email":"jane@example.com","status":"accepted"},{"email":"gone@example.com","status":"accepted"},{"email":"new@example.com","status":"pending"}]}"#;
    let sources = [
        Source::new("pasted list", ""),
        Source::new("1.json", memberships),
        Source::new("2.json", second),
        Source::new("invitations.json", invitations),
    ];
    let list = calendly::read(&sources, &[]);
    assert_eq!(emails(&list), ["jane@example.com", "bob@example.com", "new@example.com"]);
    assert_eq!(list.users[2].status, Status::Pending);
    assert_eq!(list.users[2].places[0].source, 3);
    assert_eq!(list.readings.len(), 4);
    assert_eq!(list.readings[3].read_as, "Calendly API, invitations");
    // The second page is there, so nothing is missing; an accepted invitation of a user is folded away.
    assert!(
        list.readings
            .iter()
            .all(|reading| !reading.warnings.iter().any(|w| w.contains("incomplete"))),
        "{list:#?}"
    );
    let kinds: Vec<_> = list.readings[3].unread.iter().map(|unread| unread.kind).collect();
    assert_eq!(kinds, [UnreadKind::Ignored, UnreadKind::Unknown]);
}

#[test]
fn pages_of_the_web_page_are_counted_together() {
    let page = |from: usize, to: usize, of: usize| {
        let rows: Vec<String> =
            (from..=to).map(|i| format!("P{i}\tp{i}@example.com\tUser\tActive\t\n")).collect();
        let rows = rows.concat();
        format!(
            "Active ({of})\nName\tEmail\tRole\tStatus\tCalendly link\n{rows}{from}–{to} of {of}\n\n"
        )
    };
    let whole = read(&(page(1, 25, 60) + &page(26, 50, 60) + &page(51, 60, 60)), &[]);
    assert_eq!(whole.users.len(), 60);
    assert_eq!(whole.readings[0].warnings, Vec::<String>::new());
    assert!(whole.parts.iter().flat_map(|part| &part.stated).all(calendly::StatedCount::agrees));

    let without_the_last = read(&(page(1, 25, 60) + &page(26, 50, 60)), &[]);
    let warnings = without_the_last.readings[0].warnings.join("\n");
    assert!(warnings.contains("Active (60)") && warnings.contains("50 were read"), "{warnings}");
}

#[test]
fn two_lines_on_one_user_say_the_same_in_either_order() {
    let one = "Jane Doe,jane@example.com,https://calendly.com/jane/30min,Biller\n";
    let other = "J. Doe,jane@example.com,https://calendly.com/jdoe,Auditor\n";
    let of = |lines: [&str; 2]| read(&["Name,Email,Link,Role\n", lines[0], lines[1]].concat(), &[]);
    let (list, turned) = (of([one, other]), of([other, one]));
    for list in [&list, &turned] {
        let [user] = list.users.as_slice() else { panic!("{:#?}", list.users) };
        assert_eq!(
            (user.name.as_str(), user.link.as_str()),
            ("Jane Doe", "https://calendly.com/jdoe")
        );
        assert_eq!(user.role, Role::Other("Auditor".to_owned()));
        let told: Vec<&String> =
            list.readings[0].warnings.iter().filter(|w| w.contains("stated twice")).collect();
        let [told] = told.as_slice() else { panic!("{told:?}") };
        for said in ["Jane Doe", "J. Doe", "/jane/30min", "/jdoe", "Biller", "Auditor"] {
            assert!(told.contains(said), "{told}");
        }
    }
}

#[test]
fn what_one_user_repeats_a_hundred_thousand_times_is_read_in_linear_time() {
    use std::fmt::Write;
    let mut table = "Email,Group\n".to_owned();
    let mut object = "[{\"email\":\"jane@example.com\"".to_owned();
    for n in 0..100_000 {
        let _ = writeln!(table, "jane@example.com,group {n}");
        let _ = write!(object, ",\"first_name\":\"Jane{n}\"");
    }
    object += "}]";
    let begun = std::time::Instant::now();
    let list = read(&table, &[]);
    assert_eq!((list.users.len(), list.users[0].groups.len()), (1, 100_000));
    let list = read(&object, &[]);
    assert!(list.users[0].name.len() < 1_000, "{}", list.users[0].name.len());
    assert!(list.users[0].more.len() > 99_000, "nothing is dropped");
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
#[ignore = "large: cargo test -- --ignored"]
fn a_text_that_states_a_hundred_thousand_counts_is_read_in_linear_time() {
    use std::fmt::Write;
    let (mut pagers, mut tabs) = (String::new(), String::new());
    for n in 0..100_000 {
        let row = format!("\tP{n} p{n}@example.com\tUser\t\t⋮");
        let _ = writeln!(pagers, "{row}\n1–2 of {}", 3 + n % 50_000);
        let _ = writeln!(tabs, "Active ({})\n{row}", 3 + n % 50_000);
    }
    for text in [pagers, tabs] {
        let begun = std::time::Instant::now();
        let list = read(&text, &[]);
        assert_eq!(list.users.len(), 100_000);
        assert!(list.parts.iter().any(|part| !part.stated.is_empty()));
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }
}

#[test]
fn a_markdown_table_says_which_columns_it_has() {
    let list = read("| Name | Email |\n| --- | --- |\n| Jane Doe | jane@example.com |\n", &[]);
    let columns: Vec<_> =
        list.parts[0].columns.iter().map(|c| (c.header.as_str(), c.meaning)).collect();
    assert_eq!(columns, [("Name", Meaning::Name), ("Email", Meaning::Email)]);
}

#[test]
fn an_empty_status_states_none() {
    let list = read(r#"[{"email": "jane@example.com", "status": ""}]"#, &[]);
    assert_eq!(list.users[0].status, Status::NotStated);
}

#[test]
fn two_stray_quotation_marks_far_apart_swallow_nobody() {
    let mut text = String::from("Name,Email\n\"Jane Doe,jane@example.com\n");
    for n in 0..200 {
        let _ = writeln!(text, "User {n},user{n}@example.com");
    }
    text.push_str("Max Foe\",max@example.com\n");
    assert_eq!(emails(&read(&text, &[])).len(), 202);
}
