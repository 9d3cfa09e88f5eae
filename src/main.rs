//! The `kiosque` program.
fn main() {
    let paths = std::env::args_os().skip(1).map(Into::into).collect();
    if let Err(e) = kiosque::tui::run(kiosque::tui::Options { paths, light: None, color: true, mouse: true }) {
        eprintln!("kiosque: {e}");
        std::process::exit(2);
    }
}
