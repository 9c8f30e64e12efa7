//! The audit becomes tables, Markdown, pings, evidence.
