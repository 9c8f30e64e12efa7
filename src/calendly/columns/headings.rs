//! What a heading, or the path of a JSON value, means by its spelling.
//!
//! The exact headings of Calendly's exports are unknown to us. Content tells most columns ([`super::understand`]); a known
//! heading settles what content cannot, and a heading that is not known costs nothing. Facts: the columns that Calendly's
//! help centre names, its API's fields, SCIM (RFC 7643), vCard (RFC 6350), the `inetOrgPerson` of LDAP.

use super::Meaning;
use crate::calendly::user::{Role, Status};

/// Known headings without case, blanks and marks, by meaning; the surest spelling first, since only one column can be the email.
const KNOWN: &[(Meaning, &[&str])] = &[
    (
        Meaning::Email,
        &[
            "loginemail",
            "email",
            "emailaddress",
            "useremail",
            "useremailaddress",
            "memberemail",
            "workemail",
            "workemailaddress",
            "primaryemail",
            "calendlyemail",
            "accountemail",
            "mail",
            "username",
            "login",
            "emails",
        ],
    ),
    (
        Meaning::Name,
        &[
            "name",
            "fullname",
            "displayname",
            "nameofuser",
            "member",
            "membername",
            "user",
            "formatted",
            "fn",
            "cn",
            "vollständigername",
            "benutzername",
            "anzeigename",
            "nom",
            "nomcomplet",
            "nombrecompleto",
            "nome",
            "nomecompleto",
            "naam",
            "имя",
            "фио",
            "氏名",
            "名前",
            "姓名",
            "이름",
            "성명",
        ],
    ),
    (
        Meaning::FirstName,
        &[
            "firstname",
            "first",
            "givenname",
            "given",
            "forename",
            "vorname",
            "prénom",
            "prenom",
            "名",
        ],
    ),
    (
        Meaning::LastName,
        &[
            "lastname",
            "last",
            "familyname",
            "family",
            "surname",
            "sn",
            "nachname",
            "nomdefamille",
            "apellido",
            "apellidos",
            "姓",
        ],
    ),
    (
        Meaning::Role,
        &["role", "userrole", "usertype", "organizationrole", "permission", "permissions", "roles"],
    ),
    (
        Meaning::Status,
        &[
            "status",
            "userstatus",
            "accountstatus",
            "invitationstatus",
            "state",
            "active",
            "isactive",
        ],
    ),
    (
        Meaning::Link,
        &[
            "calendlylink",
            "calendlyurl",
            "schedulinglink",
            "schedulingurl",
            "schedulingpage",
            "schedulingpageurl",
            "bookingpage",
            "bookingpageurl",
            "bookinglink",
            "link",
            "url",
            "calendly",
        ],
    ),
    (Meaning::Group, &["group", "groups", "groupname", "team", "teams", "teamname"]),
    (Meaning::Uri, &["uri", "useruri"]),
    (Meaning::Activated, &["activated", "activatedat"]),
    (Meaning::PendingInvite, &["pendinginvite", "pendinginvitation", "invitepending"]),
];

/// Objects of an API that stand around what they hold and say nothing themselves.
const WRAPPERS: &[&str] = &["user", "node", "member", "resource", "attributes", "profile", "name"];

/// Names of a value inside an object that says what the value is: `groups.display`, `emails.value`.
const VALUES: &[&str] = &["value", "display", "name"];

/// What a heading means, and how sure its spelling is: less is surer.
pub fn known(heading: &str) -> Option<(Meaning, usize)> {
    // No known heading is this long: a cell that holds a paragraph is not copied.
    if heading.len() > 80 {
        return None;
    }
    if let Some(found) = spelled(&letters(heading)) {
        // `user.name` is a name; `username`, in one word, a login.
        if !heading.contains('.') {
            return Some(found);
        }
    }
    let segments: Vec<&str> = heading.split('.').collect();
    let (last, above) = segments.split_last()?;
    let wrapped = above.iter().all(|segment| WRAPPERS.contains(&letters(segment).as_str()));
    let penalty = if wrapped { 0 } else { 1000 };
    if let Some((parent, rest)) = above.split_last().filter(|_| VALUES.contains(&letters(last).as_str()))
        && let Some((meaning, rank)) = spelled(&letters(parent))
        && !WRAPPERS.contains(&letters(parent).as_str())
        // The value of a group is its identifier, where its name stands beside it.
        && (meaning != Meaning::Group || *last != "value")
    {
        return Some((meaning, rank + if rest.is_empty() { 0 } else { 1000 }));
    }
    let (meaning, rank) = spelled(&letters(last))?;
    // `manager.email` and `team.name` are somebody else's; `contact.email` may be the user's. Content decides.
    Some((meaning, rank + penalty))
}

