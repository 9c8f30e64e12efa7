//! GitLab's API: requests, answers, and what each answer means for a person.
//!
//! Pure: makes addresses and parses answers, but sends nothing. The page's HTTP module passes the
//! status, headers and bytes. Source: GitLab's documentation and source code (`docs` of the REST
//! API: repository files, repositories, issues; `lib/api/helpers.rb`), and `docs/sign-in.md`.
//!
//! - [`address`]: the host and the roster's address, as people write them;
//! - [`question`]: requests, to the three API paths in use;
//! - [`issue`]: links to issues, and the address of a pasted issue;
//! - [`token`]: the access token, which is never shown;
//! - [`sign_in`]: signing in by OAuth 2.0 instead of pasting a token;
//! - [`answer`]: converts an answer into content or a [`GitlabError`](error::GitlabError);
//! - [`error`]: everything that can go wrong, each with a message;
//! - [`retry`]: what is retried, and after which pauses;
//! - [`folder`]: a folder with one file for each person: listing, queue, one consistent state;
//! - [`progress`]: the progress of a fetch, for people.

pub mod address;
pub mod answer;
mod encode;
pub mod error;
mod error_messages;
pub mod folder;
pub mod issue;
pub mod progress;
pub mod question;
pub mod retry;
pub mod sign_in;
pub mod token;

// proptest is only available natively.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
