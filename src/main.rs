//! The program `rasd`.
fn main() {}
