//! CRC-32 as zip archives have it, with as much of the interface of the crate of this name as `zip` calls.
//!
//! That crate takes sixteen bytes at once by sixteen tables: 16 KB of numbers that no compression makes smaller, a
//! tenth of what a visit may download. Here a byte goes through eight steps and no table; what is checked is an
//! archive of two lists, when a person asks for it.

#![no_std]
#![forbid(unsafe_code)]

/// The polynomial of the IEEE, its lowest term first.
const POLYNOMIAL: u32 = 0xedb8_8320;

/// A sum under way.
#[derive(Clone, Debug, Default)]
pub struct Hasher(u32);

impl Hasher {
    /// The sum of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// A sum that goes on from another one. How many bytes that was of is asked by a way to join sums, which is not here.
    pub fn new_with_initial_len(sum: u32, _length: u64) -> Self {
        Self(sum)
    }

    /// Takes in further bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        let mut sum = !self.0;
        for byte in bytes {
            sum ^= u32::from(*byte);
            for _ in 0..8 {
                sum = sum >> 1 ^ POLYNOMIAL & (sum & 1).wrapping_neg();
            }
        }
        self.0 = !sum;
    }

    /// The sum.
    pub fn finalize(self) -> u32 {
        self.0
    }
}

/// The sum of these bytes.
pub fn hash(bytes: &[u8]) -> u32 {
    let mut hasher = Hasher::new();
    hasher.update(bytes);
    hasher.finalize()
}
