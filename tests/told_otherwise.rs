//! One list told otherwise is the same list, or the page asks.
//!
//! A list is drawn as data and written in every structured form, under other headings or none, with its rows
//! and columns in another order and other columns beside them. Whatever the telling: the same users come of it, or the
//! list is in question; nobody is matched by name while an address stands anywhere; every address is accounted for;
//! and the audit is that of the same list as a plain CSV. `tests/told_otherwise/cases/*.txt` are single lists that were once
//! read wrongly.

mod agreement;
mod blocks;
mod cases;
mod list;
mod writers;

use std::fmt::Write;

use calendly_audit::audit::{How, Label, Policy, audit, repair::repairs};
use calendly_audit::calendly::{self, UserList};
use calendly_audit::day::Day;
use calendly_audit::roster::{Person, Roster};
use calendly_audit::source::Source;
use proptest::prelude::*;

use self::agreement::{accounts_for, agrees, is_in_question, said};
use self::list::{Stated, Telling, telling, users};
use self::writers::{Form, form, form_with_own_keys, separated, written};

const TODAY: Day = Day { year: 2026, month: 11, day: 22 };

fn read(text: &str) -> UserList {
    calendly::read(&[Source::new("list", text)], &[])
}

fn cases() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

/// How a person of the team comes to be in the roster beside a user.
#[derive(Debug, Clone, Copy)]
enum Kin {
    /// With the user's address.
    Same,
    /// With the user's name and page, and another address.
    Namesake,
    /// With the user's page alone.
    Page,
    /// Not at all.
    Stranger,
}

fn kin() -> impl Strategy<Value = Kin> {
    prop_oneof![4 => Just(Kin::Same), 2 => Just(Kin::Namesake), 1 => Just(Kin::Page), 2 => Just(Kin::Stranger)]
}

/// A roster that knows each user in one of these ways, with an admin's focus for some.
fn roster(users: &[Stated], kin: &[Kin]) -> Roster {
    let people =
        users.iter().zip(kin.iter().cycle()).enumerate().filter_map(|(at, (user, kin))| {
            let focus = if at % 3 == 0 { "Operations" } else { "SaaS" };
            let other = format!("colleague{at}@acme.example");
            let (name, email, calendly) = match kin {
                Kin::Stranger => return None,
                Kin::Same => (user.name.clone(), user.email.clone(), user.link()),
                Kin::Namesake => (user.name.clone(), other, String::new()),
                Kin::Page => (format!("Colleague {at}"), other, user.link()),
            };
            Some(Person {
                name,
                email,
                calendly,
                focuses: vec![focus.to_owned()],
                ..Person::default()
            })
        });
    Roster { people: people.collect(), ..Roster::default() }
}

/// What must hold of a list that is told in any way.
fn holds(telling: &Telling, form: Form) -> Result<(), TestCaseError> {
    let (text, expected) = written(telling, form);
    let list = read(&text);
    let about = || format!("{form:?}\n{text}\n{list:#?}");
    // Memberships and SCIM have no place for what else stands in the list.
    if !form.has_own_keys() {
        accounts_for(&list, &telling.addresses()).map_err(|lost| fail(&lost, &about()))?;
    }
    if is_in_question(&list) {
        prop_assert!(form.may_be_asked_about(telling), "asks without need\n{}", about());
        return Ok(());
    }
    prop_assert!(list.users.len() >= expected.len(), "a user less\n{}", about());
    agrees(&list, &expected, form.tells_names(telling)).map_err(|why| fail(&why, &about()))
}

fn fail(why: &str, about: &str) -> TestCaseError {
    TestCaseError::fail(format!("{why}\n{about}"))
}

/// The audit of a list told otherwise is that of the plain one, or nothing is concluded.
fn audits_alike(telling: &Telling, form: Form, kin: &[Kin]) -> Result<(), TestCaseError> {
    let (text, expected) = written(telling, form);
    let roster = roster(&telling.users, kin);
    let judged = |list: &UserList| audit(&roster, list, &Policy::default(), &[], TODAY);
    let list = read(&text);
    let found = judged(&list);
    let about = || format!("{form:?}\n{text}\n{list:#?}");
    let accounts = found.team.iter().flat_map(|row| &row.accounts);
    prop_assert!(accounts.clone().all(|account| account.how != How::Name), "by name\n{}", about());
    if is_in_question(&list) {
        prop_assert_eq!(accounts.count(), 0, "somebody is matched\n{}", about());
        let labels = found.team.iter().flat_map(|row| &row.findings).map(|finding| finding.label);
        prop_assert!(labels.clone().all(|label| label != Label::NotInCalendly), "{}", about());
        prop_assert!(repairs(&roster, &list, &found).invitations.is_empty(), "{}", about());
        return Ok(());
    }
    let plain = plain(&expected);
    let list_of_plain = read(&plain);
    let names = form.tells_names(telling);
    let said_of_plain = said(&roster, &list_of_plain, &judged(&list_of_plain), names);
    let said = said(&roster, &list, &found, names);
    prop_assert_eq!(said, said_of_plain, "{}\nPLAIN\n{}", about(), plain);
    Ok(())
}

