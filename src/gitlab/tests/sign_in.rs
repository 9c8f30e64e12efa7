//! The sign-in: what GitLab is asked, what it may answer, and what each answer means.

use super::host;
use crate::gitlab::address::Scope;
use crate::gitlab::encode::decoded;
use crate::gitlab::error::GitlabError;
use crate::gitlab::sign_in::{Application, Form, Grant, Intent, SignInError, Trip, judged};
use proptest::prelude::*;

const JSON: &str = "application/json; charset=utf-8";

fn application() -> Application {
    Application {
        id: "abc123".into(),
        redirect: "https://people.example.com/calendly audit/".into(),
    }
}

/// A trip of ascending bytes: its state and its verifier.
fn trip() -> (Trip, String, String) {
    let bytes: Vec<u8> = (0..64).collect();
    let trip = Trip::new(&bytes.try_into().unwrap(), Intent::default());
    let text = trip.to_text();
    let mut parts = text.split('.').map(str::to_owned);
    let (state, verifier) = (parts.next().unwrap(), parts.next().unwrap());
    (trip, state, verifier)
}

/// A trip whose verifier is this.
fn trip_with(verifier: &str) -> Trip {
    let (_, state, _) = trip();
    Trip::from_text(&format!("{state}.{verifier}.")).expect("a trip")
}

