//! Letters of another script inside a Latin name or address.
