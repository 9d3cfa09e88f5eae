//! How much of the articles of marked web pages is read: the floor below which it never falls. `examples/pages.rs` prints the
//! figures.

mod measure;

use measure::Measured;

#[track_caller]
fn check(held_out: bool, text_kept: f64, furniture_kept_out: f64) {
    let pages: Vec<Measured> = measure::pages(held_out).iter().map(|page| measure::measure(page)).collect();
    let sum = Measured::sum(&pages);
    assert!(sum.text_kept() >= text_kept, "{:.3} of the text is kept", sum.text_kept());
    assert!(sum.furniture_kept_out() >= furniture_kept_out, "{:.3} is kept out", sum.furniture_kept_out());
}

#[test]
fn articles_are_whole_and_what_surrounds_them_is_not_seen() {
    check(false, 0.99, 0.985);
}

#[test]
fn so_are_those_of_pages_that_nobody_looked_at() {
    check(true, 0.98, 0.91);
}
