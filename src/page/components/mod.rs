//! What the page is made of, in the order in which a person meets it.

pub mod anywhere;
pub mod app;
pub mod audit;
mod cells;
mod checks;
mod chosen;
mod comments;
pub mod copying;
pub mod details;
pub mod earlier;
pub mod field;
mod gate;
mod icon;
mod later;
pub mod list;
mod next;
pub mod phrase;
pub mod policy;
pub mod reading;
mod review;
mod rows;
mod standing;
mod step;
pub mod table;
pub mod team;
mod token;
mod worklist;
