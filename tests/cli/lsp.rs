//! The language server over its standard input: each request, unsaved text, and a client that sends
//! nonsense.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

const VOCABULARY: &str = "\
vocabulary purchases

authority audit \"Office of Audit\"

enum Modality
  acquisition \"Acquisition\"
  lease \"Lease\"

record Contract
  number text key
  amount money in MXN # what is paid
  modality Modality
  signed_on date

filing
  key filing_id
  year fiscal_year
  filing_id text
  fiscal_year year
  projects integer
  contracts list of Contract
";

const RULES: &str = "\
ruleset purchases 2018
  title     \"Rules\"
  published 2017-12-01 in \"Gazette\"
  in force  from 2018-01-01
  for years 2018 to 2018

parameter cap = 7
  cites \"Rules art. 2\"

clause purchases.cap \"At most seven projects\"
  cites     \"Rules art. 2 fr. IV\"
  authority audit
  requires  projects <= cap
  otherwise \"{projects} projects; the cap is {cap}\"

clause purchases.small \"Contracts stay small\"
  cites    \"Rules art. 20\"
  for each c in contracts
  requires c.amount <= 1_000_000 MXN
";

const AMENDMENT: &str = "\
ruleset purchases 2019 amends 2018
  title     \"Rules, second text\"
  published 2018-12-01 in \"Gazette\"
  in force  from 2019-01-01
  for years from 2019

sets parameter cap = 5

amends clause purchases.cap
  cites \"Rules art. 3\"
";

const CASES: &str = "\
ruleset: 2018
filing: base.yaml
as_of: 2018-12-31
cases:
  - name: eight
    with: { projects: 8 }
    expect:
      purchases.cap: violates
";

/// A server with the book that it serves.
struct Server {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    folder: tempfile::TempDir,
    next: i32,
    /// Notifications that came while an answer was waited for.
    held: Vec<Value>,
}

