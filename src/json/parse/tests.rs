//! Compares the parser with `serde_json`, and tests recovery.

use super::*;
use proptest::prelude::*;

/// Converts a tree into a value of `serde_json`.
fn plain(node: &Node<'_>) -> serde_json::Value {
    match &node.value {
        Value::Bare(word) => serde_json::from_str(word).unwrap_or(serde_json::Value::Null),
        Value::Text(text) => serde_json::Value::String(text.to_string()),
        Value::List(items) => serde_json::Value::Array(items.iter().map(plain).collect()),
        Value::Object(members) => serde_json::Value::Object(
            members.iter().map(|(key, value)| (key.to_string(), plain(value))).collect(),
        ),
    }
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        any::<String>().prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn results_agree_with_serde_json(value in json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) }?;
        let parsed = parse(&text, 0);
        prop_assert_eq!(parsed.broken, None);
        prop_assert_eq!(parsed.end, text.len());
        let node = parsed.node.expect("a value");
        prop_assert_eq!((node.at, node.end, node.whole), (0, text.len(), true));
        prop_assert_eq!(plain(&node), value);
    }

    #[test]
    fn a_truncated_text_keeps_its_beginning(value in json(), at in any::<prop::sample::Index>()) {
        let text = serde_json::json!([{ "email": "first" }, value]).to_string();
        let cut: String = text.chars().take(at.index(text.chars().count())).collect();
        let parsed = parse(&cut, 0);
        prop_assert!(parsed.broken.is_some());
        prop_assert!(parsed.end <= cut.len());
        if cut.starts_with("[{\"email\":\"first\"}") {
            let Value::List(items) = parsed.node.expect("a list").value else { panic!("no list") };
            prop_assert!(items.first().is_some_and(|item| item.whole));
        }
    }
}

#[test]
fn numbers_follow_the_json_grammar() {
    for number in ["0", "-1", "12.5", "1e9", "-1.5E-3", "0.0e+0"] {
        assert_eq!(bare(number, 0), number);
    }
    for other in ["-", "1.", ".5", "1e", "-inf", "nan", "2026-11-22", "1.2.3", "0x1", "+1"] {
        assert_eq!(bare(other, 0), "", "{other}");
    }
}

#[test]
fn escapes_are_resolved_or_kept() {
    for (text, expected) in [
        (r#""a\nb\t\"\\\/""#, "a\nb\t\"\\/"),
        (r#""\u00d6\ud83d\ude00""#, "Ö😀"),
        (r#""\ud83d\u0041""#, "\u{fffd}A"),
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""\u00zz\q""#, "\\u00zz\\q"),
    ] {
        let parsed = parse(text, 0);
        assert_eq!(parsed.node.as_ref().and_then(Node::text), Some(expected), "{text}");
    }
}
