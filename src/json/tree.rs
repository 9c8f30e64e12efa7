//! A value of JSON, and where it stands in the text.

use std::borrow::Cow;
use std::str::FromStr;

/// A key and its value.
pub type Member<'a> = (Cow<'a, str>, Node<'a>);

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'a> {
    /// Byte offset of its first character.
    pub at: usize,
    /// Byte offset behind its last.
    pub end: usize,
    /// Whether it was read to its end; an outer value is kept although something in it broke off.
    pub whole: bool,
    /// What it is.
    pub value: Value<'a>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`, `true`, `false` or a number, as written.
    Bare(&'a str),
    /// A text, its escapes resolved.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Node<'a>>),
    /// An object, its members in order, repeated keys included.
    Object(Vec<Member<'a>>),
}

impl<'a> Node<'a> {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, if it is one.
    pub fn number<N: FromStr>(&self) -> Option<N> {
        match &self.value {
            Value::Bare(written) => written.parse().ok(),
            _ => None,
        }
    }

    /// The items, if it is an array.
    pub fn items(&self) -> Option<&[Self]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The members, if it is an object.
    pub fn members(&self) -> Option<&[Member<'a>]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The name and value of the one member, if it is an object with a single one.
    pub fn only_member(&self) -> Option<(&str, &Self)> {
        match self.members()? {
            [(name, value)] => Some((name, value)),
            _ => None,
        }
    }

    /// The value of a key, if it is an object that has it.
    pub fn member(&self, key: &str) -> Option<&Self> {
        find(self.members()?, key)
    }

    /// Whether it is `null`, `false`, or empty.
    pub fn is_nothing(&self) -> bool {
        match &self.value {
            Value::Bare(written) => matches!(*written, "null" | "false"),
            Value::Text(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Object(members) => members.is_empty(),
        }
    }
}

/// The value of a key, if the object has it.
pub fn find<'n, 'a>(members: &'n [Member<'a>], key: &str) -> Option<&'n Node<'a>> {
    members.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}
