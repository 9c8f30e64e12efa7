//! What the browser tests stand on. The tests themselves are in `tests/`, one file a topic.
//!
//! - [`http`]: the little HTTP server under both of the others; it can also break off, stall and say nothing;
//! - [`gitlab`]: a stand-in for GitLab's API, on the one address that the tested site may talk to;
//! - [`site`]: serves the built site under a sub-path, as GitLab Pages would;
//! - [`driver`]: the browsers, and the drivers that all tests share;
//! - [`devtools`]: a tab without chromedriver, for a crash;
//! - [`page`]: the page as a person sees it: controls by their accessible name, tables by their caption, the clipboard.
//!
//! Nothing here knows the page's markup, its classes or its code: only the names in docs/page.md and docs/format.md.

// In a test a panic is the report.
#![allow(clippy::missing_panics_doc)]

pub mod devtools;
pub mod driver;
pub mod gitlab;
pub mod http;
pub mod page;
pub mod site;
