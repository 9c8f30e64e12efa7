//! Tests with tables of inputs and expected results.

mod address;
mod answer;
mod encode;
mod folder;
mod issue;
mod progress;
mod sign_in;
mod token;

use super::address::{Host, RosterAddress};

/// Returns the host of most tests.
fn host() -> Host {
    Host::new("https://gitlab.example.com/")
}

/// Returns the address of a roster on it.
#[track_caller]
fn address(project: &str, path: &str, reference: &str) -> RosterAddress {
    RosterAddress::read(&host(), project, path, reference).expect("a sound address")
}
