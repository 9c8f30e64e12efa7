//! What several readers know, each thing once: where addresses stand, and the words of Calendly's page around its users.
//!
//! The words for roles and statuses stand with their types, in [`user`](super::user).

pub mod address;
pub mod page_chrome;
