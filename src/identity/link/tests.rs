//! Link spellings and the kind of each.

use super::*;

fn kind(text: &str) -> String {
    match Link::read(text) {
        Link::Absent(_) => "absent".into(),
        Link::Elsewhere(_) => "elsewhere".into(),
        Link::Main(slug) => format!("main {}", slug.as_str()),
        Link::Event(slug, rest) => format!("event {} {rest}", slug.as_str()),
        Link::SingleUse(_) => "single-use".into(),
        Link::NotPersonal(_) => "not personal".into(),
    }
}

#[track_caller]
fn all(expected: &str, texts: &[&str]) {
    for text in texts {
        assert_eq!(kind(text), expected, "{text:?}");
    }
}

#[test]
fn every_spelling_of_a_main_page_is_recognised() {
    all(
        "main jdoe",
        &[
            "https://calendly.com/jdoe",
            "http://calendly.com/jdoe",
            "https://www.calendly.com/jdoe",
            "calendly.com/jdoe",
            "www.calendly.com/jdoe",
            "//calendly.com/jdoe",
            "HTTPS://Calendly.COM/JDoe",
            "https://calendly.com/jdoe/",
            "https://calendly.com//jdoe//",
            "https://calendly.com/jdoe?month=2026-11",
            "https://calendly.com/jdoe/?a=b/c",
            "https://calendly.com/jdoe#top",
            " https://calendly.com/jdoe\n",
            "<https://calendly.com/jdoe>",
            "[Book me](https://calendly.com/jdoe)",
            "[Book me](<https://calendly.com/jdoe> \"title\")",
            "[https://calendly.com/jdoe](https://calendly.com/jdoe)",
            "`https://calendly.com/jdoe`",
            "\"https://calendly.com/jdoe\"",
            "https://calendly.com/%6Adoe",
            "https://calendly.com:443/jdoe",
            "https://calendly.com./jdoe",
            "https:\\\\calendly.com\\jdoe",
            "https:/calendly.com/jdoe",
            "\u{feff}https://calendly.com/jd\u{200b}oe",
            "https://calendly.com/jdoe,",
            "My page: https://calendly.com/jdoe",
            "https://calendly.com/jdoe https://calendly.com/JDOE/",
            "https://calendly.com/jdoe (my main page)",
            "https://calendly.com/jdoe # comment",
            "https://calendly.com/jdoe%20",
            "https://calendly.com/jdoe/%20",
            "https://calendly.com/jdoe/%20/",
            "https://calendly.com/%20jdoe%C2%A0%09",
            "https://calendly.com/jdoe%E2%80%8B",
            "https://calendly.com/jdoe%20?month=2026-11",
            "https://calendly.com/jdoe.",
            "https://calendly.com/jdoe).",
            "https://calendly.com/jdoe/).",
            "https://calendly.com/jdoe!",
            "https://calendly.com/jdoe:",
            "https://calendly.com/jdoe%2C",
            "https://calendly.com/jdoe%2F",
            "https://calendly.com/jdoe/.",
            "(https://calendly.com/jdoe).",
            "[Book me](https://calendly.com/jdoe).",
            "<https://calendly.com/jdoe>.",
            "\"https://calendly.com/jdoe\".",
        ],
    );
    all("main abc1", &["https://calendly.com/abc%31"]);
    all("main jane-doe_1.x", &["https://calendly.com/Jane-Doe_1.x"]);
    all("main josé", &["https://calendly.com/jos%C3%A9", "https://calendly.com/José"]);
}

#[test]
fn site_pages_are_sorted() {
    assert!(SITE_PAGES.is_sorted());
}

#[test]
fn the_fast_path_agrees_with_the_parser() {
    let segments = SITE_PAGES.iter().copied().chain([
        "d",
        "D",
        "jdoe",
        "j.d_o-e~1+",
        "-",
        "",
        ".",
        "x",
        "null",
        "jdoe.",
        "fr",
        "pt-br",
        "jo",
        "j@d",
        "josé",
        "a/b",
        "a%41",
    ]);
    for segment in segments {
        let read = |start: &str| kind(&[start, segment].concat());
        assert_eq!(read("https://calendly.com/"), read("https://www.calendly.com/"), "{segment}");
    }
}

