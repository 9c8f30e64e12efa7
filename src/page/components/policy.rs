//! The policy: what an organisation may set, folded until wanted.

use std::rc::Rc;

use calendly_audit::audit::Policy;
use yew::prelude::*;

use super::copying::{CopyButton, text_to_clipboard};
use super::field::{Field, Tell, TextBox};
use crate::action::Action;
use crate::dom::kept;
use crate::preferences::{self, items};
use crate::state::State;
use crate::work::Address;

/// What the part shows and changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The policy.
    pub policy: Rc<Policy>,
    /// Where the roster is looked for: shared together with the policy.
    pub address: Address,
    /// Where edits go.
    pub dispatch: UseReducerDispatcher<State>,
}

/// The policy.
#[component]
pub fn PolicyPart(props: &Props) -> Html {
    let policy = &props.policy;
    let edit = |set: fn(&mut Policy, String)| {
        let (dispatch, policy) = (props.dispatch.clone(), Rc::clone(policy));
        Callback::from(move |text: String| {
            let mut policy = (*policy).clone();
            set(&mut policy, text);
            dispatch.dispatch(Action::Policy(policy));
        })
    };
    let edit_lines = |set: fn(&mut Policy, String)| {
        let edit = edit(set);
        Callback::from(move |text: AttrValue| edit.emit(text.to_string()))
    };
    let on_link = {
        let (dispatch, policy) = (props.dispatch.clone(), Rc::clone(policy));
        let address = props.address.clone();
        Callback::from(move |()| {
            let link = link(&address, &policy);
            text_to_clipboard(dispatch.clone(), link, "The link is on the clipboard.")
        })
    };
    html! {
        <details class="policy">
            <summary>{ "Policy" }</summary>
            <div class="fields">
                <Field id="admin-focus" label="Focus of those who ought to be admins" value={policy.admin_focus.clone()} on_edit={edit(|p, t| p.admin_focus = t)} />
                <Field id="groups" tell={Tell::WhenDone} label="Calendly groups that the audit is about" hint="Several are separated by commas; empty: every user." value={policy.groups.join(", ")} on_edit={edit(|p, t| p.groups = items(&t))} />
                <Field id="auditor" label="Auditor" value={policy.auditor.clone()} on_edit={edit(|p, t| p.auditor = t)} />
                <Field id="manager" label="Support Operations Manager" hint="The GitLab username to escalate to." value={policy.operations_manager.clone()} on_edit={edit(|p, t| p.operations_manager = t)} />
                <Field id="issues-project" label="Project of the audit issues" hint="Empty: the roster's own project." value={policy.issues_project.clone()} on_edit={edit(|p, t| p.issues_project = t)} />
                <Field id="issue-template" label="Issue template" value={policy.issue_template.clone()} on_edit={edit(|p, t| p.issue_template = t)} />
                <Field id="hours" tell={Tell::WhenDone} label="Hours to answer" kind="number" value={policy.answer_hours.to_string()} on_edit={edit(|p, t| set_number(&mut p.answer_hours, &t))} />
                <Field id="days" tell={Tell::WhenDone} label="Days a justification holds" kind="number" value={policy.ask_again_days.to_string()} on_edit={edit(|p, t| set_number(&mut p.ask_again_days, &t))} />
                <Field id="fiscal" tell={Tell::WhenDone} label="Month the fiscal year starts in" kind="number" value={policy.fiscal_month.to_string()} on_edit={edit(|p, t| set_number(&mut p.fiscal_month, &t))} />
                <TextBox id="aliases" tell={Tell::WhenDone} label="Addresses of the same person, one per line" text={lines(&policy.aliases)} on_edit={edit_lines(|p, t| p.aliases = groups(&t))} rows={2} placeholder="jane@example.com, jdoe@example.com" />
                <TextBox id="domains" tell={Tell::WhenDone} label="Domains that are the same, one per line" text={lines(&policy.same_domains)} on_edit={edit_lines(|p, t| p.same_domains = groups(&t))} rows={2} placeholder="example.com, example.org" />
            </div>
            <div class="actions">
                <CopyButton id="copy-settings" label="Copy settings link" on_copy={on_link} />
                <p class="hint">{ "Holds the project, the path, the branch and what is set here; never a list, the token, the auditor or people's addresses." }</p>
            </div>
        </details>
    }
}

/// The page's address with the settings: whoever opens it is shown them first.
fn link(address: &Address, policy: &Policy) -> String {
    let settings = preferences::to_text(address, policy);
    format!("{}#{settings}", kept::address().unwrap_or_default())
}

fn set_number<N: std::str::FromStr>(number: &mut N, text: &str) {
    if let Ok(read) = text.trim().parse() {
        *number = read;
    }
}

fn groups(text: &str) -> Vec<Vec<String>> {
    text.lines().map(items).filter(|group| !group.is_empty()).collect()
}

fn lines(groups: &[Vec<String>]) -> String {
    groups.iter().map(|group| group.join(", ")).collect::<Vec<_>>().join("\n")
}
