//! What an entry of an API's answer is: a membership, an invitation, a user, or something that names no users of the organisation.
//!
//! Told by the entry's `uri` where it has one, else by fields that only one kind has. Facts: Calendly's `OpenAPI` description;
//! SCIM is RFC 7643.

use crate::calendly::part::{Part, PartReading};
use crate::json::tree::{Member, Node, Value, find};
use crate::source::UnreadKind;

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A membership of the organisation: role, and the user inside or by its identifier.
    Membership,
    /// An invitation to the organisation.
    Invitation,
    /// A membership of a group: role in it, and its owner.
    GroupRelationship,
    /// A user, by Calendly or by anybody else.
    User,
    /// A user in SCIM's words.
    Scim,
    /// Something else of Calendly's API, in words for people.
    Foreign(&'static str),
}

impl Kind {
    /// The word for people: what a list of them is.
    pub fn words(self) -> &'static str {
        match self {
            Self::Membership => "memberships",
            Self::Invitation => "invitations",
            Self::GroupRelationship => "group memberships",
            Self::User => "users",
            Self::Scim => "SCIM",
            Self::Foreign(words) => words,
        }
    }
}

/// Collections of Calendly's API whose entries are no users, by the segment of their `uri` before the identifier.
const FOREIGN: &[(&str, &str)] = &[
    ("scheduled_events", "scheduled events"),
    ("invitees", "invitees of scheduled events"),
    ("event_types", "event types"),
    ("event_type_available_times", "available times"),
    ("webhook_subscriptions", "webhook subscriptions"),
    ("user_availability_schedules", "availability schedules"),
    ("routing_forms", "routing forms"),
    ("routing_form_submissions", "routing form submissions"),
    ("groups", "groups"),
    ("organizations", "organizations"),
    ("activity_log_entries", "activity log entries"),
    ("scheduling_links", "scheduling links"),
    ("shares", "shares"),
];

/// Fields that only one kind of entry has, all of a line together.
const FIELDS: &[(&[&str], &str)] = &[
    (&["start_time", "end_time", "event_memberships"], "scheduled events"),
    (&["start_time", "end_time", "event_type"], "scheduled events"),
    (&["cancel_url", "reschedule_url"], "invitees of scheduled events"),
    (&["questions_and_answers"], "invitees of scheduled events"),
    (&["duration", "scheduling_url"], "event types"),
    (&["duration", "pooling_type"], "event types"),
    (&["event", "payload"], "messages of a webhook"),
    (&["callback_url", "events"], "webhook subscriptions"),
    (&["rules", "timezone"], "availability schedules"),
    (&["buffered_start_time"], "busy times"),
    (&["invitees_remaining", "start_time"], "available times"),
];

/// What names no users of the organisation: its kind, the line of the first, how many.
#[derive(Debug, Default)]
pub struct Foreign(Vec<(&'static str, usize, usize)>);

impl Foreign {
    /// Counts one of a kind.
    pub fn add(&mut self, words: &'static str, line: usize) {
        match self.0.iter_mut().find(|(known, _, _)| *known == words) {
            Some((_, _, count)) => *count += 1,
            None => self.0.push((words, line, 1)),
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.iter().map(|(_, _, count)| count).sum()
    }

    /// Says of each kind what it is and what to export instead; returns the last kind.
    pub fn leave(&self, part: &Part<'_>, into: &mut PartReading) -> Option<&'static str> {
        for (words, line, count) in &self.0 {
            let why = format!(
                "Calendly's API, {words} ({count}): these name no users of the organisation, so nobody was read from them. Export the memberships (GET /organization_memberships) and the invitations (GET /organizations/…/invitations), or the CSV of the Users page."
            );
            into.leave(part.place(*line), UnreadKind::Problem, words, &why);
        }
        self.0.last().map(|(words, _, _)| *words)
    }
}

/// The kind of Calendly's API that an identifier is of, in words, where that names no users of the organisation.
pub fn foreign(uri: &str) -> Option<&'static str> {
    let collection = collection(uri)?;
    FOREIGN.iter().find(|(segment, _)| *segment == collection).map(|(_, words)| *words)
}

/// What an entry is by what it holds; `None` for an object that is no API's.
pub fn kind(members: &[Member<'_>]) -> Option<Kind> {
    let text = |key: &str| find(members, key).and_then(Node::text).unwrap_or_default();
    let uri = text("uri");
    let told = match collection(uri).unwrap_or_default() {
        "organization_memberships" => Some(Kind::Membership),
        "invitations" => Some(Kind::Invitation),
        "group_relationships" => Some(Kind::GroupRelationship),
        "users" => Some(Kind::User),
        _ => foreign(uri).map(Kind::Foreign),
    };
    if told.is_some() {
        return told;
    }
    let has = |key: &str| find(members, key).is_some();
    if let Some((_, words)) = FIELDS.iter().find(|(fields, _)| fields.iter().all(|key| has(key))) {
        return Some(Kind::Foreign(words));
    }
    if find(members, "user").is_some_and(|user| {
        matches!(&user.value, Value::Object(_) | Value::Bare("null")) || names_user(user)
    }) && (has("role") || has("organization") || is_object(members, "user"))
    {
        return Some(Kind::Membership);
    }
    if has("userName") || has("schemas") {
        return Some(Kind::Scim);
    }
    // Who is invited has neither name nor role yet.
    let unnamed = !["name", "full_name", "role"].iter().any(|key| has(key));
    let status = text("status").to_lowercase();
    let invited = has("last_sent_at") || unnamed && status == "pending";
    if has("email") && (invited || matches!(status.as_str(), "accepted" | "declined")) {
        return Some(Kind::Invitation);
    }
    // A further collection of Calendly's API, where an address would be anybody's.
    let is_calendlys = uri.starts_with("https://api.calendly.com/") && !has("email");
    is_calendlys.then_some(Kind::Foreign("entries of another kind"))
}

fn is_object(members: &[Member<'_>], key: &str) -> bool {
    find(members, key).is_some_and(|node| matches!(node.value, Value::Object(_)))
}

/// Whether a value is Calendly's identifier of a user.
pub fn names_user(node: &Node<'_>) -> bool {
    node.text().and_then(collection) == Some("users")
}

/// The collection that an identifier is of: `…/users/U1` is of `users`.
fn collection(uri: &str) -> Option<&str> {
    if uri.contains(char::is_whitespace) {
        return None;
    }
    let mut segments = uri.trim_end_matches('/').rsplit('/');
    let (_, collection) = (segments.next()?, segments.next()?);
    (!collection.is_empty()).then_some(collection)
}
