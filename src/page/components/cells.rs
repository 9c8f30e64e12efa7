//! The cells of a row: every word that the notes have, and to the eye only what is not ordinary.
//!
//! What every row would repeat (`https://calendly.com/`, `Yes, by email`) stays in the document, so that it is found, copied
//! and read aloud; the class `usual` takes it from the eye.

use calendly_audit::audit::{Finding, Label, Level};
use calendly_audit::phrase::{Phrase, Piece};
use calendly_audit::session::view::{Candidate, RowView};
use yew::prelude::*;

use super::phrase;

/// Where personal pages are.
const HOST: &str = "https://calendly.com/";
/// Words about an account that most accounts have.
const ORDINARY: [&str; 4] = ["Yes", "by email", "User", "Active"];

/// Returns a link that opens in a new tab, which learns nothing of this one; as text where it is no web address.
pub fn link(written: &str) -> Html {
    if !written.starts_with("https://") {
        return html! { <bdi>{ written }</bdi> };
    }
    html! { <a href={written.to_owned()} dir="ltr" target="_blank" rel="noopener noreferrer">{ short(written) }</a> }
}

/// Returns an address of which the eye sees what differs from row to row.
fn short(written: &str) -> Html {
    match written.strip_prefix(HOST) {
        Some(slug) if !slug.is_empty() => {
            html! { <><span class="usual">{ HOST }</span>{ slug }</> }
        }
        _ => html! { written },
    }
}

/// Returns the cell of a link.
pub fn link_cell(cell: &Phrase) -> Html {
    match &*cell.0 {
        [Piece::Code(written)] => link(written),
        _ => phrase::show(cell),
    }
}

/// Returns the cell of an email address: where it takes two lines, the second one begins with the `@`.
pub fn email_cell(cell: &Phrase) -> Html {
    match &*cell.0 {
        [Piece::Code(address)] => match address.rfind('@') {
            Some(at) => {
                let (local, domain) = address.split_at(at);
                html! { <code>{ local.to_owned() }<wbr />{ domain.to_owned() }</code> }
            }
            None => phrase::show(cell),
        },
        _ => phrase::show(cell),
    }
}

/// Returns the cell of an account: a mark for an ordinary one, and a badge for each word that is not.
pub fn account_cell(cell: &Phrase) -> Html {
    let [Piece::Trusted(words), rest @ ..] = &*cell.0 else { return phrase::show(cell) };
    if !words.starts_with("Yes") {
        return phrase::show(cell);
    }
    let one = |(nth, word): (usize, &str)| {
        let comma = (nth > 0).then_some(", ");
        // That several entries have the address is among the issues, with their names.
        if word.is_empty() || ORDINARY.contains(&word) || word.starts_with("which ") {
            html! { <span class="usual">{ comma }{ word.to_owned() }</span> }
        } else {
            html! { <><span class="usual">{ comma }</span>{ badge(word) }</> }
        }
    };
    // What the list calls a role or a status that is not ordinary.
    let (written, rest) = match rest {
        [Piece::Untrusted(written), rest @ ..] => (Some(badge(written)), rest),
        rest => (None, rest),
    };
    html! { <><span class="yes" />{ for words.split(", ").enumerate().map(one) }{ written }{ phrase::show(&Phrase(rest.to_vec())) }</> }
}

/// Returns the cell of a role or a status: a badge where it is not ordinary.
pub fn state_cell(cell: &Phrase) -> Html {
    match &*cell.0 {
        [Piece::Trusted(word) | Piece::Untrusted(word)] if !ORDINARY.contains(&word.as_str()) => {
            badge(word)
        }
        _ => phrase::show(cell),
    }
}

fn badge(word: &str) -> Html {
    html! { <bdi class="badge">{ word.to_owned() }</bdi> }
}

/// Returns the findings of a row, one a line, each with the mark of its level, and who may have the account that is missing.
pub fn findings(row: &RowView, cell: &Phrase) -> Html {
    let lines = cell.0.split(|piece| *piece == Piece::Break);
    let line = |(finding, line): (&Finding, &[Piece])| {
        let mark = match (finding.intentional.is_some(), finding.label.level()) {
            (true, _) => "addressed",
            (false, Level::Fix) => "fix",
            (false, Level::Check) => "check",
            (false, Level::Note) => "note",
        };
        html! { <div class={classes!("finding", mark)}>{ labelled(finding.label, line) }</div> }
    };
    let missing = row.findings.iter().any(|finding| finding.label == Label::NotInCalendly);
    let perhaps = row.suggestions.first().filter(|_| missing).map(|(other, _)| perhaps(other));
    html! { <>{ for row.findings.iter().zip(lines).map(line) }{ perhaps }</> }
}

fn perhaps(other: &Candidate) -> Html {
    html! { <div class="soft">{ "perhaps " }<bdi>{ &other.name }</bdi>{ " " }<bdi>{ &other.email }</bdi></div> }
}

/// Returns the words of a finding: its label first, then what is known of it.
fn labelled(label: Label, line: &[Piece]) -> Html {
    let [Piece::Trusted(first), rest @ ..] = line else { return Html::default() };
    let Some(words) = first.strip_prefix(label.text()) else {
        return phrase::show(&Phrase(line.to_vec()));
    };
    let piece = |piece: &Piece| match piece {
        Piece::Code(text) => html! { <code>{ short(text) }</code> },
        other => phrase::show(&Phrase(vec![other.clone()])),
    };
    let words = phrase::show(&Phrase::new().trusted(words));
    html! { <><strong>{ label.text() }</strong><span class="soft">{ words }{ for rest.iter().map(piece) }</span></> }
}
