//! The raw value of one field, of any shape; [`super::entry`] interprets it.
//!
//! A `gitlab` may be a mapping or a text, and `focuses` nearly anything. Values deeper than any field
//! needs are skipped, and their aliases not followed.

use std::fmt;

use super::entry::is_spelled;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

/// Visitors for every scalar that is not a text.
macro_rules! scalars {
    ($item:ty, |$value:ident| $made:expr) => {
        fn visit_bool<E>(self, $value: bool) -> Result<$item, E> {
            Ok($made)
        }
        fn visit_i64<E>(self, $value: i64) -> Result<$item, E> {
            Ok($made)
        }
        fn visit_i128<E>(self, $value: i128) -> Result<$item, E> {
            Ok($made)
        }
        fn visit_u64<E>(self, $value: u64) -> Result<$item, E> {
            Ok($made)
        }
        fn visit_u128<E>(self, $value: u128) -> Result<$item, E> {
            Ok($made)
        }
        fn visit_f64<E>(self, $value: f64) -> Result<$item, E> {
            Ok($made)
        }
    };
}

pub(super) use scalars;

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Null,
    Text(String),
    /// A number or a boolean, in the library's spelling.
    Typed(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
    /// Deeper than any field needs.
    Deep,
}

impl Node {
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Typed(text) => Some(text),
            _ => None,
        }
    }

    pub fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) | Self::Typed(text) => Some(text),
            Self::Null => Some(String::new()),
            _ => None,
        }
    }

    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Text(_) | Self::Typed(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
            Self::Deep => "a list of lists",
        }
    }
}

/// `focuses` is a list of mappings of texts: three levels.
const LEVELS: u8 = 3;

/// Which parts of a value to request as text. Used in the second parse, for texts that the first one
/// converted to numbers.
#[derive(Clone, Copy, Default)]
pub(super) struct NodeSeed {
    /// Ask for the value's text as written.
    pub as_text: bool,
    /// Ask for the text of each of a list's items.
    pub items_as_text: bool,
    /// Ask for the text behind this key of a mapping, or of each mapping in a list.
    pub key_as_text: Option<&'static str>,
    /// Current depth.
    pub depth: u8,
}

impl<'de> DeserializeSeed<'de> for NodeSeed {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, yaml: D) -> Result<Node, D::Error> {
        if self.as_text { yaml.deserialize_str(self) } else { yaml.deserialize_any(self) }
    }
}

impl<'de> Visitor<'de> for NodeSeed {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    scalars!(Node, |value| Node::Typed(value.to_string()));

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let inner = Self {
            depth: self.depth + 1,
            as_text: self.items_as_text,
            items_as_text: false,
            key_as_text: self.key_as_text,
        };
        if inner.depth > LEVELS {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Node::Deep);
        }
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let inner = Self { depth: self.depth + 1, ..Self::default() };
        if inner.depth > LEVELS {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Node::Deep);
        }
        let mut pairs = Vec::new();
        while let Some(key) = map.next_key_seed(inner)? {
            let key = key.into_text().unwrap_or_default();
            let as_text = self.key_as_text.is_some_and(|asked| is_spelled(&key, asked));
            pairs.push((key, map.next_value_seed(Self { as_text, ..inner })?));
        }
        Ok(Node::Map(pairs))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Node, A::Error> {
        let (IgnoredAny, variant) = data.variant()?;
        variant.newtype_variant_seed(self)
    }
}

/// Returns the value of a key in any spelling: the first of duplicates, else one that is merged in.
pub(super) fn lookup<'a>(pairs: &'a [(String, Node)], key: &str) -> Option<&'a Node> {
    let find = |pairs: &'a [(String, Node)]| {
        let usual = pairs.iter().find(|(name, _)| name == key);
        usual.or_else(|| pairs.iter().find(|(name, _)| is_spelled(name, key))).map(|(_, node)| node)
    };
    find(pairs).or_else(|| {
        pairs.iter().filter(|(name, _)| name == "<<").find_map(|(_, node)| match node {
            Node::Map(inner) => find(inner),
            _ => None,
        })
    })
}