impl Server {
    fn bare() -> Server {
        let folder = tempfile::tempdir().unwrap();
        let rules = folder.path().join("rules");
        std::fs::create_dir_all(rules.join("cases")).unwrap();
        std::fs::write(rules.join("vocabulary.dictamen"), VOCABULARY).unwrap();
        std::fs::write(rules.join("2018.dictamen"), RULES).unwrap();
        std::fs::write(rules.join("2019.dictamen"), AMENDMENT).unwrap();
        std::fs::write(rules.join("cases/cap.yaml"), CASES).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_dictamen"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Server {
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
            folder,
            next: 0,
            held: Vec::new(),
        }
    }

    fn start(encodings: &[&str]) -> Server {
        let mut server = Server::bare();
        let root = server.uri("");
        let answer = server.ask(
            "initialize",
            json!({
                "processId": null, "rootUri": root.trim_end_matches('/'),
                "capabilities": {"general": {"positionEncodings": encodings}},
            }),
        );
        assert_eq!(answer["result"]["serverInfo"]["name"], "dictamen");
        server.notify("initialized", json!({}));
        server
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}/{name}", self.folder.path().display())
    }

    fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    fn text(&mut self, text: &str) {
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    fn send(&mut self, message: &Value) {
        self.text(&message.to_string());
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(
                self.output.read_line(&mut line).unwrap() > 0,
                "the server is gone"
            );
            match line.trim().strip_prefix("Content-Length: ") {
                Some(text) => length = text.parse().unwrap(),
                None if line.trim().is_empty() => break,
                None => {}
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    /// The answer to a request; what else comes meanwhile is kept.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.receive();
            if message.get("method").is_none() && message["id"] == id {
                return message;
            }
            self.held.push(message);
        }
    }

    fn result(&mut self, method: &str, params: Value) -> Value {
        let answer = self.ask(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    fn code(&mut self, method: &str, params: Value) -> i64 {
        let answer = self.ask(method, params);
        answer["error"]["code"]
            .as_i64()
            .unwrap_or_else(|| panic!("{answer}"))
    }

    fn open(&mut self, name: &str, version: i64, text: &str) {
        let uri = self.uri(name);
        self.notify(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": uri, "languageId": "dictamen", "version": version, "text": text}}),
        );
    }

    fn change(&mut self, name: &str, version: i64, changes: Value) {
        let uri = self.uri(name);
        self.notify(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes}),
        );
    }

    /// The diagnostics of one version of a text.
    fn diagnostics(&mut self, name: &str, version: i64) -> Vec<Value> {
        let uri = self.uri(name);
        let own = |message: &Value| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri.as_str()
                && message["params"]["version"] == version
        };
        let mut found = self
            .held
            .iter()
            .rposition(own)
            .map(|at| self.held.remove(at));
        while found.is_none() {
            let message = self.receive();
            match own(&message) {
                true => found = Some(message),
                false => self.held.push(message),
            }
        }
        found.unwrap()["params"]["diagnostics"]
            .as_array()
            .unwrap()
            .clone()
    }

    /// Those of them that are errors: what is suspect in so small a book is no matter here.
    fn errors(&mut self, name: &str, version: i64) -> Vec<Value> {
        let mut found = self.diagnostics(name, version);
        found.retain(|one| one["severity"] == 1);
        found
    }

    /// A place in a text: the first letter of what stands first there, and so many letters on.
    fn at(&self, name: &str, text: &str, what: &str, on: usize) -> Value {
        let at = text.find(what).unwrap_or_else(|| panic!("no {what}")) + on;
        let line = text[..at].matches('\n').count();
        let character = at - text[..at].rfind('\n').map_or(0, |end| end + 1);
        json!({
            "textDocument": {"uri": self.uri(name)},
            "position": {"line": line, "character": character},
        })
    }

    fn end(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null)["result"], Value::Null);
        self.notify("exit", Value::Null);
        let code = self.child.wait().unwrap().code();
        let mut said = String::new();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!((code, said.as_str()), (Some(0), ""));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn labels(answer: &Value) -> Vec<String> {
    let items = answer["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["label"].as_str().unwrap().to_owned())
        .collect()
}

/// A text after the edits of an answer, from the last to the first.
fn edited(text: &str, edits: &Value) -> String {
    let byte = |place: &Value| {
        let line = place["line"].as_u64().unwrap() as usize;
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        start + place["character"].as_u64().unwrap() as usize
    };
    let mut all: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (
                byte(&range["start"]),
                byte(&range["end"]),
                edit["newText"].as_str().unwrap(),
            )
        })
        .collect();
    all.sort_by_key(|edit| std::cmp::Reverse(edit.0));
    let mut text = text.to_owned();
    for (start, end, new) in all {
        text.replace_range(start..end, new);
    }
    text
}

#[test]
fn unsaved_text_counts_and_what_is_mended_is_told_no_more() {
    let mut server = Server::start(&["utf-16"]);
    let name = "rules/2018.dictamen";
    server.open(name, 1, RULES);
    assert_eq!(server.errors(name, 1), Vec::<Value>::new());
    let wrong = RULES.replace("projects <= cap", "projects <= cpa");
    server.change(name, 2, json!([{"text": wrong}]));
    let found = server.errors(name, 2);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["severity"], 1);
    assert!(
        found[0]["message"].as_str().unwrap().contains("cpa"),
        "{found:?}"
    );
    // Letter by letter: `cpa` becomes `ca`, then `cap`.
    let place = server.at(name, &wrong, "cpa", 0);
    let (line, character) = (
        &place["position"]["line"],
        place["position"]["character"].as_u64(),
    );
    let on = |more: u64| json!({"line": line, "character": character.unwrap() + more});
    server.change(
        name,
        3,
        json!([
            {"range": {"start": on(1), "end": on(2)}, "text": ""},
            {"range": {"start": on(2), "end": on(2)}, "text": "p"},
        ]),
    );
    assert_eq!(server.errors(name, 3), Vec::<Value>::new());
    // What is closed is what stands on disk.
    server.change(name, 4, json!([{"text": "clause"}]));
    assert!(!server.errors(name, 4).is_empty());
    let uri = server.uri(name);
    server.notify(
        "textDocument/didClose",
        json!({"textDocument": {"uri": uri}}),
    );
    let symbols = server.result("workspace/symbol", json!({"query": "purchases.small"}));
    assert_eq!(symbols.as_array().unwrap().len(), 1);
    server.end();
}

