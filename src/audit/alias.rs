//! Equal addresses by policy.
//!
//! Each line of the policy lists addresses of one mailbox, or domains with the same mailboxes.
//! Lines that overlap are merged. Addresses that no line mentions are equal only to themselves.

use std::collections::HashMap;

use super::Policy;
use crate::identity::Email;

/// Lookup of the policy's aliases and domains.
#[derive(Debug, Default)]
pub struct Aliases {
    domains: Classes,
    addresses: Classes,
}

impl Aliases {
    /// Builds the lookup from the policy. Ignores aliases that are no address.
    pub fn of(policy: &Policy) -> Self {
        let domain = |text: &String| {
            let name = text.trim().trim_start_matches('@').to_lowercase();
            (!name.is_empty()).then_some(name)
        };
        let mut domains = Classes::default();
        for line in &policy.same_domains {
            domains.join(line.iter().filter_map(domain));
        }
        let mut both = Self { domains, addresses: Classes::default() };
        for line in &policy.aliases {
            let emails = line.iter().filter_map(|text| Email::read(text));
            let keys: Vec<_> = emails
                .map(|email| both.address(&email).unwrap_or_else(|| email.key().to_owned()))
                .collect();
            both.addresses.join(keys.into_iter());
        }
        both
    }

    /// Returns the representative of the addresses that are equal to this one; `None` if it is this
    /// one.
    pub fn address(&self, email: &Email) -> Option<String> {
        if self.domains.0.is_empty() && self.addresses.0.is_empty() {
            return None;
        }
        let moved =
            self.domains.get(email.domain()).map(|domain| [email.local(), "@", domain].concat());
        let key = moved.as_deref().unwrap_or(email.key());
        match self.addresses.get(key) {
            Some(first) => Some(first.to_owned()),
            None => moved,
        }
    }
}

/// Equivalence classes of texts. Maps each text to its class's representative, the smallest text.
#[derive(Debug, Default)]
struct Classes(HashMap<String, String>);

impl Classes {
    fn join(&mut self, texts: impl Iterator<Item = String>) {
        let texts: Vec<String> = texts.collect();
        // The representatives of all classes that the line touches. These classes are merged.
        let mut old: Vec<String> =
            texts.iter().map(|text| self.get(text).unwrap_or(text).to_owned()).collect();
        old.sort_unstable();
        old.dedup();
        let Some(least) = old.first().cloned() else { return };
        for first in self.0.values_mut() {
            if old.binary_search(first).is_ok() {
                first.clone_from(&least);
            }
        }
        for text in texts {
            self.0.insert(text, least.clone());
        }
    }

    fn get(&self, text: &str) -> Option<&str> {
        self.0.get(text).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Vec<String>> {
        text.split('/').map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
    }

    #[track_caller]
    fn same(policy: &Policy, one: &str, other: &str, expected: bool) {
        let mailboxes = Aliases::of(policy);
        let key = |text: &str| {
            let email = Email::read(text).unwrap();
            mailboxes.address(&email).unwrap_or_else(|| email.key().to_owned())
        };
        assert_eq!(key(one) == key(other), expected, "{one} {other}");
    }

    #[test]
    fn only_the_policy_makes_addresses_equal() {
        let none = Policy::default();
        same(&none, "jane@example.com", "jane@example.org", false);
        let policy = Policy {
            same_domains: lines("example.com @Example.org / example.net example.org"),
            aliases: lines(
                "jdoe@example.com jane@example.org nonsense / jd@other.example JDOE@example.net",
            ),
            ..Policy::default()
        };
        same(&policy, "ann@example.com", "ann@example.net", true);
        same(&policy, "ann@example.com", "ann@other.example", false);
        same(&policy, "jane@example.com", "jdoe@example.org", true);
        same(&policy, "jane@example.com", "jd@other.example", true);
        same(&policy, "ann@example.com", "jane@example.com", false);
    }
}
