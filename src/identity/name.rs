//! Names, compared as people compare them.
