//! CSV and tab-separated text.
