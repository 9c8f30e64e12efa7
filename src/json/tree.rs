//! JSON values with their positions in the text.

use std::borrow::Cow;
use std::str::FromStr;

/// A key and its value.
pub type Member<'a> = (Cow<'a, str>, Node<'a>);

/// A value and its position.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'a> {
    /// Byte offset of its beginning.
    pub at: usize,
    /// Byte offset of its end.
    pub end: usize,
    /// Whether it was read to its end. An outer value is kept even if something inside broke off.
    pub whole: bool,
    /// The value.
    pub value: Value<'a>,
}

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`, `true`, `false` or a number, as written.
    Bare(&'a str),
    /// A text with its escapes resolved.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Node<'a>>),
    /// An object: its members in order, repeated keys included.
    Object(Vec<Member<'a>>),
}

impl<'a> Node<'a> {
    /// Returns the text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the whole number, if it is one.
    pub fn number<N: FromStr>(&self) -> Option<N> {
        match &self.value {
            Value::Bare(written) => written.parse().ok(),
            _ => None,
        }
    }

    /// Returns the items, if it is an array.
    pub fn items(&self) -> Option<&[Self]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the members, if it is an object.
    pub fn members(&self) -> Option<&[Member<'a>]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Returns the name and value of the only member, if it is an object with exactly one.
    pub fn only_member(&self) -> Option<(&str, &Self)> {
        match self.members()? {
            [(name, value)] => Some((name, value)),
            _ => None,
        }
    }

    /// Returns the value of a key, if it is an object that has it.
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

/// Returns the value of a key, if one of the members has it.
pub fn find<'n, 'a>(members: &'n [Member<'a>], key: &str) -> Option<&'n Node<'a>> {
    members.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}
