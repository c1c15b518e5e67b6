//! `dictamen rulings`: one reasoned letter for each filing.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::evaluate::{day, or_today};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::filings::FilingsOptions;
use crate::cli::judging::{Judging, Taken};
use crate::cli::output::{Reads, complain};
use crate::cli::rules;
use crate::cli::threads::Threads;
use crate::evaluate::verdicts::Detail;
use crate::report::carried::{Carried, INSTITUTION, Value};
use crate::report::csv::cell;
use crate::report::letter::{self, Form, Language, Names, Office, Template};
use crate::report::rejects;
use crate::report::text::{clean, counted};
use crate::value::Day;

/// The list of letters, beside them.
const LIST: &str = "rulings.csv";

/// The command line of `rulings`.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files, folders (searched), globs, or - for standard input
    #[arg(required = true, value_name = "FILINGS")]
    filings: Vec<PathBuf>,
    /// The folder that the letters go to; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// The rule book
    #[arg(long, value_name = "DIR", default_value = "rules")]
    rules: PathBuf,
    /// The date on which it is judged [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Day>,
    /// What the letters are written as, one or both
    #[arg(long, value_enum, value_delimiter = ',', default_value = "html")]
    format: Vec<Format>,
    /// A template of one's own instead of the one that ships
    #[arg(long, value_name = "FILE")]
    template: Option<PathBuf>,
    /// Where to list what could not be read, as NDJSON
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// The language of the letters, as far as the rule book has words in it
    #[arg(long, value_enum, default_value_t = Lang::En)]
    lang: Lang,
    /// Reject a filing with a field that the vocabulary does not know
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    given: FilingsOptions,
    #[command(flatten)]
    pub(in crate::cli) threads: Threads,
}

/// What a letter is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A page made to print
    Html,
    /// Markdown
    Markdown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Lang {
    /// English
    En,
    /// Spanish
    Es,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    // A template that cannot write every letter is told before any is written.
    let templates = templates(arguments)?;
    let language = match arguments.lang {
        Lang::En => None,
        Lang::Es => Some("es"),
    };
    let plan = rules::sound_in(&arguments.rules, language)?;
    let institution = Carried::institution(&plan.ir);
    let names: Vec<String> = institution.names().map(label).collect();
    let as_of = or_today(arguments.as_of)?;
    let judging = Judging::new(
        plan,
        arguments.strict,
        institution,
        as_of,
        (arguments.given.clone(), &arguments.filings),
    );
    let office = Office {
        ir: &judging.plan().ir,
        as_of,
        digest: None,
        language: match arguments.lang {
            Lang::En => Language::English,
            Lang::Es => Language::Spanish,
        },
    };
    fs::create_dir_all(&arguments.to).map_err(|source| Failure::Write {
        path: arguments.to.clone(),
        source,
    })?;
    let mut letters = Letters::open(arguments)?;
    let summary = judging.each(
        Detail::Findings,
        |case| {
            let addressee = names.iter().zip(case.carried);
            let addressee: Vec<(String, String)> = addressee
                .filter_map(|(name, value)| Some((name.clone(), spoken(value.as_ref()?))))
                .collect();
            let letter = letter::letter(&office, case.judged, case.places, &addressee);
            let pages: Result<Vec<String>, _> = templates
                .iter()
                .map(|(_, one)| one.write(&letter))
                .collect();
            let verdict = case.judged.verdict.as_str();
            (case.judged.key.clone(), verdict, letter.institution, pages)
        },
        |taken| match taken {
            Taken::Rejected(reject) => letters.reject(&reject),
            Taken::Judged((key, verdict, institution, pages)) => {
                let pages = pages.map_err(|error| {
                    Failure::Usage(format!("the letter to {}: template: {error}", clean(&key)))
                })?;
                let forms = templates.iter().map(|(form, _)| *form);
                letters.write(&key, verdict, institution.as_deref(), forms.zip(pages))
            }
        },
    )?;
    let written = letters.finish()?;
    let count = counted(written, "letter", "letters");
    complain(&format!(
        "{count} in {}\n",
        clean(&arguments.to.to_string_lossy())
    ));
    judging.say(&summary);
    Ok(judging.exit(&summary))
}

