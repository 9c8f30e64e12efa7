//! Whole journeys through the built page, in a real browser. One file a topic.

mod journey;
