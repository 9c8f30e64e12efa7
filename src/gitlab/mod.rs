//! What GitLab is asked, what it may answer, and what each answer means for a person.
//!
//! Pure: this makes addresses and reads answers; it never sends a request. The page's one module
//! that speaks HTTP hands in status, headers and bytes. Facts come from GitLab's documentation and
//! source (`docs` of the REST API: repository files, repositories, issues; `lib/api/helpers.rb`; for
//! the sign-in see `docs/sign-in.md`).
//!
//! - [`address`]: the host and the roster's address, as people write them;
//! - [`question`]: the three API paths that are ever asked;
//! - [`issue`]: links into GitLab's issues, and the address of a pasted issue;
//! - [`token`]: the access token, which shows itself to nobody;
//! - [`sign_in`]: signing in by OAuth 2.0 in place of a pasted token;
//! - [`answer`]: an answer becomes content or a [`trouble::Trouble`];
//! - [`trouble`]: everything that can go wrong, each with its plain words;
//! - [`retry`]: what is tried again, and after which pauses;
//! - [`folder`]: a folder of one file per person: listing, queue, one consistent state;
//! - [`progress`]: what a person sees meanwhile.

pub mod address;
pub mod answer;
mod encode;
pub mod folder;
pub mod issue;
pub mod progress;
pub mod question;
pub mod retry;
pub mod sign_in;
pub mod token;
pub mod trouble;
mod words;

// proptest is there natively alone.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
