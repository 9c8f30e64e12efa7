//! JSON: untrusted texts, parsed as far as possible ([`parse`] into a [`tree`]), and the tool's own
//! ([`Json`]).
//!
//! The tool's own JSON is the evidence's `terms.json`, what the page persists in its tab, and the
//! terms in its messages ([`inside`]). Each type declares its form beside its definition, by
//! [`record!`] or as a catalogue. It is the form that serde's derives would give.

pub mod inside;
pub mod parse;
pub mod tree;
mod writer;

pub use tree::{Node, Value};
pub use writer::Writer;

/// A value that is written as JSON and read back.
pub trait Json {
    /// Writes the value.
    fn write(&self, to: &mut Writer);

    /// Reads the value; `None` if the node is not of this type.
    fn read(from: &Node<'_>) -> Option<Self>
    where
        Self: Sized;
}

/// Returns a value as a text.
pub fn written(what: &dyn Json) -> String {
    let mut to = Writer::default();
    what.write(&mut to);
    to.into_text()
}

/// Reads a value from a text.
///
/// # Errors
///
/// Returns what is wrong, as the end of a sentence.
pub fn read<T: Json>(bytes: &[u8]) -> Result<T, &'static str> {
    let node = whole(bytes)?;
    T::read(&node).ok_or("it does not hold what it should")
}

/// Parses a text that is exactly one value.
pub fn whole(bytes: &[u8]) -> Result<Node<'_>, &'static str> {
    let text = str::from_utf8(bytes).map_err(|_| "it is no text")?;
    let parsed = parse::parse(text, 0);
    match (parsed.broken, parsed.node) {
        (Some(why), _) => Err(why),
        (None, Some(node)) if text.get(node.end..).is_some_and(|rest| rest.trim().is_empty()) => {
            Ok(node)
        }
        _ => Err("something follows its end"),
    }
}

/// Implements [`Json`] for a struct: an object with the fields as members. A missing member has the
/// value of the struct's default.
#[macro_export]
macro_rules! record {
    ($kind:ty { $($field:ident),* $(,)? }) => {
        impl $crate::json::Json for $kind {
            fn write(&self, to: &mut $crate::json::Writer) {
                to.object(&[$((stringify!($field), &self.$field)),*]);
            }

            fn read(from: &$crate::json::Node<'_>) -> Option<Self> {
                from.members()?;
                let default = Self::default();
                Some(Self {
                    $($field: match from.member(stringify!($field)) {
                        Some(member) => $crate::json::Json::read(member)?,
                        None => default.$field,
                    },)*
                })
            }
        }
    };
}

pub use record;

impl Json for String {
    fn write(&self, to: &mut Writer) {
        to.text(self);
    }

    fn read(from: &Node<'_>) -> Option<Self> {
        from.text().map(str::to_owned)
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => {$(
        impl Json for $kind {
            fn write(&self, to: &mut Writer) {
                to.bare(&self.to_string());
            }

            fn read(from: &Node<'_>) -> Option<Self> {
                from.number()
            }
        }
    )*};
}

numbers!(u8, u32, usize, i64);

impl<T: Json> Json for Box<T> {
    fn write(&self, to: &mut Writer) {
        (**self).write(to);
    }

    fn read(from: &Node<'_>) -> Option<Self> {
        T::read(from).map(Self::new)
    }
}

impl<T: Json> Json for Option<T> {
    fn write(&self, to: &mut Writer) {
        match self {
            Some(some) => some.write(to),
            None => to.bare("null"),
        }
    }

    fn read(from: &Node<'_>) -> Option<Self> {
        match from.value {
            Value::Bare("null") => Some(None),
            _ => T::read(from).map(Some),
        }
    }
}

impl<T: Json> Json for Vec<T> {
    fn write(&self, to: &mut Writer) {
        to.list(&mut self.iter().map(|item| -> &dyn Json { item }));
    }

    fn read(from: &Node<'_>) -> Option<Self> {
        from.items()?.iter().map(T::read).collect()
    }
}

impl<A: Json, B: Json> Json for (A, B) {
    fn write(&self, to: &mut Writer) {
        to.list(&mut [&self.0 as &dyn Json, &self.1].into_iter());
    }

    fn read(from: &Node<'_>) -> Option<Self> {
        let [a, b] = from.items()? else { return None };
        Some((A::read(a)?, B::read(b)?))
    }
}

impl<A: Json, B: Json, C: Json> Json for (A, B, C) {
    fn write(&self, to: &mut Writer) {
        to.list(&mut [&self.0 as &dyn Json, &self.1, &self.2].into_iter());
    }

    fn read(from: &Node<'_>) -> Option<Self> {
        let [a, b, c] = from.items()? else { return None };
        Some((A::read(a)?, B::read(b)?, C::read(c)?))
    }
}
