//! Reconciles a support team's roster with the users of its Calendly organisation.
//!
//! Text comes in, a report goes out. The modules stand in the data's order:
//!
//! 1. [`source`]: a text as it came in, and the reading that says what was made of it;
//! 2. [`identity`]: what tells one person from another: email, link, name;
//! 3. [`roster`]: the team's YAML becomes people;
//! 4. [`calendly`]: the pasted list becomes users;
//! 5. [`audit`]: people and users are matched, and every row is judged;
//! 6. [`report`]: the audit becomes tables, Markdown, pings, evidence;
//! 7. [`desk`]: holds all that for the page, and re-reads only what changed.
//!
//! [`gitlab`] knows GitLab's addresses and answers, [`json`] reads and writes JSON, [`day`] the calendar. Nothing here asks for the time, the network or
//! a browser: the page under `src/page` hands those in.

pub mod audit;
pub mod calendly;
mod catalogue;
pub mod day;
pub mod desk;
pub mod gitlab;
pub mod identity;
pub mod json;
mod markdown;
pub mod phrase;
pub mod report;
pub mod roster;
pub mod source;
