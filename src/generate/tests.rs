//! What holds of documents whatever is done to them.

use crate::generate::chance::Chance;
use crate::generate::document::{Change, Node, apply, is_sound, make, move_years, take_back, walk};
use crate::generate::draw::Drawing;
use crate::generate::reading::Reading;
use crate::generate::sample;
use crate::generate::shape::Shape;
use crate::generate::words::Filer;
use crate::generate::write::{Writing, line};
use crate::value::Day;

fn shape() -> Shape {
    let (vocabulary, layout) = sample::vocabulary();
    Shape::new(&vocabulary, &layout)
}

fn reading() -> Reading {
    Reading {
        entries: Vec::new(),
        days: vec![Day::new(2018, 7, 23).unwrap()],
        numbers: Vec::new(),
        texts: Vec::new(),
        compared: vec![false; 100],
    }
}

fn filer() -> Filer {
    Filer {
        name: "Instituto \"Nacional\" de Óptica".to_owned(),
        acronym: "INO".to_owned(),
    }
}

fn written(shape: &Shape, document: &Node, left_out: &[u32]) -> String {
    let (vocabulary, _) = sample::vocabulary();
    let filer = filer();
    let writing = Writing {
        shape,
        vocabulary: &vocabulary,
        filer: &filer,
        number: 12,
        year: 2018,
        only: None,
    };
    let mut text = String::new();
    line(&writing, document, left_out, &mut text);
    text
}

/// Two projects, a contract of the second, terms.
fn document() -> Node {
    let text = |text: &str| Some(Node::Text(text.to_owned()));
    let project = |name| Node::Record(vec![Some(Node::Key), text(name)]);
    Node::Record(vec![
        Some(Node::Key),
        Some(Node::Number(2018)),
        Some(Node::List(vec![project("uno"), project("dos")])),
        Some(Node::List(vec![Node::Record(vec![
            Some(Node::Key),
            Some(Node::Reference(1)),
            Day::new(2018, 3, 2).map(Node::Day),
            Some(Node::Number(12_345_000)),
        ])])),
        Some(Node::Record(vec![
            Some(Node::List(vec![Node::Member(1)])),
            Some(Node::Number(12_500_000)),
        ])),
    ])
}

#[test]
fn a_document_is_written_under_the_names_of_documents() {
    let shape = shape();
    assert_eq!(
        written(&shape, &document(), &[]),
        "{\"filing_id\":\"2018-INO-000012\",\"year\":2018,\
         \"projects\":[{\"folio\":\"P-1\",\"name\":\"uno\"},{\"folio\":\"P-2\",\"name\":\"dos\"}],\
         \"contracts\":[{\"contract_no\":\"C-1\",\"project\":\"P-2\",\"signed_on\":\"2018-03-02\",\
         \"price\":1234.50}],\"terms\":{\"kinds\":[\"service\"],\"share\":12.5}}"
    );
}

#[test]
fn what_is_left_out_is_named_by_its_place() {
    let shape = shape();
    let mut price = 0;
    let mut place = 0;
    walk(&shape.filing, &document(), &mut |found| {
        if found.node == Some(&Node::Number(12_345_000)) {
            assert!(found.is_owed());
            price = place;
        }
        place += 1;
    });
    let text = written(&shape, &document(), &[price]);
    assert!(text.contains("\"signed_on\":\"2018-03-02\"}]"), "{text}");
    assert!(text.contains("\"share\":12.5"), "{text}");
}

#[test]
fn references_follow_the_rows_that_move() {
    let shape = shape();
    let projects = vec![2];
    let mut copy = document();
    assert!(apply(
        &shape.filing,
        &mut copy,
        &Change::Remove(projects.clone(), 0)
    ));
    assert_eq!(copy.at(&[3, 0, 1]), Some(&Node::Reference(0)));
    let before = copy.clone();
    // A contract must refer to a project: the last one stays.
    assert!(!apply(
        &shape.filing,
        &mut copy,
        &Change::Remove(projects.clone(), 0)
    ));
    assert_eq!(copy, before);
    let repeated = Change::RepeatWithReferring(projects, 0);
    assert!(apply(&shape.filing, &mut copy, &repeated));
    assert_eq!(copy.at(&[3, 1, 1]), Some(&Node::Reference(1)));
}

#[test]
fn a_reference_to_no_row_is_refused() {
    let shape = shape();
    let mut copy = document();
    let change = Change::Put(vec![3, 0, 1], Some(Node::Reference(2)));
    assert!(!apply(&shape.filing, &mut copy, &change));
    assert_eq!(copy, document());
}

#[test]
fn what_is_drawn_is_json_and_mostly_sound() {
    let shape = shape();
    let reading = reading();
    let drawing = Drawing::new(&shape, &reading, 2018, filer());
    let mut sound = 0;
    for stream in 0..200 {
        let document = drawing.filing(&mut Chance::new(3, stream));
        sound += u32::from(is_sound(&shape.filing, &document));
        let text = written(&shape, &document, &[]);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["year"], 2018);
    }
    // All lists that are referred to must be given here, so nothing stands in the way.
    assert_eq!(sound, 200);
}

#[test]
fn what_was_changed_can_be_taken_back() {
    let shape = shape();
    let before = document();
    let row = before.at(&[3, 0]).cloned().unwrap();
    for change in [
        Change::Put(vec![3, 0, 2], None),
        Change::Put(vec![4], None),
        Change::Remove(vec![2], 0),
        Change::Repeat(vec![2], 0),
        Change::RepeatWithReferring(vec![2], 1),
        Change::Append(vec![3], row),
    ] {
        let mut copy = before.clone();
        let undo = make(&shape.filing, &mut copy, &change).unwrap();
        assert_ne!(copy, before, "{change:?}");
        take_back(&mut copy, undo);
        assert_eq!(copy, before, "{change:?}");
    }
}

#[test]
fn days_move_by_years_and_stay_days_of_work() {
    let shape = shape();
    let mut copy = document();
    move_years(&shape.filing, &mut copy, 1);
    // 2 March 2019 is a Saturday.
    let friday = Day::new(2019, 3, 1).map(Node::Day);
    assert_eq!(copy.at(&[3, 0, 2]), friday.as_ref());
    assert_eq!(copy.at(&[1]), Some(&Node::Number(2019)));
    assert_eq!(copy.at(&[3, 0, 3]), document().at(&[3, 0, 3]));
}

#[test]
fn of_a_document_only_some_columns_can_be_written() {
    let shape = shape();
    let (vocabulary, layout) = sample::vocabulary();
    let mut only = vec![false; layout.columns.len()];
    only[shape.filing.fields[2].column.0 as usize] = true;
    let filer = filer();
    let writing = Writing {
        shape: &shape,
        vocabulary: &vocabulary,
        filer: &filer,
        number: 12,
        year: 2018,
        only: Some(&only),
    };
    let mut text = String::new();
    line(&writing, &document(), &[], &mut text);
    let rows = "[{\"folio\":\"P-1\"},{\"folio\":\"P-2\"}]";
    assert_eq!(
        text,
        format!("{{\"filing_id\":\"2018-INO-000012\",\"year\":2018,\"projects\":{rows}}}")
    );
}
