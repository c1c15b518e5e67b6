//! Letters as they are sent, held as snapshots, and what no letter may hold.

use crate::evaluate::verdicts::{Because, Verdict};
use crate::report::letter::{Form, Language, Office, Template, letter};
use crate::report::sample;

fn written(form: Form, language: Language) -> String {
    let ir = sample::book();
    let office = Office {
        ir: &ir,
        as_of: sample::day(),
        digest: Some("sha256:0f0f".into()),
        language,
    };
    let mut judged = sample::grave();
    judged.findings[1].because.push(Because {
        expression: "r.contract_signed_on".into(),
        value: "2018-03-02".into(),
    });
    judged.findings[1].because.push(Because {
        expression: "r.study.received_on".into(),
        value: "none".into(),
    });
    let places = vec![Some(sample::place(33, 5)); judged.findings.len()];
    let addressee = [
        (
            "Institution".to_owned(),
            "Hospital <b>Civil</b> *de* Belén\u{202e}".to_owned(),
        ),
        ("Kind".to_owned(), "Entidad paraestatal".to_owned()),
    ];
    let letter = letter(&office, &judged, &places, &addressee);
    let template = Template::shipped(form).unwrap();
    template.write(&letter).unwrap()
}

#[test]
fn a_letter_as_a_page() {
    let page = written(Form::Html, Language::English);
    insta::assert_snapshot!(page[page.find("<body>").unwrap()..].trim());
}

#[test]
fn a_letter_in_markdown() {
    insta::assert_snapshot!(written(Form::Markdown, Language::English));
}

#[test]
fn a_letter_in_spanish() {
    insta::assert_snapshot!(written(Form::Markdown, Language::Spanish));
}

#[test]
fn no_letter_holds_markup_of_a_filing_or_words_of_the_rules() {
    for form in [Form::Html, Form::Markdown] {
        let page = written(form, Language::English);
        for word in [
            "<b>Civil",
            "\u{202e}",
            "true",
            "false",
            "assented(r)",
            "requests[",
            "_on",
        ] {
            let body = match form {
                Form::Html => &page[page.find("<body>").unwrap()..],
                Form::Markdown => page.as_str(),
            };
            assert!(!body.contains(word), "{word} in {body}");
        }
        // What is no markup in a page may be it in Markdown.
        assert!(form == Form::Html || !page.contains(" *de* "), "{page}");
        assert!(
            page.contains("not given"),
            "an absent value is said in words"
        );
    }
}

#[test]
fn what_is_open_says_what_is_missing_and_where_to_send_it() {
    let ir = sample::book();
    let office = Office {
        ir: &ir,
        as_of: sample::day(),
        digest: None,
        language: Language::English,
    };
    let mut judged = sample::grave();
    judged.verdict = Verdict::Undetermined;
    let letter = letter(&office, &judged, &[], &[]);
    let want = &letter.wanted[0];
    assert_eq!(want.name, "projects P-3, strategic");
    assert_eq!(want.send_to, ["Unidad de Gobierno Digital"]);
    assert_eq!(want.clauses, ["petic.strategic_cap"]);
    assert_eq!(letter.institution, None);
}

#[test]
fn a_template_that_cannot_write_every_letter_writes_none() {
    for (text, told) in [
        ("fine so far\n{{ filing", "line 2"),
        ("{{ nothing_of_the_kind }}", "line 1"),
        (
            "{% for one in broken %}{{ one.titel }}{% endfor %}",
            "line 1",
        ),
        (
            "{% for a in filing %}{% for b in filing %}{% for c in filing %}{% for d in filing %}{% for e in filing %}{% for f in filing %}{% for g in filing %}{% for h in filing %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
            "without end",
        ),
        (
            "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
            "",
        ),
        ("{% include 'other' %}", ""),
    ] {
        let error = Template::new(text.into(), Form::Html)
            .unwrap_err()
            .to_string();
        assert!(error.contains(told), "{text}: {error}");
    }
    let own = "<p>{{ filing }}: {{ broken | length }}</p>".to_owned();
    let own = Template::new(own, Form::Html).unwrap();
    let letter = crate::report::letter::sample::whole();
    assert_eq!(own.write(&letter).unwrap(), "<p>2018-HCB: 1</p>");
}