fn templates(arguments: &Arguments) -> Result<Vec<(Form, Template)>, Failure> {
    let mut forms: Vec<Form> = Vec::new();
    for format in &arguments.format {
        let form = match format {
            Format::Html => Form::Html,
            Format::Markdown => Form::Markdown,
        };
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    let Some(path) = &arguments.template else {
        let shipped = forms
            .into_iter()
            .map(|form| Ok((form, Template::shipped(form)?)));
        let shipped: Result<Vec<_>, letter::TemplateError> = shipped.collect();
        return shipped.map_err(|error| Failure::Usage(format!("the template: {error}")));
    };
    let [form] = forms.as_slice() else {
        return Err(Failure::Usage(
            "--template writes one format; say which with --format html or --format markdown"
                .into(),
        ));
    };
    let shown = clean(&path.to_string_lossy()).into_owned();
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("cannot read the template `{shown}`: {error}")))?;
    let template = Template::new(text, *form)
        .map_err(|error| Failure::Usage(format!("the template `{shown}`: {error}")))?;
    Ok(vec![(*form, template)])
}

/// `institution.head_rank` as `head rank`, and the institution itself by its own word.
fn label(path: &str) -> String {
    let own = path
        .strip_prefix(&format!("{INSTITUTION}."))
        .unwrap_or(path);
    own.replace(['_', '.'], " ")
}

fn spoken(value: &Value) -> String {
    match value {
        Value::Boolean(true) => "yes".to_owned(),
        Value::Boolean(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

/// The letters on their way to a folder, each whole or absent.
struct Letters<'a> {
    folder: &'a Path,
    reads: Reads,
    names: Names,
    rejects: Option<crate::cli::output::Output>,
    list: crate::cli::output::Output,
    written: u64,
}

impl<'a> Letters<'a> {
    fn open(arguments: &'a Arguments) -> Result<Letters<'a>, Failure> {
        let mut reads = Reads::new()
            .rules(&arguments.rules)
            .filings(&arguments.filings)
            .filings(arguments.given.beside());
        let rejects = reads.also("--rejects", arguments.rejects.as_deref())?;
        let mut list = reads.output("--to", Some(&arguments.to.join(LIST)))?;
        list.write(b"filing,institution,verdict,file\n")?;
        Ok(Letters {
            folder: &arguments.to,
            reads,
            names: Names::default(),
            rejects,
            list,
            written: 0,
        })
    }

    fn reject(&mut self, reject: &crate::ingest::Reject) -> Result<(), Failure> {
        let Some(out) = &mut self.rejects else {
            return Ok(());
        };
        let mut line = Vec::new();
        rejects::write(&mut line, reject);
        out.write(&line)
    }

    fn write(
        &mut self,
        key: &str,
        verdict: &str,
        institution: Option<&str>,
        pages: impl Iterator<Item = (Form, String)>,
    ) -> Result<(), Failure> {
        let name = self.names.name(key);
        for (form, page) in pages {
            let file = format!("{name}.{}", form.ending());
            let path = self.folder.join(&file);
            let mut out = self.reads.output("--to", Some(&path))?;
            out.write(page.as_bytes())?;
            out.finish()?;
            self.written += 1;
            let mut line = Vec::new();
            for (at, text) in [key, institution.unwrap_or_default(), verdict, &file]
                .into_iter()
                .enumerate()
            {
                if at > 0 {
                    line.push(b',');
                }
                cell(&mut line, text);
            }
            line.push(b'\n');
            self.list.write(&line)?;
        }
        Ok(())
    }

    fn finish(self) -> Result<u64, Failure> {
        self.list.finish()?;
        if let Some(rejects) = self.rejects {
            rejects.finish()?;
        }
        Ok(self.written)
    }
}