#[test]
fn an_edit_of_a_version_that_is_not_newer_is_passed_over() {
    let mut server = Server::start(&[]);
    let name = "rules/2018.dictamen";
    server.open(name, 5, RULES);
    server.change(name, 4, json!([{"text": "nonsense"}]));
    server.change(name, 5, json!([{"text": "nonsense"}]));
    server.change(name, 6, json!([{"text": RULES}]));
    assert_eq!(server.errors(name, 6), Vec::<Value>::new());
    server.end();
}

#[test]
fn letters_are_counted_as_was_agreed() {
    let line = "  cites     \"Año 𝒳 art. 2 fr. IV\"";
    let text = RULES
        .replace("  cites     \"Rules art. 2 fr. IV\"", line)
        .replace("<= cap", "<= cpa");
    // The mistake stands on a line of its own; that before it has letters of several widths.
    let text = text.replace("  requires  projects <= cpa", "  requires  \"ñ𝒳\" = cpa");
    for (encoding, character) in [("utf-16", 20), ("utf-8", 23)] {
        let mut server = Server::start(&[encoding]);
        let name = "rules/2018.dictamen";
        server.open(name, 1, &text);
        let found = server.errors(name, 1);
        let at: Vec<u64> = (found.iter())
            .filter(|one| one["message"].as_str().unwrap().contains("cpa"))
            .map(|one| one["range"]["start"]["character"].as_u64().unwrap())
            .collect();
        assert_eq!(at, [character], "{encoding} {found:?}");
        server.end();
    }
}

