//! Reconciles a support team's roster with the users of its Calendly organisation.
//!
//! Text comes in, a report goes out. The modules, in the order in which data passes through them:
//!
//! 1. [`source`]: an input text, and the result of reading it;
//! 2. [`identity`]: the identifiers of a person: email, link, name;
//! 3. [`roster`]: reads people from the team's YAML;
//! 4. [`calendly`]: reads users from the pasted list;
//! 5. [`audit`]: matches people with users, and judges every row;
//! 6. [`report`]: makes tables, Markdown, pings and evidence from the audit;
//! 7. [`session`]: holds all of that for the page, and re-reads only what changed.
//!
//! [`gitlab`] makes GitLab's addresses and reads its answers, [`json`] reads and writes JSON, and
//! [`day`] is the calendar. Nothing here uses a clock, the network or a browser. The page under
//! `src/page` provides those.

pub mod audit;
pub mod calendly;
mod catalogue;
pub mod day;
pub mod gitlab;
pub mod identity;
pub mod json;
mod markdown;
pub mod phrase;
pub mod report;
pub mod roster;
pub mod session;
pub mod source;
