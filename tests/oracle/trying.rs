use proptest::strategy::{Strategy, ValueTree};
#[test]
fn try_books() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut bad = 0;
    for _ in 0..200 {
        let tapes = crate::tapes::book(6)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let files = crate::random::books::write(&tapes);
        if std::env::var("SHOW").is_ok() {
            for f in &files[2..] {
                println!("{}", f.1);
            }
        }
        if let Err(said) = crate::engine::load(&files) {
            bad += 1;
            for s in said {
                println!("!! {s}");
                if s.contains("N0314") {
                    for f in &files[2..] {
                        println!("{}", f.1);
                    }
                }
            }
        }
    }
    println!("{bad} bad");
}
