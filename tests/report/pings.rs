//! Whom the texts mention, and when which is due.
