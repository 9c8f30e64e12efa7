//! The gate before the audit: what is in the wrong place, or is nobody's list, takes no part in it.

use super::sniff::{Kind, Other, is_calendlys, sniff};
use super::view::{Alert, Destination, Input};
use crate::report::Earlier;
use crate::source::{Place, Reading, Source, Unread, UnreadKind};

/// What became of the sources of an input at the gate.
#[derive(Debug)]
pub(super) struct Gate {
    input: Input,
    /// The sources as they may be read: one that takes no part is empty.
    pub admitted: Vec<Source>,
    /// Why each of them takes no part; `None` where it does.
    refused: Vec<Option<Alert>>,
    /// Which of them, by their content, may be a list of users.
    lists: Vec<bool>,
}

impl Gate {
    /// Recognises each source and lets in what belongs here, or what nothing tells of.
    pub(super) fn new(input: Input, sources: &[Source]) -> Self {
        let refused: Vec<_> = sources.iter().map(|source| refuse(input, source)).collect();
        let admitted = sources.iter().zip(&refused).map(|(source, refused)| match refused {
            None => source.clone(),
            Some(_) => source.emptied(),
        });
        let admitted = admitted.collect();
        let is_list = |source: &Source| sniff(&source.bytes) == Some(Kind::List);
        let lists = sources.iter().map(is_list).collect();
        Self { input, admitted, refused, lists }
    }

    /// Notes in the readings what took no part.
    pub(super) fn note(&self, readings: &mut [Reading]) {
        for (index, (refused, reading)) in self.refused.iter().zip(readings).enumerate() {
            let Some(alert) = refused else { continue };
            let place = Place { source: index, line: 1, column: 0 };
            let why = [alert.what.as_str(), " It took no part in the audit."].concat();
            reading.warnings.clear();
            reading.unread = vec![Unread::new(place, UnreadKind::Problem, "", why)];
        }
    }

    /// Returns every alert: what took no part, and what nobody was read from.
    pub(super) fn alerts<'a>(
        &'a self,
        readings: &'a [Reading],
    ) -> impl Iterator<Item = Alert> + 'a {
        let sources = self.refused.iter().zip(&self.lists).zip(readings);
        sources.filter_map(|((refused, is_list), reading)| match refused {
            Some(alert) => Some(alert.clone()),
            None if reading.records > 0 => None,
            None => Some(nobody(self.input, reading, *is_list)),
        })
    }
}

/// Returns the alert about earlier notes from which nothing was read.
pub(super) fn earlier_alert(kind: Option<Kind>, earlier: Option<&Earlier>) -> Option<Alert> {
    let earlier = earlier?;
    if kind == Some(Kind::Notes) || !earlier.is_empty() {
        return None;
    }
    kind.and_then(|kind| alert(Input::Earlier, "", kind)).or_else(|| {
        Some(Alert {
            input: Input::Earlier,
            name: String::new(),
            what: "No audit notes were found in this text.".to_owned(),
            advice: PASTE_NOTES.to_owned(),
            move_to: None,
        })
    })
}

const PASTE_NOTES: &str =
    "Paste the description of an audit issue, its comments included, or its address.";
const CHOOSE_YAML: &str = "Choose the YAML file of the team's repository, or fetch it from GitLab.";

fn refuse(input: Input, source: &Source) -> Option<Alert> {
    let kind = sniff(&source.bytes)?;
    // A list of addresses and a roster without fields of its own look alike: the roster's reader decides.
    let may_be_roster = (kind, input) == (Kind::List, Input::Team) && !is_calendlys(&source.bytes);
    if may_be_roster { None } else { alert(input, &source.name, kind) }
}

/// The alert about what is of this kind; `None` where it belongs here.
fn alert(input: Input, name: &str, kind: Kind) -> Option<Alert> {
    let home = kind.destination();
    if home == Some(Destination::Input(input)) {
        return None;
    }
    let (what, advice) = match kind {
        Kind::Roster => ("This is the roster.", "Move it to The team."),
        Kind::List => ("This is a list of Calendly users.", "Move it to The Calendly users."),
        Kind::Notes => ("These are the notes of an audit.", "Move them to Earlier audit."),
        Kind::Evidence => {
            ("This is the evidence of an audit.", "Open it: its audit replaces everything here.")
        }
        Kind::Other(other) => said(other, input),
    };
    Some(Alert {
        input,
        name: name.to_owned(),
        what: what.to_owned(),
        advice: advice.to_owned(),
        move_to: home,
    })
}

/// What something is that no input takes, and what to do.
fn said(other: Other, input: Input) -> (&'static str, &'static str) {
    let (team, earlier) = (input == Input::Team, input == Input::Earlier);
    match other {
        Other::Empty => ("This file is empty.", "Remove it, or choose the file again."),
        Other::WebPage if team => {
            ("This is a web page, not YAML: perhaps a page for signing in.", CHOOSE_YAML)
        }
        Other::WebPage if earlier => {
            ("This is a web page, not the notes of an audit.", PASTE_NOTES)
        }
        Other::WebPage => (
            "This is a web page, not a list.",
            "Open it in the browser, select everything, copy it, and paste it here.",
        ),
        Other::Workbook if team => ("This is a workbook, not YAML.", CHOOSE_YAML),
        Other::Workbook => {
            ("This is a workbook, not text.", "Save the sheet as CSV and choose that file.")
        }
        Other::Pdf if team => ("This is a PDF, not YAML.", CHOOSE_YAML),
        Other::Picture if team => ("This is a picture, not YAML.", CHOOSE_YAML),
        Other::Pdf => {
            ("This is a PDF, not text.", "Export the list as CSV, or copy the Users page.")
        }
        Other::Picture => {
            ("This is a picture, not text.", "Export the list as CSV, or copy the Users page.")
        }
        Other::Packed => ("This file is packed (gzip).", "Unpack it and choose the file inside."),
        Other::Archive => (
            "This is a zip file that is damaged, or holds something else than an audit's evidence.",
            "Unpack it and choose the file inside, or get it again.",
        ),
        Other::Table if team => ("This is a table of an audit, not the roster.", CHOOSE_YAML),
        Other::Table if earlier => ("This is a table of an audit, without its notes.", PASTE_NOTES),
        Other::Table => (
            "This is a table of an audit, not a list from Calendly.",
            "To audit, paste the list of users from Calendly. To go on with that audit, paste its notes into Earlier audit.",
        ),
        Other::EvidencePart => (
            "This is one file out of an audit's evidence.",
            "Open the whole evidence instead: the zip file.",
        ),
        Other::Binary => {
            ("This is not a text file.", "Choose a text file: YAML, CSV, JSON or plain text.")
        }
    }
}

/// Nobody was read from a source that is not empty.
fn nobody(input: Input, reading: &Reading, is_list: bool) -> Alert {
    let what = "Nobody was read from this.";
    let (advice, move_to) = match input {
        Input::Team if is_list => (
            "If it is the list of users, move it to The Calendly users.",
            Some(Destination::Input(Input::Users)),
        ),
        Input::Team => {
            ("Choose the team's YAML: a list of people, each with name, email and calendly.", None)
        }
        _ => ("Check what it was read as, or paste another form of the list.", None),
    };
    // A reader that knows more says it: what this is, or what it names nobody for.
    let problems = reading.unread.iter().filter(|unread| unread.kind == UnreadKind::Problem);
    let why = problems.map(|unread| unread.why.as_str()).next().unwrap_or("");
    let what = if why.is_empty() { what.to_owned() } else { [what, " ", why].concat() };
    Alert { input, name: reading.name.clone(), what, advice: advice.to_owned(), move_to }
}
