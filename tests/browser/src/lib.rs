//! Drives the built page in a real browser, against a stand-in for GitLab.
