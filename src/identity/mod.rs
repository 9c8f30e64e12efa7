//! What tells one person from another: an email, a link, a name.
//!
//! Each type is made once, where text is read, and is normalised from then on, so that matching
//! compares keys and never cleans up. What was written is kept beside the key, because the report
//! shows people their own spelling. Facts: Calendly's help centre and API description for links.

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
