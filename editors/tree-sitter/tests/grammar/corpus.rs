//! Texts and their trees, as `tree-sitter test` reads them too: a title between lines of `=`, the text, a line of
//! `-`, the tree. Spaces and line breaks of a tree do not count.

use crate::shared::{parse, root};

struct Example {
    title: String,
    text: String,
    tree: String,
}

fn is_line_of(line: &str, sign: char) -> bool {
    line.len() >= 3 && line.chars().all(|c| c == sign)
}

fn examples(file: &str) -> Vec<Example> {
    let lines: Vec<&str> = file.lines().collect();
    let heads: Vec<usize> = (0..lines.len().saturating_sub(2))
        .filter(|at| is_line_of(lines[*at], '=') && is_line_of(lines[at + 2], '='))
        .collect();
    let ends = heads.iter().skip(1).copied().chain([lines.len()]);
    let cut = |(head, end): (&usize, usize)| {
        let body = &lines[head + 3..end];
        let parts: Vec<_> = body.splitn(2, |line| is_line_of(line, '-')).collect();
        Example {
            title: lines[head + 1].to_owned(),
            text: parts[0].join("\n").trim_start_matches('\n').to_owned(),
            tree: parts
                .get(1)
                .map_or_else(String::new, |tree| tree.join("\n")),
        }
    };
    heads.iter().zip(ends).map(cut).collect()
}

fn in_one_line(tree: &str) -> String {
    let words: Vec<&str> = tree.split_whitespace().collect();
    words.join(" ").replace("( ", "(").replace(" )", ")")
}

#[test]
fn every_text_has_its_tree() {
    let folder = root().join("editors/tree-sitter/test/corpus");
    let files = std::fs::read_dir(folder).expect("there is a corpus");
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in files {
        let path = file.expect("it can be listed").path();
        let text = std::fs::read_to_string(&path).expect("it can be read");
        for example in examples(&text) {
            count += 1;
            let tree = parse(example.text.as_bytes()).root_node().to_string();
            if in_one_line(&example.tree) != in_one_line(&tree) {
                wrong.push(format!("{}:\n{tree}", example.title));
            }
        }
    }
    assert!(count >= 12, "{count} examples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
