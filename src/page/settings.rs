//! What the build fixed: whom the page talks to, and what it is.
//!
//! Nothing in the page's address or input can change these. `script/build` takes them from its
//! environment; the Content-Security-Policy is made from the same value of `GITLAB_URL`.

/// The GitLab that the page talks to, without a trailing slash.
pub fn gitlab_url() -> &'static str {
    option_env!("GITLAB_URL").unwrap_or("https://gitlab.com").trim_end_matches('/')
}

/// The project that holds the roster, unless the person says otherwise.
pub fn roster_project() -> &'static str {
    option_env!("ROSTER_PROJECT").unwrap_or("gitlab-com/support/team")
}

/// The roster's path in that project, unless the person says otherwise.
pub fn roster_path() -> &'static str {
    option_env!("ROSTER_PATH").unwrap_or("data/support-team.yaml")
}

/// The version and the commit that this page was built from: `0.1.0 (1a2b3c4d)`.
pub fn version() -> String {
    let commit = option_env!("CALENDLY_AUDIT_COMMIT").unwrap_or("unknown");
    format!("{} ({})", env!("CARGO_PKG_VERSION"), commit.get(..8).unwrap_or(commit))
}