#[test]
fn more_than_the_main_page_is_an_event() {
    all(
        "event jdoe 30min",
        &[
            "https://calendly.com/jdoe/30min",
            "calendly.com/JDoe/30min/?back=1",
            "<calendly.com/jdoe/30min>",
        ],
    );
    all(
        "event jdoe 30min",
        &[
            "https://calendly.com/jdoe/30min%20",
            "https://calendly.com/jdoe/30min/%20.",
            "https://calendly.com/jdoe/30min).",
        ],
    );
    all("event jdoe 30min/2026-11-22T10:00", &["https://calendly.com/jdoe/30min/2026-11-22T10:00"]);
}

#[test]
fn short_slugs_are_not_languages() {
    all("main jo", &["https://calendly.com/jo", "https://www.calendly.com/Jo/"]);
    all("main al-ex", &["https://calendly.com/al-ex"]);
    all("main de-doe", &["https://calendly.com/de-doe"]);
    all("event jo 30min", &["https://calendly.com/jo/30min"]);
}

#[test]
fn single_use_links_have_no_owner() {
    all(
        "single-use",
        &[
            "https://calendly.com/d/abc-123-xyz",
            "https://calendly.com/d/abc-123-xyz/intro",
            "calendly.com/D/abc",
            "https://calendly.com/d",
        ],
    );
}

#[test]
fn site_pages_have_no_owner() {
    all(
        "not personal",
        &[
            "https://calendly.com",
            "https://calendly.com/",
            "calendly.com",
            "https://calendly.com/?x=1",
            "https://calendly.com/app/organization/users",
            "https://calendly.com/event_types/user/me",
            "https://calendly.com/teams/support",
            "https://calendly.com/integrations",
            "https://calendly.com/login",
            "https://calendly.com/signup",
            "https://calendly.com/pricing",
            "https://calendly.com/help",
            "https://calendly.com/s/abc",
            "https://calendly.com/routing_forms/1",
            "https://calendly.com/cancellations/1",
            "https://calendly.com/reschedulings/1",
            "https://calendly.com/Scheduled_Events/1",
            "https://calendly.com/account/settings",
            "https://calendly.com/fr/pricing",
            "https://calendly.com/fr",
            "https://calendly.com/FR/",
            "https://calendly.com/de/preise",
            "https://calendly.com/es/blog/x",
            "https://calendly.com/pt",
            "https://calendly.com/pt-br",
            "https://calendly.com/pt-BR/pricing",
            "https://calendly.com/es_MX",
            "https://calendly.com/es-419",
            "https://calendly.com/zh-Hant/x",
            "https://calendly.com/fr%20",
            "https://calendly.com/%20",
        ],
    );
}

#[test]
fn other_hosts_and_look_alike_hosts_are_elsewhere() {
    all(
        "elsewhere",
        &[
            "https://cal.com/jdoe",
            "https://example.com/calendly.com/jdoe",
            "https://calendly.com.evil.example/jdoe",
            "https://calend1y.com/jdoe",
            "https://calendly.co/jdoe",
            "https://notcalendly.com/jdoe",
            "https://сalendly.com/jdoe",
            "https://calendly.com@evil.example/jdoe",
            "https://jdoe@calendly.com/jdoe",
            "https://calendly.com:8443/jdoe",
            "https://help.calendly.com/jdoe",
            "https://api.calendly.com/users/1",
            "ftp://calendly.com/jdoe",
            "javascript:calendly.com/jdoe",
            "mailto:jdoe@calendly.com",
            "jdoe@example.com",
            "jdoe",
            "/jdoe",
            "@jdoe",
            "book me on Calendly",
            "https://calendly.com/{your-name}",
            "https://calendly.com/jane doe",
            "https://calendly.com/...",
            "https://calendly.com/jdoe https://calendly.com/mmoe",
            "https://",
            "http:",
            "[a](",
        ],
    );
}

#[test]
fn blanks_and_placeholders_are_absent() {
    all(
        "absent",
        &[
            "",
            "   ",
            "\u{a0}",
            "\u{200b}",
            "n/a",
            "N/A",
            "na",
            "n.a.",
            "none",
            "None.",
            "TBD",
            "tba",
            "todo",
            "-",
            "--",
            "—",
            "?",
            "???",
            "null",
            "~",
            "xxx",
            "(none)",
            "<tbd>",
            "none yet",
            "TBD - ask Jane",
            "n/a (manager)",
            "not yet",
            "\"\"",
            "...",
            "[]()",
        ],
    );
}

#[test]
fn the_written_text_is_kept() {
    assert_eq!(Link::read(" N/A "), Link::Absent("N/A".into()));
    assert_eq!(Link::read(" <https://cal.com/x> "), Link::Elsewhere("<https://cal.com/x>".into()));
}
