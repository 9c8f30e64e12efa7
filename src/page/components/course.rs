//! Where the audit stands on its way to the review, and when the next step is due.

use calendly_audit::desk::view::{Course, CourseView, EarlierView, Stage, Step};
use calendly_audit::report::Sent;
use yew::prelude::*;

use super::phrase;
use crate::action::Action;
use crate::dom::clock;
use crate::state::State;

/// What the part shows and changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Where the audit stands.
    pub course: CourseView,
    /// What is to be done before any of it, in words.
    pub missing: Option<&'static str>,
    /// What was copied here, to be sent.
    pub sent: Sent,
    /// Where actions go.
    pub dispatch: UseReducerDispatcher<State>,
}

/// Where the audit stands.
#[component]
pub fn CoursePart(props: &Props) -> Html {
    let course = &props.course;
    let here = course.now.stage;
    let on_not_sent = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::NotSent))
    };
    html! {
        <div class="course">
            <ol class="stages">
                { for Stage::ALL.iter().map(|stage| html! {
                    <li class={classes!((*stage < here).then_some("past"))} aria-current={(*stage == here).then_some("step")}>{ stage.text() }</li>
                }) }
            </ol>
            <p class="next">
                { props.missing.map_or_else(|| next(&course.now), str::to_owned) }
                if props.missing.is_none() && course.now.step == Step::Ping {
                    <span class="how">{ " Put the notes into the audit issue by Copy Markdown, then the pings below them by Copy pings." }</span>
                }
                if props.sent != Sent::default() {
                    { " " }<button type="button" class="quiet" data-home="copy-pings" onclick={on_not_sent}>{ "It was not sent" }</button>
                }
            </p>
        </div>
    }
}

/// What stands against the next step, and what became of earlier notes: a part of its own, since it stands below the buttons, which
/// must not move when one of them has been pressed and the audit is a step further.
pub fn remarks(course: &CourseView) -> Html {
    if course.concerns.is_empty() && course.earlier.is_none() {
        return Html::default();
    }
    html! {
        <div class="remarks">
            { for course.concerns.iter().map(|concern| html! { <p class="warning">{ phrase::show(concern) }</p> }) }
            if let Some(earlier) = &course.earlier { { compared(earlier) } }
        </div>
    }
}

/// The next step, and when it is due: in the reader's own time zone.
fn next(course: &Course) -> String {
    let people = if course.people == 1 {
        "1 person".to_owned()
    } else {
        format!("{} people", course.people)
    };
    let due = match course.due {
        Some(due) if due > clock::now() => format!(", due {}", clock::local(due)),
        Some(due) => format!(", due since {}", clock::local(due)),
        None => String::new(),
    };
    match course.step {
        Step::Ping => format!("Next: ping {people}."),
        Step::Escalate => format!("Next: escalate what {people} did not answer{due}."),
        Step::Slack => {
            format!("Next: reach the Support Operations Manager by Slack about {people}{due}.")
        }
        Step::Decide => format!(
            "Next: decide on {}, by the details of each.",
            match course.outside {
                1 => "1 user outside the team".to_owned(),
                count => format!("{count} users outside the team"),
            }
        ),
        Step::Review => "Nothing is open. Next: hand over for review.".to_owned(),
    }
}

/// How today compares with the earlier notes.
fn compared(earlier: &EarlierView) -> Html {
    let when = earlier.audited.map_or_else(|| "at an unknown time".to_owned(), clock::local);
    html! {
        <div class="compared">
            <p>
                { format!(
                    "Earlier notes of {when}: {} people, {} users outside the team and {} decisions read. Since then: {} new, {} still open, {} addressed; {} of the promised removals done, {} still there; {} justifications to ask for again.",
                    earlier.people, earlier.users, earlier.decisions, earlier.new, earlier.open_before, earlier.addressed,
                    earlier.removed, earlier.still_there, earlier.ask_again,
                ) }
            </p>
            <details class="since">
                <summary>{ "What became of each of them" }</summary>
                <dl class="summary">{ for earlier.lines.iter().map(|(term, words)| html! {
                    <div><dt>{ term }</dt><dd>{ phrase::show(words) }</dd></div>
                }) }</dl>
                if earlier.lines.len() == EarlierView::MOST {
                    <p>{ format!("These are the first {} lines. The notes hold all of them.", EarlierView::MOST) }</p>
                }
            </details>
            if !earlier.unplaced.is_empty() {
                <details class="unread">
                    <summary>{ format!("{} stretches of the earlier notes that nothing could be made of", earlier.unplaced.len()) }</summary>
                    <ol class="unread-lines">
                        { for earlier.unplaced.iter().map(|(line, text)| html! { <li><span class="place">{ format!("line {line}") }</span><code>{ text }</code></li> }) }
                    </ol>
                </details>
            }
        </div>
    }
}
