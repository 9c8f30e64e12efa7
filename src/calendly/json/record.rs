//! What one entry of an API's answer says: a membership, an invitation, a user, a SCIM user.

use crate::calendly::columns::{Meaning, meaning};
use crate::calendly::rows::email_of;
use crate::calendly::user::{Role, Status, User};
use crate::identity::{Email, Link};
use crate::json::tree::{Member, Node, Value, find};

/// What an entry turned out to be.
#[derive(Debug)]
pub enum Entry {
    /// A user, and what the entry is, for people.
    User {
        /// Without places: the caller knows them.
        user: Box<User>,
        /// `memberships`, `invitations`, `SCIM` or `users`.
        kind: &'static str,
    },
    /// An invitation that was accepted, by the address's key.
    Accepted(String),
    /// An invitation that was declined.
    Declined,
    /// Nothing tells who it is.
    Nobody,
}

/// Whether an object is an entry, and not something around entries. `key` is the key it stands under.
pub fn is_entry(members: &[Member<'_>], key: &str) -> bool {
    let text =
        |key: &str| find(members, key).and_then(Node::text).is_some_and(|text| !text.is_empty());
    let inner_user = members.iter().any(|(key, value)| {
        key == "user" && matches!(&value.value, Value::Object(inner) if is_entry(inner, "user"))
    });
    let has_email = members.iter().any(|(key, value)| {
        meaning(key) == Some(Meaning::Email) && value.text().is_some_and(|text| text.contains('@'))
    });
    let has_emails = find(members, "emails").is_some();
    let is_user = text("uri") && (text("name") || text("role") || text("scheduling_url"));
    let listed = !key.is_empty() || text("role") || text("scheduling_url");
    inner_user
        || has_email
        || has_emails
        || is_user
        || (listed && (text("name") || text("displayName")))
}

/// Reads one entry. `text` is the whole text, from which unknown objects and arrays are kept as written.
pub fn read(text: &str, members: &[Member<'_>]) -> Entry {
    let mut user = User::default();
    let mut kind = "users";
    let mut has_inner = false;
    for (_, value) in members.iter().filter(|(key, _)| key == "user") {
        if let Value::Object(inner) = &value.value {
            has_inner = true;
            kind = "memberships";
            for (key, value) in inner {
                member(text, key, value, &mut user, Level::User);
            }
        }
    }
    let status = find(members, "status").and_then(Node::text).map(str::to_lowercase);
    let uri = find(members, "uri").and_then(Node::text).unwrap_or_default();
    // Who is invited has neither name nor role yet.
    let unnamed = ["name", "full_name", "role"].iter().all(|key| find(members, key).is_none());
    let invited = uri.contains("/invitations/")
        || find(members, "last_sent_at").is_some()
        || (unnamed && status.as_deref() == Some("pending"));
    let invitation = !has_inner
        && find(members, "email").is_some()
        && (invited || matches!(status.as_deref(), Some("accepted" | "declined")));
    if invitation {
        kind = "invitations";
    }
    if find(members, "userName").is_some() || find(members, "schemas").is_some() {
        kind = "SCIM";
    }
    let level = if has_inner || invitation { Level::Around } else { Level::User };
    for (key, value) in members {
        let is_inner = key == "user" && matches!(value.value, Value::Object(_));
        if !is_inner {
            member(text, key, value, &mut user, level);
        }
    }
    // Where an answer leaves the address of the page out, the slug says it.
    if let Some((_, slug)) = user.more.iter().find(|(key, _)| key == "slug")
        && user.link.is_empty()
        && let Link::Main(slug) = Link::read(&["https://calendly.com/", slug].concat())
    {
        user.link = slug.page();
    }
    if invitation {
        match (status.as_deref(), &user.email) {
            (Some("accepted"), Some(email)) => return Entry::Accepted(email.key().to_owned()),
            (Some("declined"), _) => return Entry::Declined,
            (None, Some(_)) => user.status = Status::Pending,
            _ => {}
        }
    }
    if user.email.is_none() && user.uri.is_empty() && user.link.is_empty() && user.name.is_empty() {
        return Entry::Nobody;
    }
    Entry::User { user: Box::new(user), kind }
}

/// Which object a member stands in.
#[derive(Clone, Copy, PartialEq)]
enum Level {
    /// The user itself.
    User,
    /// The membership or invitation around it, whose `uri` is not the user's.
    Around,
}

/// Takes one member into the user; what has no field is kept in `more`. A field that is set stays.
fn member(text: &str, key: &str, value: &Node<'_>, user: &mut User, level: Level) {
    if matches!(&value.value, Value::Bare("null")) {
        return;
    }
    let taken = match (&value.value, key) {
        (Value::List(items), "emails") => emails(items, user),
        (Value::List(items), "roles") if user.role == Role::NotStated => {
            let role = items.iter().find_map(label);
            role.inspect(|role| user.role = Role::stated(role)).is_some() && items.len() == 1
        }
        (Value::Object(inner), "name") if user.name.is_empty() => {
            user.name = scim_name(inner);
            !user.name.is_empty()
        }
        (_, "user") => match value.text() {
            Some(uri) if user.uri.is_empty() && uri.contains("/users/") => {
                uri.clone_into(&mut user.uri);
                true
            }
            _ => false,
        },
        _ => field(key, value, user, level),
    };
    if taken {
        return;
    }
    let written = match &value.value {
        Value::Text(value) => value.to_string(),
        _ => text.get(value.at..value.end).unwrap_or_default().to_owned(),
    };
    // The names of the standards behind SCIM say nothing of the user.
    if !written.is_empty() && key != "schemas" {
        user.more.push((key.to_owned(), written));
    }
}

/// How long a name put together from its parts may grow, in bytes: an object that repeats a part a hundred
/// thousand times is read in linear time, and what is too much is kept beside.
const LONGEST_NAME: usize = 400;

/// Takes a member that a column could hold as well; says whether it was taken.
fn field(key: &str, value: &Node<'_>, user: &mut User, level: Level) -> bool {
    let Some(meaning) = meaning(key) else { return false };
    if let Value::Bare(written @ ("true" | "false")) = &value.value {
        if meaning == Meaning::Status && user.status == Status::NotStated {
            user.status = match *written {
                "true" => Status::Active,
                _ => Status::Inactive("not active".to_owned()),
            };
            return true;
        }
        return false;
    }
    if let (Value::List(items), Meaning::Group) = (&value.value, meaning) {
        let groups: Vec<String> = items.iter().filter_map(label).map(str::to_owned).collect();
        let all = groups.len() == items.len();
        user.groups.extend(groups);
        return all;
    }
    let Some(text) = value.text().map(str::trim) else { return false };
    let slot = match meaning {
        Meaning::Name => &mut user.name,
        Meaning::Link => &mut user.link,
        Meaning::Uri if level == Level::User => &mut user.uri,
        Meaning::Email if user.email.is_none() => {
            user.email = email_of(text);
            return user.email.is_some();
        }
        Meaning::Role if user.role == Role::NotStated => {
            user.role = Role::stated(text);
            return user.role != Role::NotStated;
        }
        Meaning::Status => return status(text, user),
        Meaning::Group => {
            user.groups.push(text.to_owned());
            return true;
        }
        Meaning::FirstName | Meaning::LastName if user.name.len() > LONGEST_NAME => return false,
        Meaning::FirstName => {
            let name = format!("{text} {}", user.name);
            name.trim().clone_into(&mut user.name);
            return true;
        }
        Meaning::LastName => {
            let name = format!("{} {text}", user.name);
            name.trim().clone_into(&mut user.name);
            return true;
        }
        _ => return false,
    };
    let free = slot.is_empty();
    if free {
        text.clone_into(slot);
    }
    free
}

/// Takes a status; one that is known stands over a word that is not. Says whether it was taken.
fn status(text: &str, user: &mut User) -> bool {
    let known = Status::known(text);
    match (&user.status, known) {
        _ if text.is_empty() => return false,
        (Status::NotStated, Some(known)) => user.status = known,
        (Status::NotStated, None) => user.status = Status::Other(text.to_owned()),
        (Status::Other(unknown), Some(known)) => {
            user.more.push((Meaning::Status.words().to_owned(), unknown.clone()));
            user.status = known;
        }
        _ => return false,
    }
    true
}

/// SCIM's `emails`: the primary one, else the first, where `userName` was no address. Says whether nothing
/// is left of the list.
fn emails(items: &[Node<'_>], user: &mut User) -> bool {
    let primary = |node: &&Node<'_>| match &node.value {
        Value::Object(members) => {
            find(members, "primary").is_some_and(|node| matches!(&node.value, Value::Bare("true")))
        }
        _ => false,
    };
    let first = items.iter().find(primary).or(items.first()).and_then(label).and_then(email_of);
    if user.email.is_none() {
        user.email.clone_from(&first);
    }
    items.len() <= 1 && first.as_ref().map(Email::key) == user.email.as_ref().map(Email::key)
}

/// SCIM's `name`: as formatted, else given and family name.
fn scim_name(members: &[Member<'_>]) -> String {
    let part = |key: &str| find(members, key).and_then(Node::text).unwrap_or_default().trim();
    match part("formatted") {
        "" => format!("{} {}", part("givenName"), part("familyName")).trim().to_owned(),
        formatted => formatted.to_owned(),
    }
}

/// The word for people of an item that is a text, or an object with `display`, `name` or `value`.
fn label<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.value {
        Value::Text(text) => Some(text),
        Value::Object(members) => ["display", "name", "value"]
            .iter()
            .find_map(|key| find(members, key).and_then(Node::text)),
        _ => None,
    }
}
