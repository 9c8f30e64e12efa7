//! Tests of the three fields as people fill them, and of the resulting addresses.

use super::{address, host};
use crate::gitlab::address::{AddressError, Host, Layout, RosterAddress, Scope};
use crate::gitlab::question::Question;
use proptest::prelude::*;

/// Path as written, path as parsed, layout.
#[test]
fn a_path_is_a_file_or_a_folder() {
    use Layout::{File, Folder};
    let table = [
        ("data/support-team.yaml", "data/support-team.yaml", File),
        ("data/support-team.yml", "data/support-team.yml", File),
        ("data/TEAM.YAML", "data/TEAM.YAML", File),
        (" /data//support-team.yaml\n", "data/support-team.yaml", File),
        ("team.yaml", "team.yaml", File),
        ("data/agents/", "data/agents", Folder),
        ("data/agents", "data/agents", Folder),
        ("data/agents/*.yaml", "data/agents", Folder),
        ("data/agents/*.yml", "data/agents", Folder),
        ("data/agents/*", "data/agents", Folder),
        ("data/odd.yaml/", "data/odd.yaml", Folder),
        ("*.yaml", "", Folder),
        ("/", "", Folder),
        ("", "", Folder),
        ("data/a b#c?.yaml", "data/a b#c?.yaml", File),
    ];
    for (written, path, layout) in table {
        let read = address("group/project", written, "");
        assert_eq!((read.path(), read.layout()), (path, layout), "{written:?}");
    }
}

/// The smallest scope for a folder is `read_api`, since `read_repository` does not allow listing.
#[test]
fn layouts_determine_scope_and_token_link() {
    let table = [
        (
            Layout::File,
            Scope::ReadRepository,
            "https://gitlab.example.com/-/user_settings/personal_access_tokens?name=Calendly%20audit&scopes=read_repository",
        ),
        (
            Layout::Folder,
            Scope::ReadApi,
            "https://gitlab.example.com/-/user_settings/personal_access_tokens?name=Calendly%20audit&scopes=read_api",
        ),
    ];
    for (layout, scope, link) in table {
        assert_eq!(layout.scope(), scope);
        assert_eq!(host().token_link(scope), link);
    }
}

#[test]
fn a_project_may_be_pasted_as_its_page() {
    let table = [
        ("gitlab-com/support/team", "gitlab-com/support/team"),
        ("  /gitlab-com/support/team/ ", "gitlab-com/support/team"),
        ("https://gitlab.example.com/gitlab-com/support/team", "gitlab-com/support/team"),
        ("https://gitlab.example.com/gitlab-com/support/team.git", "gitlab-com/support/team"),
        ("https://GitLab.Example.com/a/b/-/tree/master?x=1#y", "a/b"),
        ("gitlab.example.com/a/b", "a/b"),
        ("a/b.git", "a/b.git"),
        ("1234", "1234"),
    ];
    for (written, project) in table {
        assert_eq!(address(written, "x.yaml", "").project(), project, "{written:?}");
    }
}

#[test]
fn impossible_addresses_are_refused_with_a_sentence() {
    let read = |project: &str, path: &str| {
        RosterAddress::read(&host(), project, path, "").expect_err("an error")
    };
    assert_eq!(read(" ", "x.yaml"), AddressError::NoProject);
    assert_eq!(read("https://gitlab.example.com/", "x.yaml"), AddressError::NoProject);
    for other in [
        "https://gitlab.com/a/b",
        "http://gitlab.example.com.evil.example/a/b",
        "https://evil.example/gitlab.example.com/a",
        "https://gitlab.example.com@evil.example/a/b",
        "https://gitlab.example.com:8443/a/b",
    ] {
        let error = read(other, "x.yaml");
        assert!(matches!(error, AddressError::OtherHost { .. }), "{other}: {error:?}");
        assert!(error.to_string().contains("https://gitlab.example.com only"), "{error}");
    }
    for project in ["team", "a//b", "a/../b", "../a", "a/.", "ftp:"] {
        assert!(matches!(read(project, "x.yaml"), AddressError::NotAProject(_)), "{project}");
    }
    for path in ["..", "../x.yaml", "data/../../x.yaml", "./x.yaml", "data/.", "../*.yaml"] {
        assert!(matches!(read("a/b", path), AddressError::NotAPath(_)), "{path}");
    }
}

