//! The identifiers of a person: email, link, name.
//!
//! Each type is parsed once from the input and is normalised from then on, so matching only
//! compares keys. The original text is kept beside the key, since the report shows people their own
//! spelling. Source for links: Calendly's help centre and API description.

pub mod email;
pub mod invisible;
pub mod letters;
mod letters_table;
pub mod link;
pub mod name;
mod placeholder;
pub mod script;
pub mod short_names;

pub use email::Email;
pub use link::{Link, Slug};
