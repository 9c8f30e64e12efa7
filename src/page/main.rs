//! The page.

#[expect(dead_code, reason = "the page that calls it is written beside it")]
mod http;

fn main() {}