#[test]
fn a_name_leads_to_its_text_its_making_and_its_uses() {
    let mut server = Server::start(&["utf-16"]);
    let name = "rules/2018.dictamen";
    server.open(name, 1, RULES);
    let clause = server.at(name, RULES, "purchases.cap", 3);
    let hover = server.result("textDocument/hover", clause.clone());
    let page = hover["contents"]["value"].as_str().unwrap();
    for words in ["At most seven projects", "purchases 2019", "Rules art. 3"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let cap = server.at(name, RULES, "<= cap", 4);
    let hover = server.result("textDocument/hover", cap.clone());
    let page = hover["contents"]["value"].as_str().unwrap();
    assert!(
        page.contains("= 7") && page.contains("= 5") && page.contains("2019-01-01"),
        "{page}"
    );
    let amount = server.at(name, RULES, "c.amount", 4);
    let hover = server.result("textDocument/hover", amount.clone());
    let page = hover["contents"]["value"].as_str().unwrap();
    assert!(page.contains("money in MXN # what is paid"), "{page}");
    let made = server.result("textDocument/definition", amount);
    assert!(
        made[0]["uri"]
            .as_str()
            .unwrap()
            .ends_with("vocabulary.dictamen"),
        "{made}"
    );
    let row = server.at(name, RULES, "c.amount", 0);
    let made = server.result("textDocument/definition", row);
    assert_eq!(
        made[0]["range"]["start"],
        json!({"line": 17, "character": 11})
    );
    let mut asked = cap;
    asked["context"] = json!({"includeDeclaration": true});
    let uses = server.result("textDocument/references", asked);
    // Where it is made, in the condition, in the message, and where it is set anew.
    assert_eq!(uses.as_array().unwrap().len(), 4, "{uses}");
    let marks = server.at(name, RULES, "{projects}", 2);
    let marks = server.result("textDocument/documentHighlight", marks);
    assert_eq!(marks.as_array().unwrap().len(), 2, "{marks}");
    // A key of a worked case is the clause's.
    server.open("rules/cases/cap.yaml", 1, CASES);
    let key = server.at("rules/cases/cap.yaml", CASES, "purchases.cap", 2);
    let made = server.result("textDocument/definition", key);
    assert!(
        made[0]["uri"].as_str().unwrap().ends_with("2018.dictamen"),
        "{made}"
    );
    server.end();
}

#[test]
fn a_clause_is_renamed_in_every_version_and_in_the_cases() {
    let mut server = Server::start(&["utf-16"]);
    let name = "rules/2018.dictamen";
    server.open(name, 1, RULES);
    let mut clause = server.at(name, RULES, "purchases.cap", 3);
    let range = server.result("textDocument/prepareRename", clause.clone());
    assert_eq!(range["placeholder"], "purchases.cap");
    clause["newName"] = "petic.limit".into();
    let edits = server.result("textDocument/rename", clause.clone());
    for (file, text) in [
        (name, RULES),
        ("rules/2019.dictamen", AMENDMENT),
        ("rules/cases/cap.yaml", CASES),
    ] {
        let after = edited(text, &edits["changes"][server.uri(file)]);
        assert_eq!(
            after,
            text.replace("purchases.cap", "petic.limit"),
            "{file}"
        );
        std::fs::write(server.path(file), after).unwrap();
    }
    // A field keeps the name that filings write.
    let mut field = server.at(name, RULES, "projects <=", 1);
    field["newName"] = "plans".into();
    let edits = server.result("textDocument/rename", field);
    let after = edited(
        VOCABULARY,
        &edits["changes"][server.uri("rules/vocabulary.dictamen")],
    );
    assert!(after.contains("plans integer from \"projects\""), "{after}");
    for wrong in ["", "a b", "7", "petic."] {
        clause["newName"] = wrong.into();
        assert_eq!(
            server.code("textDocument/rename", clause.clone()),
            -32602,
            "{wrong}"
        );
    }
    clause["newName"] = "purchases.small".into();
    assert_eq!(server.code("textDocument/rename", clause), -32803);
    server.end();
}

#[test]
fn outlines_symbols_folds_and_selections() {
    let mut server = Server::start(&["utf-16"]);
    let name = "rules/2018.dictamen";
    let text = RULES.replace(
        "clause purchases.cap",
        "# Chapter II\n\nclause purchases.cap",
    );
    server.open(name, 1, &text);
    let of = json!({"textDocument": {"uri": server.uri(name)}});
    let outline = server.result("textDocument/documentSymbol", of.clone());
    let names: Vec<&str> = (outline.as_array().unwrap().iter())
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["purchases 2018", "cap", "Chapter II"]);
    assert_eq!(outline[2]["children"].as_array().unwrap().len(), 2);
    let found = |answer: &Value| -> Vec<String> {
        let all = answer.as_array().unwrap().iter();
        all.map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let cited = server.result("workspace/symbol", json!({"query": "art. 2 fr. IV"}));
    assert_eq!(found(&cited), ["purchases.cap"]);
    let article = server.result("workspace/symbol", json!({"query": "art. 2"}));
    assert_eq!(found(&article), ["cap", "purchases.cap"]);
    let folds = server.result("textDocument/foldingRange", of.clone());
    assert!(folds.as_array().unwrap().len() >= 4, "{folds}");
    let place = server.at(name, &text, "c.amount", 3)["position"].clone();
    let mut asked = of;
    asked["positions"] = json!([place]);
    let mut nested = server.result("textDocument/selectionRange", asked)[0].clone();
    let mut depth = 0;
    while nested.get("range").is_some() {
        depth += 1;
        nested = nested["parent"].clone();
    }
    assert_eq!(depth, 4);
    server.end();
}

#[test]
fn what_may_stand_at_a_place_is_offered() {
    let mut server = Server::start(&["utf-16"]);
    let name = "rules/2018.dictamen";
    let mut version = 1;
    server.open(name, version, RULES);
    for (written, wanted, unwanted) in [
        ("\n\ncla", "clause", "requires"),
        ("\n  requires c.", "amount", "cap"),
        ("\n  requires Modality.", "lease", "amount"),
        ("\n  requires ca", "cap", "amount"),
        ("\n  requires c", "contracts", "amount"),
        ("\n  rem", "remedy", "cites"),
        ("\n  remedy \"{c", "cap", "clause"),
        ("\n  cites \"", "Rules art. 2", "cap"),
        ("\n  authority ", "audit", "cap"),
    ] {
        version += 1;
        let text = format!("{}{written}", RULES.trim_end());
        server.change(name, version, json!([{"text": text}]));
        let place = server.at(name, &text, written, written.len());
        let labels = labels(&server.result("textDocument/completion", place));
        let has = |name: &str| labels.iter().any(|label| label == name);
        assert!(has(wanted), "{written:?}: {labels:?}");
        assert!(!has(unwanted), "{written:?}: {labels:?}");
    }
    server.open("rules/cases/cap.yaml", 1, CASES);
    let key = server.at("rules/cases/cap.yaml", CASES, "      purchases.cap", 6);
    let labels_of_key = labels(&server.result("textDocument/completion", key));
    assert!(labels_of_key.contains(&"purchases.small".to_owned()));
    let value = server.at("rules/cases/cap.yaml", CASES, "cap: violates", 5);
    let values = labels(&server.result("textDocument/completion", value));
    assert!(values.contains(&"complies".to_owned()), "{values:?}");
    server.end();
}

#[test]
fn a_file_is_laid_out_as_by_fmt_and_one_with_mistakes_is_left() {
    let mut server = Server::start(&["utf-16"]);
    let name = "rules/2018.dictamen";
    let loose = RULES.replace(
        "  requires  projects <= cap",
        "  requires    projects   <= cap",
    );
    server.open(name, 1, &loose);
    let of = json!({
        "textDocument": {"uri": server.uri(name)},
        "options": {"tabSize": 2, "insertSpaces": true},
    });
    let edits = server.result("textDocument/formatting", of.clone());
    let after = edited(&loose, &edits);
    std::fs::write(server.path(name), &after).unwrap();
    let checked = Command::new(env!("CARGO_BIN_EXE_dictamen"))
        .args(["fmt", "--check"])
        .arg(server.path(name))
        .status()
        .unwrap();
    assert_eq!(checked.code(), Some(0), "{after}");
    server.change(name, 2, json!([{"text": after}]));
    assert_eq!(
        server.result("textDocument/formatting", of.clone()),
        json!([])
    );
    server.change(name, 3, json!([{"text": "clause \"\n"}]));
    assert_eq!(server.result("textDocument/formatting", of), json!([]));
    server.end();
}

#[test]
fn a_warning_with_one_mend_offers_it() {
    let mut server = Server::start(&["utf-16"]);
    let name = "rules/2018.dictamen";
    let text = RULES.replace("1_000_000 MXN", "100_0000 MXN");
    server.open(name, 1, &text);
    let found = server.diagnostics(name, 1);
    let odd = found.iter().find(|one| one["code"] == "L0550");
    let odd = odd.unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!(odd["severity"], 2);
    let asked = json!({
        "textDocument": {"uri": server.uri(name)}, "range": odd["range"],
        "context": {"diagnostics": [odd]},
    });
    let actions = server.result("textDocument/codeAction", asked);
    let action = (actions.as_array().unwrap().iter())
        .find(|action| action["kind"] == "quickfix")
        .unwrap_or_else(|| panic!("{actions} {found:?}"));
    let after = edited(&text, &action["edit"]["changes"][server.uri(name)]);
    assert!(after.contains("1_000_000 MXN"), "{after}");
    server.end();
}

#[test]
fn nonsense_is_answered_as_the_protocol_says() {
    let mut server = Server::bare();
    assert_eq!(server.code("textDocument/hover", json!({})), -32002);
    server.text("{ not json");
    assert_eq!(server.receive()["error"]["code"], -32700);
    server.text("[1, 2]");
    assert_eq!(server.receive()["error"]["code"], -32600);
    server.text("{\"jsonrpc\": \"2.0\", \"id\": 9}");
    let answer = server.receive();
    assert_eq!(
        (&answer["error"]["code"], &answer["id"]),
        (&json!(-32600), &json!(9))
    );
    server.raw(b"Content-Length: many\r\n\r\n");
    assert_eq!(server.receive()["error"]["code"], -32600);
    assert_eq!(server.code("initialize", json!([1])), -32602);
    let root = server.uri("");
    server.result("initialize", json!({"rootUri": root, "capabilities": {}}));
    assert_eq!(server.code("initialize", json!({})), -32600);
    assert_eq!(server.code("textDocument/nothing", json!({})), -32601);
    for params in [
        json!(null),
        json!([]),
        json!({"textDocument": 7}),
        json!({"textDocument": {"uri": "untitled:1"}, "position": {"line": 0, "character": 0}}),
        json!({"textDocument": {"uri": "file:///no/such.dictamen"}, "position": {"line": 0, "character": 0}}),
        json!({"textDocument": {"uri": "file:///%zz"}, "position": {"line": -1, "character": 0}}),
    ] {
        for method in [
            "hover",
            "completion",
            "rename",
            "formatting",
            "codeAction",
            "selectionRange",
        ] {
            let method = format!("textDocument/{method}");
            assert_eq!(
                server.code(&method, params.clone()),
                -32602,
                "{method} {params}"
            );
        }
    }
    // Notifications that are nonsense are told in the log, and harm nothing.
    for params in [
        json!(null),
        json!({"textDocument": {"uri": 1}}),
        json!({"contentChanges": []}),
    ] {
        server.notify("textDocument/didOpen", params.clone());
        server.notify("textDocument/didChange", params);
    }
    server.notify("textDocument/nothing", json!(1));
    server.notify("$/cancelRequest", json!({"id": 77}));
    let name = "rules/2018.dictamen";
    server.open(name, 1, RULES);
    let far = json!({"line": 4_000_000_000_u32, "character": 4_000_000_000_u32});
    let place = json!({"textDocument": {"uri": server.uri(name)}, "position": far});
    server.result("textDocument/hover", place);
    // A range that ends before it begins changes what lies between.
    server.change(
        name,
        2,
        json!([{"range": {"start": far, "end": {"line": 0, "character": 0}}, "text": RULES}]),
    );
    assert_eq!(server.errors(name, 2), Vec::<Value>::new());
    server.result("shutdown", Value::Null);
    assert_eq!(server.code("textDocument/hover", json!({})), -32600);
    server.notify("exit", Value::Null);
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_client_that_goes_without_a_word_leaves_no_server() {
    let mut server = Server::start(&[]);
    server.input = None;
    assert_eq!(server.child.wait().unwrap().code(), Some(1));
}

#[test]
fn a_folder_that_vanishes_takes_its_diagnostics_with_it() {
    let mut server = Server::start(&[]);
    let name = "rules/2018.dictamen";
    server.open(name, 1, RULES);
    server.errors(name, 1);
    std::fs::remove_dir_all(server.path("rules")).unwrap();
    server.change(name, 2, json!([{"text": RULES}]));
    // Of the book only the open text is left, and it has no vocabulary.
    assert!(!server.errors(name, 2).is_empty());
    let hover = server.at(name, RULES, "purchases.cap", 2);
    server.result("textDocument/hover", hover);
    let uri = server.uri(name);
    server.notify(
        "textDocument/didClose",
        json!({"textDocument": {"uri": uri}}),
    );
    let symbols = server.result("workspace/symbol", json!({"query": ""}));
    assert_eq!(symbols, json!([]));
    server.end();
}

#[test]
fn a_file_that_is_half_written_never_loses_the_rest() {
    let mut server = Server::start(&["utf-8"]);
    let name = "rules/2019.dictamen";
    server.open(name, 0, "");
    let letters: Vec<(usize, char)> = AMENDMENT.char_indices().collect();
    let (mut line, mut character) = (0, 0);
    for (at, (_, letter)) in letters.iter().enumerate() {
        let here = json!({"line": line, "character": character});
        let change = json!([{"range": {"start": here, "end": here}, "text": letter.to_string()}]);
        server.change(name, at as i64 + 1, change);
        (line, character) = match letter {
            '\n' => (line + 1, 0),
            _ => (line, character + letter.len_utf8()),
        };
        if at % 7 != 0 {
            continue;
        }
        // The clause of the other file is there at every keystroke.
        let place = server.at("rules/2018.dictamen", RULES, "purchases.small", 2);
        let hover = server.result("textDocument/hover", place);
        let page = hover["contents"]["value"]
            .as_str()
            .unwrap_or_else(|| panic!("{at}"));
        assert!(page.contains("Contracts stay small"), "{page}");
        let end = json!({
            "textDocument": {"uri": server.uri(name)},
            "position": {"line": line, "character": character},
        });
        server.result("textDocument/completion", end.clone());
        server.result("textDocument/hover", end.clone());
        server.result("textDocument/definition", end);
        let of = json!({"textDocument": {"uri": server.uri(name)}});
        server.result("textDocument/documentSymbol", of.clone());
        server.result("textDocument/foldingRange", of);
    }
    assert_eq!(
        server.errors(name, letters.len() as i64),
        Vec::<Value>::new()
    );
    server.end();
}

#[test]
fn lenses_hints_tokens_and_cases() {
    let mut server = Server::start(&["utf-16"]);
    let name = "rules/2018.dictamen";
    server.open(name, 1, RULES);
    let of = json!({"textDocument": {"uri": server.uri(name)}});
    let lenses = server.result("textDocument/codeLens", of.clone());
    assert_eq!(lenses.as_array().unwrap().len(), 2, "{lenses}");
    for (at, title) in [(0, "1 case: 1 violates"), (1, "no case")] {
        assert!(lenses[at].get("command").is_none());
        let lens = server.result("codeLens/resolve", lenses[at].clone());
        assert_eq!(lens["command"]["title"], title);
    }
    assert_eq!(server.code("codeLens/resolve", json!({"range": 1})), -32602);
    let mut asked = of.clone();
    let end = json!({"line": 99, "character": 0});
    asked["range"] = json!({"start": {"line": 0, "character": 0}, "end": end});
    let hints = server.result("textDocument/inlayHint", asked);
    // In the condition and in the message, by the text of the file's own version.
    let shown: Vec<&str> = (hints.as_array().unwrap().iter())
        .map(|hint| hint["label"].as_str().unwrap())
        .collect();
    assert_eq!(shown, ["= 7", "= 7"]);
    let tokens = server.result("textDocument/semanticTokens/full", of);
    let data = tokens["data"].as_array().unwrap();
    assert!(
        data.len() >= 5 * 9 && data.len().is_multiple_of(5),
        "{tokens}"
    );
    let cases = "rules/cases/cap.yaml";
    server.open(cases, 1, &CASES.replace("purchases.cap", "purchases.cop"));
    let found = server.errors(cases, 1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0]["message"]
            .as_str()
            .unwrap()
            .contains("did you mean `purchases.cap`")
    );
    assert_eq!(
        found[0]["range"]["start"],
        json!({"line": 7, "character": 6})
    );
    server.change(cases, 2, json!([{"text": "cases: ["}]));
    assert_eq!(server.errors(cases, 2).len(), 1);
    server.change(cases, 3, json!([{"text": CASES}]));
    assert_eq!(server.errors(cases, 3).len(), 0);
    server.end();
}

/// How many bytes a process holds, where the machine tells.
fn resident(child: &Child) -> Option<u64> {
    let path = format!("/proc/{}/statm", child.id());
    let text = std::fs::read_to_string(Path::new(&path)).ok()?;
    let pages: u64 = text.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

#[test]
fn memory_stays_bounded_over_many_edits() {
    let mut server = Server::start(&[]);
    let name = "rules/2018.dictamen";
    server.open(name, 0, RULES);
    let mut early = None;
    for version in 1..=10_000 {
        let text = if version % 2 == 0 { "" } else { "x" };
        let (from, to) = if version % 2 == 0 { (0, 1) } else { (0, 0) };
        server.change(
            name,
            version,
            json!([{"range": {
                "start": {"line": 5, "character": from}, "end": {"line": 5, "character": to},
            }, "text": text}]),
        );
        // What is told is read, so that neither waits for the other.
        if version % 500 == 0 {
            assert_eq!(server.errors(name, version), Vec::<Value>::new());
            server.held.clear();
        }
        if version == 2_000 {
            early = resident(&server.child);
        }
    }
    if let (Some(early), Some(late)) = (early, resident(&server.child)) {
        assert!(late < early + (64 << 20), "{early} bytes became {late}");
    }
    server.end();
}
