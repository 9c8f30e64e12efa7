//! Writers of one list in every structured form.

use std::fmt::Write;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use super::blocks::{blocks, ldif, vcard, yaml};
use super::list::{Stated, Telling, What, sheet_letter};
use crate::page_html::dom::tree;

/// A form in which a list is written, and its spelling where there are several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Separated { by: char, quotes_all: bool, windows: bool, trims: bool },
    LinesInQuotes,
    Markdown { has_edges: bool },
    Html { has_head: bool, is_linked: bool },
    Json(JsonForm),
    Memberships { pages: usize },
    Scim(Yes),
    Blocks { leaves_out: bool, marks: &'static str },
    Ldif,
    Vcard,
    Yaml { wrapper: &'static str, leaves_out: bool },
}

impl Form {
    /// Whether it has keys of its own for what matters, whatever the list's headings are.
    pub fn has_own_keys(self) -> bool {
        matches!(self, Self::Memberships { .. } | Self::Scim(_) | Self::Ldif | Self::Vcard)
    }

    /// Whether heading or content tell which column is the name.
    pub fn tells_names(self, telling: &Telling) -> bool {
        let has = |what| telling.column(what).is_some();
        (self.has_own_keys() && (has(What::Name) || has(What::LastName))) || telling.tells_names()
    }

    /// Whether it is right to ask which column is the login.
    pub fn may_be_asked_about(self, telling: &Telling) -> bool {
        !self.has_own_keys() && telling.may_be_asked_about()
    }
}

/// How the rows of a table are written as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonForm {
    Array,
    Lines,
    Wrapped,
    /// Each column at a depth of its own, under keys of any name.
    Nested,
}

/// How SCIM writes that something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yes {
    Bare,
    Text,
    Capital,
    Number,
}

impl Yes {
    fn of(self, is_so: bool) -> Value {
        match self {
            Self::Bare => json!(is_so),
            Self::Text => json!(is_so.to_string()),
            Self::Capital => json!(if is_so { "True" } else { "False" }),
            Self::Number => json!(u8::from(is_so)),
        }
    }
}

/// Forms that have a table's columns, headings included.
pub fn form() -> impl Strategy<Value = Form> {
    let separated =
        (select(vec![',', ';', '\t', '|']), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
            |(by, quotes_all, windows, trims)| Form::Separated { by, quotes_all, windows, trims },
        );
    let json = select(vec![JsonForm::Array, JsonForm::Lines, JsonForm::Wrapped, JsonForm::Nested]);
    prop_oneof![
        6 => separated,
        1 => Just(Form::LinesInQuotes),
        2 => any::<bool>().prop_map(|has_edges| Form::Markdown { has_edges }),
        3 => (any::<bool>(), any::<bool>())
            .prop_map(|(has_head, is_linked)| Form::Html { has_head, is_linked }),
        5 => json.prop_map(Form::Json),
        3 => (any::<bool>(), select(vec![":", ": ", " : "]))
            .prop_map(|(leaves_out, marks)| Form::Blocks { leaves_out, marks }),
        2 => (select(vec!["", "users", "organization members"]), any::<bool>())
            .prop_map(|(wrapper, leaves_out)| Form::Yaml { wrapper, leaves_out }),
    ]
}

/// Forms with keys of their own.
pub fn form_with_own_keys() -> impl Strategy<Value = Form> {
    prop_oneof![
        (1..4_usize).prop_map(|pages| Form::Memberships { pages }),
        select(vec![Yes::Bare, Yes::Text, Yes::Capital, Yes::Number]).prop_map(Form::Scim),
        Just(Form::Ldif),
        Just(Form::Vcard),
    ]
}