/// The same users as a CSV with the headings of Calendly's own export.
fn plain(users: &[Stated]) -> String {
    let mut text = "Name,Login email,Role,Status,Calendly link\n".to_owned();
    for user in users {
        let name = user.name.replace('"', "\"\"");
        let rest =
            [&user.email, &user.role, &user.status, &user.link()].map(|cell| format!(",{cell}"));
        let _ = writeln!(text, "\"{name}\"{}", rest.concat());
    }
    text
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_list_told_otherwise_has_the_same_users(telling in telling(), form in form()) {
        holds(&telling, form)?;
    }

    #[test]
    fn a_form_with_keys_of_its_own_has_the_same_users(
        telling in telling(), form in form_with_own_keys(),
    ) {
        holds(&telling, form)?;
    }

    #[test]
    fn a_list_told_otherwise_is_audited_alike(
        telling in telling(), form in prop_oneof![3 => form().boxed(), 1 => form_with_own_keys().boxed()],
        kin in prop::collection::vec(kin(), 1..8),
    ) {
        audits_alike(&telling, form, &kin)?;
    }

    /// An address in any place at all closes the tier by name.
    #[test]
    fn nobody_is_matched_by_name_where_an_address_stands(
        users in users(), at in any::<prop::sample::Index>(), place in 0..6_usize,
    ) {
        let stranger = "someone@else.example";
        let mut lines: Vec<String> = users.iter().map(|user| format!("\"{}\",{}", user.name.replace('"', "\"\""), user.role)).collect();
        let row = at.index(lines.len());
        let mut header = "Name,Role".to_owned();
        let mut sources = Vec::new();
        match place {
            0 => lines[row].extend([",asks ", stranger]),
            1 => header = format!("List for {stranger}\n\n{header}"),
            2 => header.extend([",of ", stranger]),
            3 => lines.push(format!("\nsent by {stranger}")),
            4 => sources.push(Source::new("other", stranger)),
            _ => {
                header += ",Remark";
                lines[row].extend([",", stranger]);
            }
        }
        let text = format!("{header}\n{}\n", lines.join("\n"));
        sources.push(Source::new("list", text.clone()));
        let list = calendly::read(&sources, &[]);
        let roster = roster(&users, &[Kin::Namesake]);
        let found = audit(&roster, &list, &Policy::default(), &[], TODAY);
        let by_name = found.team.iter().flat_map(|row| &row.accounts).filter(|account| account.how == How::Name).count();
        prop_assert_eq!(by_name, 0, "{}\n{:#?}", text, list);
    }

    /// A comma in a name that nobody quoted moves the cells behind it.
    #[test]
    fn a_row_that_slipped_is_read_aright_or_not_at_all(
        telling in telling(), at in any::<prop::sample::Index>(),
    ) {
        use self::list::What;
        prop_assume!(telling.column(What::Name).is_some() && telling.has_headings);
        let text = separated(&telling, ',', false, false, false);
        let row = at.index(telling.users.len());
        // A comma right behind the name's first letter, unquoted.
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let name = telling.users[row].name.clone();
        prop_assume!(!name.is_empty() && !name.contains([',', '"']) && lines.len() == telling.users.len() + 1);
        lines[row + 1] = lines[row + 1].replacen(&name, &name.replacen(' ', ", ", 1), 1);
        let text = lines.join("\n") + "\n";
        let list = read(&text);
        accounts_for(&list, &telling.addresses()).map_err(|lost| fail(&lost, &format!("{text}\n{list:#?}")))?;
        for user in &list.users {
            for cell in [user.role.words(), user.status.words(), &user.link] {
                prop_assert!(!cell.contains('@'), "{:?}\n{}", user, text);
            }
        }
        if is_in_question(&list) {
            // Without the row that slipped there are too few left to tell whose addresses differ.
            prop_assert!(telling.may_be_asked_about() || telling.users.len() <= 4);
            return Ok(());
        }
        prop_assert!(list.users.len() + 1 >= telling.users.len(), "{text}\n{list:#?}");
        // Whoever was read was read as stated: of the row that slipped the name may differ in its comma alone.
        for user in &list.users {
            let stated = telling.expected().into_iter().find(|stated| user.written_email() == stated.email);
            let Some(stated) = stated else { return Err(fail("a user more", &format!("{user:?}\n{text}"))) };
            let named = Stated { name: user.name.clone(), ..stated };
            agrees(&UserList { users: vec![user.clone()], ..UserList::default() }, &[named], true)
                .map_err(|why| fail(&why, &text))?;
        }
    }
}

#[test]
fn every_case_comes_out_as_written() {
    cases::run();
}
