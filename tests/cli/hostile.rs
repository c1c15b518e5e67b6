//! The corpus of what means harm, folder by folder: what each command ends with and says, that one thread
//! and three say the same, and that nothing on the disk changes but what was asked for.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::outputs::{folder, state};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    run: String,
    exit: i32,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    says_not: Vec<String>,
    #[serde(default)]
    writes: Vec<String>,
}

fn lay(from: &Path, over: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = over.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir_all(&to).unwrap();
            lay(&path, &to);
        } else if !path.ends_with("expect.yaml") {
            fs::copy(&path, &to).unwrap();
        }
    }
}

#[test]
fn what_means_harm_does_none() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile");
    let mut kinds = 0;
    for entry in fs::read_dir(corpus).unwrap() {
        let kind = entry.unwrap().path();
        if !kind.is_dir() {
            continue;
        }
        kinds += 1;
        let expected = fs::read_to_string(kind.join("expect.yaml")).unwrap();
        let expected: Vec<Expected> = serde_yaml::from_str(&expected).unwrap();
        let place = folder(4);
        lay(&kind, place.path());
        for one in expected {
            let mut before = None;
            for threads in ["1", "3"] {
                let was = state(place.path());
                let output = Command::new(env!("CARGO_BIN_EXE_dictamen"))
                    .current_dir(place.path())
                    .args(one.run.split(' '))
                    .env("RAYON_NUM_THREADS", threads)
                    .output()
                    .unwrap();
                let said = format!(
                    "{}{}",
                    String::from_utf8_lossy(&output.stdout),
                    String::from_utf8_lossy(&output.stderr)
                );
                let what = format!("{}: {}: {said}", kind.display(), one.run);
                assert_eq!(output.status.code(), Some(one.exit), "{what}");
                assert!(!said.contains("panicked"), "{what}");
                for words in &one.says {
                    assert!(said.contains(words), "{words:?} {what}");
                }
                for words in &one.says_not {
                    assert!(!said.contains(words), "{words:?} {what}");
                }
                let mut now = state(place.path());
                now.retain(|(path, _)| !one.writes.iter().any(|name| path.ends_with(name)));
                let mut was = was;
                was.retain(|(path, _)| !one.writes.iter().any(|name| path.ends_with(name)));
                assert_eq!(now, was, "{what}");
                let written: Vec<_> = (one.writes.iter())
                    .map(|name| fs::read(place.path().join(name)).unwrap())
                    .collect();
                let whole = (said, written);
                if let Some(before) = &before {
                    assert_eq!(before, &whole, "one thread and three");
                }
                before = Some(whole);
            }
        }
    }
    assert!(kinds >= 9, "the corpus has shrunk to {kinds}");
}
