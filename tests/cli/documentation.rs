//! Every command in the documentation is run and its output compared.

#[test]
fn commands_and_outputs_are_as_documented() {
    trycmd::TestCases::new()
        .case("README.md")
        .case("docs/*.md")
        .run();
}

#[test]
fn the_clause_and_the_filing_of_the_readme_are_those_that_ship() {
    let read = |path: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        std::fs::read_to_string(path).expect("it ships")
    };
    let readme = read("README.md");
    let block = |language: &str| {
        let start = format!("```{language}\n");
        let from = readme.find(&start).expect("a block") + start.len();
        let len = readme[from..].find("```").expect("its end");
        readme[from..from + len].to_owned()
    };
    assert!(
        read("rules/2014/acuerdo_04_planning.dictamen").contains(&block("dictamen")),
        "the clause differs"
    );
    assert_eq!(
        read("fixtures/readme/filing.yaml"),
        block("yaml"),
        "the filing differs"
    );
}
