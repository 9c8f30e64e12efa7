//! The example: two short lists and a few decisions that show every kind of row.

use crate::audit::{Decided, Decision, Label, PersonKey, UserKey, Verdict};
use crate::report::Terms;
use crate::report::evidence::Inputs;
use crate::source::Source;

/// What the example is made from.
pub fn inputs() -> Inputs {
    let roster = include_str!("../../examples/support-team.yaml");
    let list = include_str!("../../examples/users.csv");
    Inputs {
        roster: vec![Source::new("example/support-team.yaml", roster)],
        list: vec![Source::new("example/users.csv", list)],
        earlier: String::new(),
        terms: Terms { decided: decided(), ..Terms::default() },
    }
}

fn decided() -> Decided {
    let user = UserKey::from_written;
    let person = PersonKey::from_written;
    Decided {
        made: vec![
            Decision::Same(person("amara.okafor@example.com"), user("amara@okafor.example")),
            Decision::Verdict(
                user("support-rota@example.com"),
                Verdict::NotAPerson("Alice Morgan".into()),
            ),
            Decision::Verdict(
                user("petra.vogel@example.com"),
                Verdict::Justified("trains the team until March".into()),
            ),
            Decision::Verdict(user("alex.doe@partner.example"), Verdict::Remove),
            Decision::Intentional(
                person("chiara.romano@example.com"),
                Label::NotACalendlyLink,
                "books through the regional tool".into(),
            ),
        ],
        taken_back: Vec::new(),
    }
}