/// The text of a list in a form, and the users as that form states them.
pub fn written(telling: &Telling, form: Form) -> (String, Vec<Stated>) {
    let all = telling.expected();
    match form {
        Form::Separated { by, quotes_all, windows, trims } => {
            (separated(telling, by, quotes_all, windows, trims), all)
        }
        Form::LinesInQuotes => {
            let text = separated(telling, ',', false, false, false);
            let quoted = text.lines().map(|line| format!("\"{}\"\n", line.replace('"', "\"\"")));
            (quoted.collect::<Vec<_>>().concat(), all)
        }
        Form::Markdown { has_edges } => (markdown(telling, has_edges), all),
        Form::Html { has_head, is_linked } => {
            let tree = tree(&html(telling, has_head, is_linked));
            let text = calendly_audit::calendly::page_html::to_text(&tree);
            (text.unwrap_or_default(), all)
        }
        Form::Json(form) => (json(telling, form), all),
        Form::Memberships { pages } => memberships(telling, pages),
        Form::Scim(yes) => scim(telling, yes),
        Form::Blocks { leaves_out, marks } => (blocks(telling, leaves_out, marks), all),
        Form::Ldif => (ldif(telling), all),
        Form::Vcard => (vcard(telling), all),
        Form::Yaml { wrapper, leaves_out } => (yaml(telling, wrapper, leaves_out), all),
    }
}

fn headings(telling: &Telling) -> Vec<&str> {
    telling.columns.iter().map(|column| column.header.as_str()).collect()
}

/// Keys for a form that cannot do without: the headings, or letters where there are none.
pub fn keys(telling: &Telling) -> Vec<String> {
    let key = |(at, header): (usize, &str)| match header.trim() {
        "" => sheet_letter(at),
        header => header.to_owned(),
    };
    headings(telling).into_iter().enumerate().map(key).collect()
}

