//! The folded parts of the notes: repairs, invitations, removals, suggestions, decisions.

use super::Report;

/// Every folded part that has something to say.
pub(super) fn all(out: &mut String, report: &Report<'_>) {
    let _ = (out, report);
}
