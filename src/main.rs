//! The `kiosque` program.
fn main() {}
