//! The token: cleaned of what copying adds, refused where it is broken, shown to nobody.

use crate::gitlab::token::{Token, TokenTrouble};
use crate::gitlab::trouble::Trouble;
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
fn nothing_is_no_token() {
    for pasted in ["", "  \n", "\u{200b}", "\"\"", "PRIVATE-TOKEN:"] {
        let token = Token::read(pasted).unwrap();
        assert!(token.is_empty() && token.header().is_none(), "{pasted:?}");
    }
}

#[test]
fn what_cannot_be_a_token_is_refused_without_showing_it() {
    let long = "x".repeat(2_001);
    let table = [
        ("glpat-AbC 123.xyz", TokenTrouble::Broken { at: 10 }),
        ("glpat-AbC\n123.xyz", TokenTrouble::Broken { at: 10 }),
        ("glpat-AbC\u{a0}123.xyz", TokenTrouble::Broken { at: 10 }),
        ("glpat-AbC\u{200b}123.xyz", TokenTrouble::Foreign { at: 10 }),
        ("glpat-АbC", TokenTrouble::Foreign { at: 7 }),
        ("glpat-\0x", TokenTrouble::Foreign { at: 7 }),
        (&long, TokenTrouble::TooLong),
    ];
    assert!(Token::read(&long[1..]).is_ok(), "the longest that is sent");
    for (pasted, expected) in table {
        let trouble = Token::read(pasted).expect_err("a trouble");
        assert_eq!(trouble, expected, "{pasted:?}");
        assert!(!format!("{trouble} {trouble:?}").contains("AbC"), "{trouble}");
        assert!(trouble.to_string().ends_with('.'), "a sentence for people");
    }
}

#[test]
fn it_shows_itself_to_nobody() {
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
fn a_token_of_a_sign_in_travels_as_bearer() {
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
fn a_bearer_that_no_header_can_hold_is_none() {
    let long = "x".repeat(2_001);
    for given in ["", "a b", "a\r\nX-Other: b", "ä", &long] {
        assert!(Token::bearer(given).is_none(), "{given:?}");
    }
    assert!(Token::bearer(&long[1..]).is_some(), "the longest that is sent");
}

proptest! {
    #[test]
    fn what_goes_into_the_header_can_stand_there(pasted in any::<String>()) {
        match Token::read(&pasted) {
            Ok(token) => prop_assert!(token.header().is_none_or(|text| text.bytes().all(|byte| byte.is_ascii_graphic()))),
            Err(trouble) => prop_assert!(!Trouble::from(trouble).to_string().is_empty()),
        }
    }
}
