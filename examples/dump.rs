fn main() {
    let p = std::env::args().nth(1).unwrap();
    let t = std::fs::read_to_string(&p).unwrap();
    let l = pmsite::import::lines(&t);
    let w = pmsite::import::Writeup::new(l);
    for (i, x) in w.lines.iter().enumerate() {
        println!("{i} {:?} {} s{} {}", x.form, x.indent, x.strong, x.text);
    }
    for p in &w.parts {
        println!("PART {:?} {} {:?} {:?} {:?}", p.title, p.level, p.kinds, p.body, p.inline);
    }
    for b in &w.blocks {
        println!("BLOCK {:?} {} {}", b.lines, b.indent, b.text);
    }
    for l in &w.labels {
        println!("LABEL {:?}", l);
    }
}
