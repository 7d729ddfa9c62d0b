fn main() {
    for path in std::env::args().skip(1) {
        let b = std::fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&b);
        for f in pmsite::import::facts(&text) {
            println!("{}", pmsite::import::json(&path, &f));
        }
    }
}