/// What a heading or a key means by its spelling.
pub fn meaning(heading: &str) -> Option<Meaning> {
    known(heading).map(|(meaning, _)| meaning)
}

/// Whether the rank of a known heading is that of its own spelling, and not of the last part of a path.
pub fn is_own(rank: usize) -> bool {
    rank < 1000
}

/// The status that a yes below a heading states, where it speaks of being active or of not being it: `Is active`, `Deactivated`.
pub fn status_of_yes(heading: &str) -> Option<Status> {
    let key = letters(heading);
    let key = ["at", "on"].iter().find_map(|end| key.strip_suffix(end)).unwrap_or(&key);
    let word = ["is", "ist", "account", "user"].iter().find_map(|word| key.strip_prefix(word));
    let inactive = Status::Inactive(heading.to_owned());
    let known = Status::known(key).or_else(|| Status::known(word?));
    if matches!(known, Some(Status::Inactive(_))) {
        return Some(inactive);
    }
    let stems = ["activ", "aktiv", "ativ", "attiv", "actif", "enabled"];
    let (before, after) = stems.iter().find_map(|stem| key.split_once(stem))?;
    // `Active events` and `Activity` are something else.
    if after.chars().count() > 4 || after.starts_with("it") || after.starts_with("id") {
        return None;
    }
    let is_negated = ["in", "de", "des", "dés"].iter().any(|word| before.ends_with(word));
    Some(if is_negated { inactive } else { Status::Active })
}

/// The role that a yes below a heading states: `Is admin`.
pub fn role_of_yes(heading: &str) -> Option<Role> {
    let key = letters(heading);
    Role::known(&key).or_else(|| Role::known(key.strip_prefix("is")?))
}

/// Words in the headings of columns that hold somebody else: never the login and never the name of the row's user.
const OF_ANOTHER: &[&str] = &[
    "manager",
    "supervisor",
    "boss",
    "reports",
    "inviter",
    "creator",
    "assistant",
    "approver",
    "sponsor",
    "recovery",
    "backup",
    "emergency",
    "by",
    "von",
    "par",
    "por",
    "door",
];

/// Whether a heading says that its cells are of somebody else: `Invited by`, `manager.displayName`.
pub fn is_of_another(heading: &str) -> bool {
    let mut last = ' ';
    let mut words = String::with_capacity(heading.len());
    for c in heading.chars() {
        if c.is_uppercase() && last.is_lowercase() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
        last = c;
    }
    words.split(|c: char| !c.is_alphanumeric()).any(|word| OF_ANOTHER.contains(&word))
}

/// Whether headings are those of a list of events: who was invited, and when it begins.
pub fn are_of_events(headings: &[String]) -> bool {
    let has = |word: &str| headings.iter().any(|heading| letters(heading).contains(word));
    has("invitee") && (has("event") || has("start"))
}

fn spelled(letters: &str) -> Option<(Meaning, usize)> {
    let mut rank = 0;
    for (meaning, spellings) in KNOWN {
        if let Some(at) = spellings.iter().position(|known| *known == letters) {
            return Some((*meaning, rank + at));
        }
        rank += spellings.len();
    }
    None
}

fn letters(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a row of cells is a header by known words: an email column is named, or a name column among few that are unknown.
/// `User` and `Active` name columns and are values too: a row without a word for who it is about is somebody's.
pub fn are_known<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> bool {
    let filled = cells.clone().filter(|cell| !cell.trim().is_empty()).count();
    let is_value = |cell: &&str| Role::known(cell).is_some() || Status::known(cell).is_some();
    // At least one word that can only be a heading.
    if !cells.clone().any(|cell| meaning(cell).is_some() && !is_value(&cell)) {
        return false;
    }
    let single = |cell: &str| cell.split_whitespace().count() <= 1;
    let words = cells.clone().all(single);
    let found: Vec<Meaning> = cells.filter_map(meaning).collect();
    let about_somebody =
        found.iter().any(|meaning| *meaning == Meaning::Email || meaning.is_of_name());
    if !about_somebody {
        return false;
    }
    match found.len() {
        1 if found.contains(&Meaning::Email) => filled <= 20,
        // Alone it stands over names, one a line; beside two words it is what they are.
        1 => (2..=4).contains(&filled) && words,
        known => known * 4 >= filled || found.contains(&Meaning::Email),
    }
}