pub fn separated(
    telling: &Telling,
    by: char,
    quotes_all: bool,
    windows: bool,
    trims: bool,
) -> String {
    let cell = |text: &str| {
        if quotes_all || text.contains([by, '"', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let line_end = if windows { "\r\n" } else { "\n" };
    let mut text = String::new();
    let header = telling.has_headings.then(|| headings(telling));
    for (at, row) in header.into_iter().chain(telling.rows()).enumerate() {
        let mut cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        // Some programs leave out what is empty at the end of a row.
        while at > 0 && trims && cells.pop_if(|cell| matches!(&**cell, "" | "\"\"")).is_some() {}
        text += &cells.join(&by.to_string());
        text += line_end;
    }
    text
}

fn markdown(telling: &Telling, has_edges: bool) -> String {
    let line = |cells: &[&str]| {
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        let line = cells.join(" | ");
        // A bar at either end is an edge: a row whose first or last cell is empty needs its own.
        let is_bare = |at: usize| cells.get(at).is_none_or(String::is_empty);
        if has_edges || is_bare(0) || is_bare(cells.len() - 1) {
            format!("| {line} |\n")
        } else {
            format!("{line}\n")
        }
    };
    let header =
        if telling.has_headings { headings(telling) } else { vec![""; telling.columns.len()] };
    let mut text = line(&header) + &line(&vec!["---"; telling.columns.len()]);
    text.extend(telling.rows().map(|row| line(&row)));
    text
}

fn html(telling: &Telling, has_head: bool, is_linked: bool) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let cell = |text: &str| match () {
        () if is_linked && text.contains('@') => {
            format!("<td><a href=\"mailto:{text}\">{text}</a></td>")
        }
        () if is_linked && text.starts_with("https:") => {
            format!("<td><a href=\"{text}\">{text}</a></td>")
        }
        () => format!("<td>{}</td>", escaped(text)),
    };
    let mut html = "<table>".to_owned();
    if telling.has_headings {
        let tag = if has_head { "th" } else { "td" };
        let heads = headings(telling).into_iter();
        let heads: Vec<_> = heads.map(|text| format!("<{tag}>{}</{tag}>", escaped(text))).collect();
        let _ = write!(html, "<tr>{}</tr>", heads.concat());
    }
    for row in telling.rows() {
        let _ = write!(html, "<tr>{}</tr>", row.into_iter().map(cell).collect::<String>());
    }
    html + "</table>"
}

/// Puts a value under a path of keys.
fn put(into: &mut Map<String, Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [key] => {
            into.insert(key.clone(), value);
        }
        [key, rest @ ..] => {
            let inner = into.entry(key.clone()).or_insert_with(|| json!({}));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

fn json(telling: &Telling, form: JsonForm) -> String {
    let keys = keys(telling);
    let path = |at: usize, key: &String| match (form, at % 4) {
        (JsonForm::Nested, 1) => vec!["contact".to_owned(), key.clone()],
        (JsonForm::Nested, 2) => vec!["x".to_owned(), "ünter".to_owned(), key.clone()],
        (JsonForm::Nested, 3) => vec!["x".to_owned(), key.clone()],
        _ => vec![key.clone()],
    };
    let item = |row: Vec<&str>| {
        let mut object = Map::new();
        for (at, (key, cell)) in keys.iter().zip(row).enumerate() {
            let value = match cell.parse::<u32>() {
                Ok(number) => json!(number),
                Err(_) if cell.is_empty() && at % 2 == 0 => Value::Null,
                Err(_) => json!(cell),
            };
            put(&mut object, &path(at, key), value);
        }
        Value::Object(object)
    };
    let items: Vec<Value> = telling.rows().map(item).collect();
    match form {
        JsonForm::Lines => {
            items.iter().map(|item| format!("{item}\n")).collect::<Vec<_>>().concat()
        }
        JsonForm::Wrapped => json!({"答え": {"page": 1, "rows": items}, "ok": true}).to_string(),
        JsonForm::Array | JsonForm::Nested => json!(items).to_string(),
    }
}

/// Memberships of those who have joined, then invitations of those who have not.
fn memberships(telling: &Telling, pages: usize) -> (String, Vec<Stated>) {
    let api = "https://api.calendly.com";
    let users = telling.expected();
    let (invited, joined): (Vec<_>, Vec<_>) =
        users.into_iter().partition(|user| user.status == "Pending");
    let mut text = String::new();
    let size = joined.len().div_ceil(pages).max(1);
    for (page, users) in joined.chunks(size).enumerate() {
        let item = |user: &Stated| {
            json!({
                "uri": format!("{api}/organization_memberships/M{}", user.email.len()),
                "role": user.role.to_lowercase().replace(' ', "_"),
                "user": {
                    "uri": format!("{api}/users/{}", user.email.replace('@', "-")),
                    "name": user.name,
                    "email": user.email,
                    "scheduling_url": user.link(),
                    "timezone": "Europe/Berlin",
                },
            })
        };
        let token = |is_there: bool| is_there.then_some("token");
        let next = token((page + 1) * size < joined.len());
        let items: Vec<_> = users.iter().map(item).collect();
        let pagination = json!({
            "count": users.len(), "next_page_token": next, "previous_page_token": token(page > 0),
        });
        let _ = writeln!(text, "{}", json!({"collection": items, "pagination": pagination}));
    }
    let invitation = |user: &Stated| {
        json!({
            "uri": format!("{api}/organizations/O/invitations/{}", user.email.replace('@', "-")),
            "email": user.email, "status": "pending", "last_sent_at": "2026-10-01T00:00:00Z",
        })
    };
    if !invited.is_empty() {
        let items: Vec<_> = invited.iter().map(invitation).collect();
        let pagination = json!({"count": items.len(), "next_page": null});
        text += &json!({"collection": items, "pagination": pagination}).to_string();
    }
    let joined = joined.into_iter().map(|user| Stated { status: String::new(), ..user });
    let invited = invited.into_iter().map(|user| Stated {
        email: user.email,
        status: user.status,
        ..Stated::default()
    });
    (text, joined.chain(invited).collect())
}

fn scim(telling: &Telling, yes: Yes) -> (String, Vec<Stated>) {
    let users = telling.expected();
    let item = |(at, user): (usize, &Stated)| {
        let own = json!({"value": user.email, "type": "work", "primary": yes.of(true)});
        let private = json!({
            "value": format!("private{at}@home.example"), "primary": yes.of(false),
        });
        let is_login = at % 2 == 0;
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "id": at.to_string(),
            "userName": if is_login { user.email.clone() } else { format!("login{at}") },
            "displayName": user.name,
            "active": yes.of(user.status != "Deactivated"),
            "emails": if is_login { json!([own]) } else { json!([private, own]) },
        })
    };
    let items: Vec<_> = users.iter().enumerate().map(item).collect();
    let text = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": items.len(), "startIndex": 1, "Resources": items,
    });
    let expected = users.into_iter().map(|user| Stated {
        role: String::new(),
        slug: String::new(),
        status: if user.status == "Deactivated" { user.status } else { "Active".to_owned() },
        ..user
    });
    (text.to_string(), expected.collect())
}
