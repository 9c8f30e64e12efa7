//! Tests that the token is cleaned of what copying adds, refused if broken, and never shown.

use crate::gitlab::error::GitlabError;
use crate::gitlab::token::{Token, TokenError};
use proptest::prelude::*;

const SECRET: &str = "glpat-AbC_123.xyz";

#[test]
fn what_copying_adds_is_removed() {
    let table = [
        "glpat-AbC_123.xyz",
        "  glpat-AbC_123.xyz\r\n",
        "\u{feff}\u{200b}glpat-AbC_123.xyz\u{a0}\u{200e}",
        "\"glpat-AbC_123.xyz\"",
        "`glpat-AbC_123.xyz`",
        "PRIVATE-TOKEN: glpat-AbC_123.xyz",
        "private-token:glpat-AbC_123.xyz",
        "Authorization: Bearer glpat-AbC_123.xyz",
        "bearer  glpat-AbC_123.xyz",
        "\tglpat-AbC_123.xyz\0",
    ];
    for pasted in table {
        assert_eq!(Token::read(pasted).unwrap().header(), Some(SECRET), "{pasted:?}");
    }
}

#[test]
fn blank_texts_are_no_token() {
    for pasted in ["", "  \n", "\u{200b}", "\"\"", "PRIVATE-TOKEN:"] {
        let token = Token::read(pasted).unwrap();
        assert!(token.is_empty() && token.header().is_none(), "{pasted:?}");
    }
}

#[test]
fn broken_tokens_are_refused_without_showing_them() {
    let long = "x".repeat(2_001);
    let table = [
        ("glpat-AbC 123.xyz", TokenError::Broken { at: 10 }),
        ("glpat-AbC\n123.xyz", TokenError::Broken { at: 10 }),
        ("glpat-AbC\u{a0}123.xyz", TokenError::Broken { at: 10 }),
        ("glpat-AbC\u{200b}123.xyz", TokenError::Foreign { at: 10 }),
        ("glpat-АbC", TokenError::Foreign { at: 7 }),
        ("glpat-\0x", TokenError::Foreign { at: 7 }),
        (&long, TokenError::TooLong),
    ];
    assert!(Token::read(&long[1..]).is_ok(), "the longest that is sent");
    for (pasted, expected) in table {
        let error = Token::read(pasted).expect_err("a error");
        assert_eq!(error, expected, "{pasted:?}");
        assert!(!format!("{error} {error:?}").contains("AbC"), "{error}");
        assert!(error.to_string().ends_with('.'), "a sentence for people");
    }
}

#[test]
fn tokens_are_never_shown() {
    let token = Token::read(SECRET).unwrap();
    assert_eq!(format!("{token:?} {token:#?}"), "Token(hidden) Token(hidden)");
    assert_eq!(format!("{:?}", Token::default()), "Token(none)");
    assert_eq!(
        token.blotted("you sent glpat-AbC_123.xyz, twice: glpat-AbC_123.xyz"),
        "you sent [token], twice: [token]"
    );
    assert_eq!(Token::default().blotted("as it was"), "as it was");
}

#[test]
fn sign_in_tokens_are_bearer_tokens() {
    let token = Token::bearer(SECRET).unwrap();
    assert_eq!(token.header_name(), "Authorization");
    assert_eq!(token.header(), Some("Bearer glpat-AbC_123.xyz"));
    assert!(token.is_bearer() && !token.is_empty());
    assert_eq!(format!("{token:?}"), "Token(hidden)");
    assert_eq!(token.blotted("you sent glpat-AbC_123.xyz"), "you sent [token]");

    let pasted = Token::read(SECRET).unwrap();
    assert_eq!(pasted.header_name(), "PRIVATE-TOKEN");
    assert!(!pasted.is_bearer());
}

#[test]
fn bearer_tokens_must_fit_a_header() {
    let long = "x".repeat(2_001);
    for given in ["", "a b", "a\r\nX-Other: b", "ä", &long] {
        assert!(Token::bearer(given).is_none(), "{given:?}");
    }
    assert!(Token::bearer(&long[1..]).is_some(), "the longest that is sent");
}

proptest! {
    #[test]
    fn every_accepted_token_fits_the_header(pasted in any::<String>()) {
        match Token::read(&pasted) {
            Ok(token) => prop_assert!(token.header().is_none_or(|text| text.bytes().all(|byte| byte.is_ascii_graphic()))),
            Err(error) => prop_assert!(!GitlabError::from(error).to_string().is_empty()),
        }
    }
}