#[test]
fn a_pasted_link_fills_all_three_fields() {
    let table = [
        (
            "https://gitlab.example.com/gitlab-com/support/team/-/blob/master/data/support-team.yaml?ref_type=heads#L3",
            Some(("gitlab-com/support/team", "data/support-team.yaml", "master", Layout::File)),
        ),
        (
            "https://gitlab.example.com/a/b/-/tree/main/data/agents",
            Some(("a/b", "data/agents", "main", Layout::Folder)),
        ),
        ("https://gitlab.example.com/a/b/-/tree/main", Some(("a/b", "", "main", Layout::Folder))),
        (
            "https://gitlab.example.com/a/b/-/raw/v1%2E0/Zo%C3%AB%20x.yml",
            Some(("a/b", "Zoë x.yml", "v1.0", Layout::File)),
        ),
        ("https://gitlab.example.com/a/b/-/issues/3", None),
        ("https://gitlab.example.com/a/b", None),
        ("https://other.example/a/b/-/blob/main/x.yaml", None),
        ("https://gitlab.example.com/a/b/-/blob/main/%2e%2e/x.yaml", None),
        ("a/b", None),
    ];
    for (link, expected) in table {
        let read = RosterAddress::from_link(&host(), link);
        let read = read
            .as_ref()
            .map(|read| (read.project(), read.path(), read.reference(), read.layout()));
        assert_eq!(read, expected, "{link}");
    }
}

#[test]
fn the_host_may_have_a_sub_path() {
    let host = Host::new("https://example.com/gitlab//");
    assert_eq!((host.url(), host.name()), ("https://example.com/gitlab", "example.com"));
    let address =
        RosterAddress::read(&host, "https://example.com/gitlab/a/b", "x.yaml", "").unwrap();
    assert_eq!(
        Question::file(&address, address.path(), "").url(&host),
        "https://example.com/gitlab/api/v4/projects/a%2Fb/repository/files/x.yaml/raw"
    );
    assert_eq!(host.rest_of("https://example.com/gitlabber/a/b"), None);
    assert_eq!(host.rest_of("https://example.com/a/b"), None);
}

/// Project, path, reference, and the requested address.
#[test]
fn every_segment_is_encoded() {
    let api = "https://gitlab.example.com/api/v4/projects/";
    let files = [
        (
            ("gitlab-com/support/team", "data/support-team.yaml", ""),
            "gitlab-com%2Fsupport%2Fteam/repository/files/data%2Fsupport-team.yaml/raw",
        ),
        (("a/b", "x.yaml", "feature/a#1"), "a%2Fb/repository/files/x.yaml/raw?ref=feature%2Fa%231"),
        (
            ("Zoë/日本", "data/50% & more?.yaml", "v1.0+x"),
            "Zo%C3%AB%2F%E6%97%A5%E6%9C%AC/repository/files/data%2F50%25%20%26%20more%3F.yaml/raw?ref=v1.0%2Bx",
        ),
        (
            ("a/b", "%2e%2e/x.yaml", "../x"),
            "a%2Fb/repository/files/%252e%252e%2Fx.yaml/raw?ref=..%2Fx",
        ),
        (("42", "x.yaml", " main "), "42/repository/files/x.yaml/raw?ref=main"),
    ];
    for ((project, path, reference), expected) in files {
        let address = address(project, path, reference);
        let url = Question::file(&address, address.path(), address.reference()).url(&host());
        assert_eq!(url, format!("{api}{expected}"));
    }
    let listings = [
        (
            ("a/b", "data/agents/", "", 1),
            "a%2Fb/repository/tree?per_page=100&page=1&path=data%2Fagents",
        ),
        (
            ("a/b", "data/agents/*.yaml", "x&y", 3),
            "a%2Fb/repository/tree?per_page=100&page=3&path=data%2Fagents&ref=x%26y",
        ),
        (("a/b", "", "", 1), "a%2Fb/repository/tree?per_page=100&page=1"),
    ];
    for ((project, path, reference, page), expected) in listings {
        let address = address(project, path, reference);
        let url = Question::listing(&address, page, address.reference()).url(&host());
        assert_eq!(url, format!("{api}{expected}"));
    }
}

proptest! {
    /// Whatever is written, requests go to the API paths in use on the one host. Nothing of it
    /// becomes a segment, a query or a fragment of its own.
    #[test]
    fn requests_never_leave_the_known_api_paths(project in ".*", path in ".*", reference in ".*") {
        let Ok(address) = RosterAddress::read(&host(), &project, &path, &reference) else { return Ok(()) };
        let url = Question::file(&address, address.path(), address.reference()).url(&host());
        let rest = url.strip_prefix("https://gitlab.example.com/api/v4/projects/").expect("the host's API");
        let path = rest.split('?').next().unwrap();
        let segments: Vec<&str> = path.split('/').collect();
        prop_assert_eq!(segments.len(), 5, "{}", &url);
        prop_assert_eq!((segments[1], segments[2], segments[4]), ("repository", "files", "raw"));
        prop_assert!(!segments.iter().any(|segment| matches!(*segment, "." | "..")));
        prop_assert!(url.is_ascii() && !url.contains('#') && url.matches('?').count() <= 1);
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let host = host();
        let _ = RosterAddress::read(&host, &text, &text, &text);
        let _ = RosterAddress::from_link(&host, &text);
        let _ = RosterAddress::from_link(&host, &format!("https://gitlab.example.com/{text}/-/blob/{text}"));
        let _ = host.rest_of(&text);
    }
}