#[test]
fn the_authorize_address_holds_the_challenge_of_the_rfc() {
    // The example of RFC 7636, appendix B.
    let trip = trip_with("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    let url = trip.authorize_url(&host(), &application());
    assert_eq!(
        url,
        "https://gitlab.example.com/oauth/authorize?client_id=abc123\
        &redirect_uri=https%3A%2F%2Fpeople.example.com%2Fcalendly%20audit%2F&response_type=code\
        &state=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8&scope=read_api\
        &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
    );
    assert!(!url.contains("dBjftJeZ4"), "the verifier stays here");
}

#[test]
fn state_and_verifier_are_made_of_all_random_bytes() {
    let (_, state, verifier) = trip();
    assert_eq!(state, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
    assert_eq!(verifier, "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8");
}

#[test]
fn a_trip_survives_being_written_and_read() {
    for (roster, issue) in [(false, false), (true, false), (false, true), (true, true)] {
        let intent = Intent { roster, issue };
        let text = Trip::new(&[7; 64], intent).to_text();
        assert_eq!(Trip::from_text(&text).expect("a trip").to_text(), text);
        let (state, _) = text.split_once('.').expect("a state");
        let code = Trip::from_text(&text).unwrap().returned(&format!("code=x&state={state}"));
        assert_eq!(code.expect("a code").intent, intent);
    }
    for text in ["", ".", "..", "a.b.r", &"x".repeat(90), &format!("{0}.{0}!.", "x".repeat(43))] {
        assert!(Trip::from_text(text).is_none(), "{text:?}");
    }
}

#[test]
fn a_code_is_exchanged_with_its_verifier() {
    let (trip, state, verifier) = trip();
    let code = trip.returned(&format!("?code=a%2Bb+c&state={state}")).expect("a code");
    assert_eq!(
        code.exchange(&application()),
        format!(
            "client_id=abc123&grant_type=authorization_code&code=a%2Bb%20c\
            &redirect_uri=https%3A%2F%2Fpeople.example.com%2Fcalendly%20audit%2F\
            &code_verifier={verifier}"
        )
    );
}

/// What stands in the address, the trip's state being `STATE`; what it means; words of its sentence.
#[test]
fn each_answer_in_the_address_has_its_meaning() {
    let refused = |said: &str| SignInError::Refused { said: said.into() };
    let table = [
        ("code=x", SignInError::Stray, "nobody began in this tab"),
        ("code=x&state=", SignInError::Stray, "dropped"),
        ("code=x&state=STAT", SignInError::Stray, "dropped"),
        ("code=x&state=STATEE", SignInError::Stray, "dropped"),
        ("code=x&state=other&state=STATE", SignInError::Stray, "dropped"),
        ("error=access_denied", SignInError::Stray, "dropped"),
        ("state=STATE", SignInError::NoAnswer, "sent no answer"),
        ("code=&state=STATE", SignInError::NoAnswer, "redirect URI"),
        (
            "error=access_denied&error_description=The+resource+owner+or+authorization+server+denied+the+request.&state=STATE",
            SignInError::Denied,
            "did not let this page read for you",
        ),
        ("error=access_denied&code=x&state=STATE", SignInError::Denied, "try again"),
        ("error=invalid_scope&state=STATE", SignInError::Application, "read_api"),
        ("error=unauthorized_client&state=STATE", SignInError::Application, "published"),
        (
            "error=server_error&error_description=Try%20later&state=STATE",
            refused("Try later"),
            "It said: Try later",
        ),
        ("error=odd&state=STATE", refused("odd"), "odd"),
    ];
    for (query, expected, words) in table {
        let (trip, state, _) = trip();
        let error = trip.returned(&query.replace("STATE", &state)).err().expect(query);
        assert_eq!(error, expected, "{query}");
        let says = error.says().plain();
        assert!(says.contains(words) && says.ends_with('.'), "{query}: {says}");
    }
}

#[test]
fn each_answer_to_a_form_has_its_meaning() {
    let error = |code: &str| format!(r#"{{"error":"{code}","error_description":"Words."}}"#);
    let network = SignInError::Network;
    let html = "<!DOCTYPE html><title>Sign in</title>";
    let table = [
        (400, error("invalid_grant"), Form::Code, SignInError::CodeExpired, "ten minutes"),
        (400, error("invalid_grant"), Form::Renewal, SignInError::Ended, "revoked"),
        (401, error("invalid_client"), Form::Code, SignInError::Application, "confidential"),
        (403, error("unauthorized_client"), Form::Code, SignInError::Application, "published"),
        (400, error("unsupported_grant_type"), Form::Code, SignInError::Application, "registered"),
        (400, error("odd"), Form::Code, SignInError::Refused { said: "Words".into() }, "Words"),
        (429, "Retry later".into(), Form::Code, network(GitlabError::Throttled), "429"),
        (502, html.into(), Form::Code, network(GitlabError::Server { status: 502 }), "502"),
        (200, html.into(), Form::Code, network(GitlabError::SignInPage), "proxy"),
        (403, html.into(), Form::Code, network(GitlabError::Gate { status: 403 }), "403"),
        (404, html.into(), Form::Code, network(GitlabError::NotTheApi { status: 404 }), "404"),
        (0, String::new(), Form::Code, network(GitlabError::NotTheApi { status: 0 }), "proxy"),
    ];
    for (status, body, form, expected, words) in table {
        let kind = if body.starts_with('<') { "text/html" } else { JSON };
        let error = judged(status, kind, &body, form).expect_err(&body);
        assert_eq!(error, expected, "{status} {body}");
        let says = error.says().plain();
        assert!(says.contains(words) && says.ends_with('.'), "{status} {body}: {says}");
    }
    assert_eq!(judged(200, JSON, r#"{"access_token":"x"}"#, Form::Code), Ok(()));
}

fn answer(changes: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("access_token", r#""acc3ss""#),
        ("token_type", r#""Bearer""#),
        ("expires_in", "7200"),
        ("refresh_token", r#""r3fresh""#),
        ("scope", r#""read_api""#),
        ("created_at", "1607635748"),
    ];
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        if !value.is_empty() {
            fields.push((name, value));
        }
    }
    let fields: Vec<_> =
        fields.iter().map(|(name, value)| format!(r#""{name}":{value}"#)).collect();
    format!("{{{}}}", fields.join(","))
}

#[test]
fn a_grant_is_read_renewed_and_revoked() {
    let grant = Grant::read(&answer(&[])).expect("a grant");
    assert_eq!(grant.access.header(), Some("Bearer acc3ss"));
    assert_eq!((grant.lasts, grant.renewed_after()), (7_200, 6_480));
    assert_eq!(
        grant.renewal(&application()).expect("a form"),
        "client_id=abc123&grant_type=refresh_token&refresh_token=r3fresh\
        &redirect_uri=https%3A%2F%2Fpeople.example.com%2Fcalendly%20audit%2F"
    );
    assert_eq!(grant.revocation(&application()), "client_id=abc123&token=acc3ss");
    let shown = format!("{grant:?}");
    assert!(!shown.contains("acc3ss") && !shown.contains("r3fresh"), "{shown}");
}

#[test]
fn a_grant_is_counted_by_its_length_alone() {
    // When it was made, by whatever clock, does not matter.
    for made in ["0", "1", "99999999999"] {
        assert_eq!(Grant::read(&answer(&[("created_at", made)])).expect("a grant").lasts, 7_200);
    }
    let table = [("1", 1, 1), ("2", 2, 2), ("10", 10, 9), ("99999999999", 86_400, 77_760)];
    for (seconds, lasts, renewed) in table {
        let grant = Grant::read(&answer(&[("expires_in", seconds)])).expect("a grant");
        assert_eq!((grant.lasts, grant.renewed_after()), (lasts, renewed), "{seconds}");
    }
    assert_eq!(Grant::read(&answer(&[("expires_in", "")])).expect("a grant").lasts, 7_200);
}

#[test]
fn a_grant_that_is_none_is_refused() {
    let not_gitlab = SignInError::Network(GitlabError::NotTheApi { status: 200 });
    let table = [
        (answer(&[("expires_in", "0")]), SignInError::Clock),
        (answer(&[("expires_in", "-5")]), SignInError::Clock),
        (answer(&[("access_token", "")]), not_gitlab.clone()),
        (answer(&[("access_token", r#""a\r\nb""#)]), not_gitlab.clone()),
        (answer(&[("token_type", r#""mac""#)]), not_gitlab.clone()),
        ("[]".into(), not_gitlab.clone()),
        ("hello".into(), not_gitlab.clone()),
    ];
    for (body, expected) in table {
        assert_eq!(Grant::read(&body).expect_err(&body), expected, "{body}");
    }
    let without = Grant::read(&answer(&[("refresh_token", "")])).expect("a grant");
    assert!(without.renewal(&application()).is_none(), "there is nothing to renew it with");
}

#[test]
fn a_refusal_of_the_api_ends_the_sign_in() {
    let scope = Scope::ReadApi;
    let table = [
        (GitlabError::TokenExpired(scope), true, Some(SignInError::Clock)),
        (GitlabError::TokenExpired(scope), false, Some(SignInError::Ended)),
        (GitlabError::TokenRevoked(scope), true, Some(SignInError::Ended)),
        (GitlabError::TokenWrong(scope), true, Some(SignInError::Ended)),
        (GitlabError::ScopeTooSmall(scope), true, Some(SignInError::Application)),
        (GitlabError::Throttled, true, None),
        (GitlabError::Offline, true, None),
    ];
    for (error, fresh, expected) in table {
        assert_eq!(SignInError::of_request(&error, fresh), expected, "{error:?}");
    }
}

proptest! {
    #[test]
    fn no_address_makes_a_code_without_the_state(query in "(code|state|error|[a-z]{1,3}|=|&|%|\\PC){0,12}") {
        let (trip, state, _) = trip();
        prop_assume!(!query.contains(&state));
        prop_assert_eq!(trip.returned(&query).err(), Some(SignInError::Stray));
    }

    #[test]
    fn a_code_comes_through_as_it_was_sent(code in "\\PC{1,40}", random in any::<[u8; 32]>()) {
        let bytes: Vec<u8> = random.iter().chain(&random).copied().collect();
        let trip = Trip::new(&bytes.try_into().unwrap(), Intent::default());
        let state = trip.to_text().split('.').next().unwrap().to_owned();
        let sent = crate::gitlab::encode::segment(&code);
        let form = trip.returned(&format!("state={state}&code={sent}")).expect("a code").exchange(&application());
        let found = form.split('&').find_map(|pair| pair.strip_prefix("code=")).expect("a code");
        prop_assert_eq!(decoded(found), code);
    }
}
