//! An enum that is a list: each variant stands once, with the words that people read for it.
//!
//! Labels, formats and the meanings of columns are such lists. Whatever has to know all of them (a control of the
//! page, the reader of earlier notes, a test) goes over `ALL`, so that a new one is a new line and nothing else here.
//! In JSON a variant is its name, as serde's derives have it.

/// `Kind, words { Variant "its words"; … }`: the enum, its `ALL` in the order of the lines, a method of the name given
/// second that says the words, and [`Json`](crate::json::Json).
macro_rules! catalogue {
    (
        $(#[$about:meta])*
        $kind:ident, $words:ident {
            $($(#[$doc:meta])* $name:ident $text:literal;)*
        }
    ) => {
        $(#[$about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $kind { $($(#[$doc])* $name,)* }

        impl $kind {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The words that people read, to the letter.
            pub fn $words(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }

        impl $crate::json::Json for $kind {
            fn write(&self, to: &mut $crate::json::Writer) {
                to.text(match self { $(Self::$name => stringify!($name),)* });
            }

            fn read(from: &$crate::json::Node<'_>) -> Option<Self> {
                let text = from.text()?;
                let all = [$((stringify!($name), Self::$name)),*];
                all.into_iter().find(|(name, _)| *name == text).map(|(_, kind)| kind)
            }
        }
    };
}

pub(crate) use catalogue;
