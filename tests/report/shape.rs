//! The notes' shape, as the contract has it.
