//! What the page is made of, in the order in which a person meets it.

pub mod anywhere;
pub mod app;
pub mod audit;
mod chosen;
mod comments;
pub mod copying;
pub mod course;
pub mod details;
pub mod earlier;
pub mod field;
mod later;
pub mod list;
pub mod numbers;
pub mod phrase;
pub mod policy;
pub mod reading;
mod rows;
mod sign_in;
mod standing;
pub mod table;
pub mod team;
mod token;
