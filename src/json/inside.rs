//! A value inside a message as its JSON, for serde's `with`.
//!
//! What is kept and what goes with the evidence is JSON. In a message it is the same text: code that serde would
//! derive for it besides is code that a visitor waits for.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use super::{Json, read, written};

/// Writes the value.
pub fn serialize<T: Json, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&written(value))
}

/// Reads it back.
pub fn deserialize<'de, T: Json, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    read(String::deserialize(from)?.as_bytes()).map_err(D::Error::custom)
}
