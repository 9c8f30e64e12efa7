//! Which objects are entries of a list, and which stand around entries.

use crate::calendly::columns::Meaning;
use crate::calendly::columns::content::Look;
use crate::calendly::columns::headings::meaning;
use crate::json::tree::{Member, Node, Value, find};

use super::kinds;

/// Keys under which an answer holds its entries, where content does not tell.
const CONTAINERS: &[&str] = &[
    "collection",
    "resource",
    "resources",
    "results",
    "users",
    "members",
    "memberships",
    "invitations",
    "organization_memberships",
    "data",
    "items",
    "edges",
    "nodes",
    "values",
];

/// Keys of one value of a field that may have several, as SCIM's `emails`.
const VALUE_KEYS: &[&str] = &[
    "value", "type", "primary", "display", "label", "verified", "address", "email", "kind", "$ref",
];

/// Whether an object is an entry, and not something around entries. `key` is the key it stands under.
pub fn is_entry(members: &[Member<'_>], key: &str) -> bool {
    let text =
        |key: &str| find(members, key).and_then(Node::text).is_some_and(|text| !text.is_empty());
    let listed = !key.is_empty() || text("role") || text("scheduling_url");
    kinds::kind(members).is_some_and(|kind| !matches!(kind, kinds::Kind::User))
        || names_somebody(members)
        || find(members, "emails").is_some()
        || text("uri") && (text("name") || text("role") || text("scheduling_url"))
        || listed && (text("name") || text("displayName"))
}

/// Whether a value of an object, or of an object inside it, is an address, a user's identifier or a page of Calendly.
pub fn names_somebody(members: &[Member<'_>]) -> bool {
    members.iter().any(|(key, value)| match &value.value {
        Value::Text(text) => {
            matches!(Look::of(text), Look::Address | Look::Link | Look::Uri)
                || text.contains('@') && meaning(key) == Some(Meaning::Email)
        }
        Value::Object(inner) => names_somebody(inner),
        // Several addresses in a list are several people, unless they are called the addresses of one.
        Value::List(items) => {
            let one = items.len() == 1 || meaning(key) == Some(Meaning::Email);
            let is_address =
                |item: &Node<'_>| item.text().is_some_and(|text| Look::of(text) == Look::Address);
            one && items.iter().any(is_address)
        }
        Value::Bare(_) => false,
    })
}

/// Whether an object holds people under their handles: several objects, each of which names somebody by itself.
pub fn is_mapping(members: &[Member<'_>]) -> bool {
    let names = |(key, value): &Member<'_>| match &value.value {
        Value::Object(inner) => {
            meaning(key).is_none()
                && !CONTAINERS.contains(&key.to_lowercase().as_str())
                && inner.iter().any(|(_, value)| value.text().is_some())
                && names_somebody(inner)
        }
        _ => false,
    };
    members.len() > 1 && members.iter().all(names)
}

/// The members of an object in which entries stand, where it stands around entries: under a known key, or under any other
/// where several of its items name somebody. `is_item` says that it is an item of a list itself, and so an entry if it names
/// somebody.
pub fn containers<'n, 'a>(members: &'n [Member<'a>], is_item: bool) -> Vec<&'n Member<'a>> {
    let is_itself = names_somebody(members);
    let holds = |(key, value): &&Member<'_>| {
        let known = CONTAINERS.contains(&key.to_lowercase().as_str());
        match &value.value {
            Value::List(items) => {
                let several = items.iter().filter(|item| is_person(item)).take(2).count() == 2;
                (known || several) && !(is_item && is_itself)
            }
            Value::Object(inner) => {
                known
                    && !is_itself
                    && (is_entry(inner, key)
                        || !containers(inner, false).is_empty()
                        || key == "data"
                        || key == "resource")
            }
            _ => false,
        }
    };
    members.iter().filter(holds).collect()
}

/// Whether an item of a list names somebody and says more of them than the value of a field does.
fn is_person(item: &Node<'_>) -> bool {
    let Value::Object(members) = &item.value else { return false };
    names_somebody(members)
        && members.iter().any(|(key, _)| !VALUE_KEYS.contains(&key.to_lowercase().as_str()))
}
