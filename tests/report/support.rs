//! What the tests of the report share: lists made by hand, and GitLab's way of reading Markdown.

#![allow(dead_code, reason = "each test file uses its part")]

use calendly_audit::audit::{Audit, Finding, Label, OutsideRow, Policy, Stated, TeamRow, Verdict};
use calendly_audit::calendly::{Role, User, UserList};
use calendly_audit::identity::Email;
use calendly_audit::phrase::Phrase;
use calendly_audit::report::{Comparison, Context, Earlier, Events, Origin, Report};
use calendly_audit::roster::{Person, Roster};
use calendly_audit::source::Reading;
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};

/// 2026-11-22 07:40 UTC.
pub const WHEN: i64 = 1_795_333_200;

pub fn person(name: &str, email: &str, gitlab: &str, calendly: &str) -> Person {
    Person {
        name: name.to_owned(),
        email: email.to_owned(),
        gitlab: gitlab.to_owned(),
        calendly: calendly.to_owned(),
        ..Person::default()
    }
}

pub fn user(name: &str, email: &str) -> User {
    User { name: name.to_owned(), email: Email::read(email), ..User::default() }
}

pub fn finding(label: Label, details: &str) -> Finding {
    let details = if details.is_empty() { Phrase::new() } else { Phrase::new().untrusted(details) };
    Finding { label, details, intentional: None }
}

/// Lists and an audit of them, made by hand.
#[derive(Debug, Default)]
pub struct Made {
    pub roster: Roster,
    pub list: UserList,
    pub audit: Audit,
    pub policy: Policy,
    pub origin: Origin,
    pub decisions: Vec<calendly_audit::audit::Decision>,
}

impl Made {
    pub fn person(&mut self, person: Person, row: TeamRow) -> &mut Self {
        let index = self.roster.people.len();
        self.roster.people.push(person);
        self.audit.team.push(TeamRow { person: index, ..row });
        self
    }

    pub fn outside(&mut self, user: User, row: OutsideRow) -> &mut Self {
        let index = self.list.users.len();
        self.list.users.push(user);
        self.audit.outside.push(OutsideRow { user: index, ..row });
        self
    }

    pub fn user(&mut self, user: User) -> usize {
        self.list.users.push(user);
        self.list.users.len() - 1
    }

    /// Today's audit against earlier notes, as it is at this time.
    pub fn compared(&self, earlier: &Earlier, when: i64) -> Comparison {
        let stated = Stated::of(&self.roster, &self.list, &self.policy);
        let audit = Audit { stated, ..self.audit.clone() };
        Comparison::new(earlier, &self.roster, &self.list, &audit, &self.policy, when)
    }

    pub fn context(&self) -> Context<'_> {
        Context {
            when: WHEN,
            origin: &self.origin,
            policy: &self.policy,
            decisions: &self.decisions,
            events: Events::default(),
            version: "0.1.0",
        }
    }
}

pub fn reading(name: &str, read_as: &str, records: usize) -> Reading {
    Reading {
        name: name.to_owned(),
        sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".to_owned(),
        read_as: read_as.to_owned(),
        records,
        ..Reading::default()
    }
}

/// The parser as GitLab sets it up (`lib/banzai/filter/markdown_engines/glfm_markdown.rb`).
pub fn gitlab() -> Options<'static> {
    let mut options = Options::default();
    let on = &mut options.extension;
    on.alerts = true;
    on.autolink = true;
    on.cjk_friendly_emphasis = true;
    on.description_lists = true;
    on.footnotes = true;
    on.math_code = true;
    on.math_dollars = true;
    on.multiline_block_quotes = true;
    on.strikethrough = true;
    on.table = true;
    on.tasklist = true;
    on.wikilinks_title_before_pipe = true;
    options.parse.relaxed_autolinks = true;
    options.parse.relaxed_tasklist_matching = true;
    options.parse.tasklist_in_table = true;
    options.render.r#unsafe = true;
    options
}

/// GitLab's parser with every further extension that comrak has: what GitLab may turn on one day.
pub fn everything() -> Options<'static> {
    let mut options = gitlab();
    let on = &mut options.extension;
    on.superscript = true;
    on.subscript = true;
    on.spoiler = true;
    on.underline = true;
    on.highlight = true;
    on.insert = true;
    on.inline_footnotes = true;
    on.math_latex = true;
    on.greentext = true;
    options
}

/// One table as a reader sees it: its cells' visible text, `\n` for a break.
pub type Grid = Vec<Vec<String>>;

/// Every table of a document, and what else of note stands in it.
#[derive(Default, Debug)]
pub struct Seen {
    /// The table of checks, header first.
    pub checks: Grid,
    /// The other tables, header first.
    pub tables: Vec<Grid>,
    /// Text that is not code, where GitLab looks for references.
    pub text: Vec<String>,
    /// Elements that a stranger's text must never become.
    pub forbidden: Vec<String>,
    /// Headings.
    pub headings: Vec<String>,
}

/// Reads Markdown as GitLab does.
pub fn render(markdown: &str, options: &Options<'_>) -> Seen {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, options);
    let mut seen = Seen::default();
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::Table(_) => {
                let rows = node.children();
                let rows: Grid =
                    rows.map(|row| row.children().map(|cell| text_of(cell)).collect()).collect();
                let is_checks = rows.first().is_some_and(|head| head[0] == "Check");
                if is_checks { seen.checks = rows } else { seen.tables.push(rows) }
            }
            NodeValue::Heading(_) => seen.headings.push(text_of(node)),
            NodeValue::Text(text) => {
                // Neighbouring texts are one text to GitLab's filters.
                let follows = node
                    .previous_sibling()
                    .is_some_and(|n| matches!(n.data().value, NodeValue::Text(_)));
                match seen.text.last_mut() {
                    Some(before) if follows => before.push_str(text),
                    _ => seen.text.push(text.to_string()),
                }
            }
            NodeValue::HtmlInline(html) if html == "<br>" => {}
            NodeValue::HtmlBlock(block)
                if block.literal.starts_with("<details>")
                    || block.literal.starts_with("</details>")
                    || block.literal.starts_with("<!-- calendly-audit") => {}
            NodeValue::Document
            | NodeValue::TableRow(_)
            | NodeValue::TableCell
            | NodeValue::Paragraph
            | NodeValue::List(_)
            | NodeValue::Item(_)
            | NodeValue::TaskItem(_)
            | NodeValue::Strong
            | NodeValue::SoftBreak
            | NodeValue::CodeBlock(_)
            | NodeValue::Code(_) => {}
            other => seen.forbidden.push(format!("{other:?}")),
        }
    }
    seen
}

fn text_of<'a>(node: &'a AstNode<'a>) -> String {
    let mut out = String::new();
    for inner in node.descendants() {
        match &inner.data().value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::Code(code) => out.push_str(&code.literal),
            NodeValue::HtmlInline(html) if html == "<br>" => out.push('\n'),
            _ => {}
        }
    }
    out
}

/// What in a text GitLab would take for a mention, a reference, an emoji, a link or a change mark. By
/// the patterns in GitLab's source (`reference_pattern` of each model), drawn wider where it is simpler.
pub fn alive(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let word = |c: char| c.is_alphanumeric() || c == '_';
    for (i, &c) in chars.iter().enumerate() {
        let next = chars.get(i + 1).copied().unwrap_or(' ');
        let hit = match c {
            '@' | '#' | '!' | '$' | '&' | '~' | '%' | '^' => !next.is_whitespace(),
            '*' | '[' | '{' | '<' | '>' => true,
            ':' => {
                let name: String =
                    chars[i + 1..].iter().take_while(|c| word(**c) || "+-".contains(**c)).collect();
                !name.is_empty() && chars.get(i + 1 + name.chars().count()) == Some(&':')
            }
            _ => false,
        };
        if hit {
            return Some(format!("{c}{next} in {text:?}"));
        }
    }
    let lower = text.to_lowercase();
    if lower.contains("www.") || lower.contains("://") {
        return Some(format!("an address in {text:?}"));
    }
    for run in text.split(|c: char| !word(c)) {
        if run.len() >= 7 && run.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Some(format!("a commit in {text:?}"));
        }
    }
    for (at, _) in text.match_indices('-') {
        let before: String =
            text[..at].chars().rev().take_while(char::is_ascii_alphanumeric).collect();
        let after = text[at + 1..].chars().next().unwrap_or(' ');
        if before.ends_with(|c: char| c.is_ascii_alphabetic()) && after.is_ascii_digit() {
            return Some(format!("an issue of another tracker in {text:?}"));
        }
    }
    None
}

/// Two people, two strangers, as an auditor has them.
pub fn small() -> Made {
    let mut made = Made::default();
    made.person(
        person("Jane Doe", "jdoe@example.com", "jdoe", "https://calendly.com/jdoe/30min"),
        TeamRow {
            findings: vec![finding(Label::LinksToAnEvent, "use https://calendly.com/jdoe")],
            ..TeamRow::default()
        },
    );
    made.person(
        person("Max Roe", "mroe@example.com", "mroe", ""),
        TeamRow {
            findings: vec![finding(Label::NoCalendlyLink, ""), finding(Label::NotInCalendly, "")],
            ..TeamRow::default()
        },
    );
    made.outside(
        User { role: Role::User, ..user("Jo Law", "jlaw@example.com") },
        OutsideRow::default(),
    );
    made.outside(
        User { role: Role::Admin, ..user("Old Hand", "ohand@example.com") },
        OutsideRow { verdict: Some(Verdict::Remove), ..OutsideRow::default() },
    );
    made
}

/// The notes of an audit.
pub fn notes(made: &Made) -> String {
    let context = made.context();
    Report::new(&made.roster, &made.list, &made.audit, &context).markdown()
}
