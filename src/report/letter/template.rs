//! The page of a letter, from a template that the unit may change.

use std::fmt;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Output, State, UndefinedBehavior, escape_formatter};

use crate::report::letter::matters::Letter;
use crate::report::letter::sample;

/// The steps that one letter may take: a template without end is stopped, a long letter is not.
const FUEL: u64 = 20_000_000;
/// The name under which the template stands.
const NAME: &str = "template";
/// What escaping in Markdown is called.
const MARKDOWN: &str = "markdown";

/// What a letter is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A page made to print.
    Html,
    /// Markdown.
    Markdown,
}

impl Form {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Html => "html",
            Form::Markdown => "md",
        }
    }
}

/// Why a template writes no letters.
#[derive(Debug, thiserror::Error)]
#[error("{place}{what}")]
pub struct TemplateError {
    place: String,
    what: String,
}

/// A template that was found to write every kind of letter.
pub struct Template {
    environment: Environment<'static>,
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template").finish_non_exhaustive()
    }
}

impl Template {
    /// The one that ships.
    pub fn shipped(form: Form) -> Result<Template, TemplateError> {
        let text = match form {
            Form::Html => include_str!("letter.html"),
            Form::Markdown => include_str!("letter.md"),
        };
        Template::new(text.to_owned(), form)
    }

    /// One of the unit's own, tried on a letter that has everything and on one that has nothing.
    pub fn new(text: String, form: Form) -> Result<Template, TemplateError> {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        let syntax = SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build()
            .map_err(TemplateError::new)?;
        environment.set_syntax(syntax);
        for (name, filter) in [
            ("upper", str::to_uppercase as fn(&str) -> String),
            ("lower", str::to_lowercase),
        ] {
            environment.add_filter(name, move |text: String| filter(&text));
        }
        environment.add_filter("length", minijinja::filters::length);
        environment.add_filter("join", minijinja::filters::join);
        environment.add_filter("default", minijinja::filters::default);
        environment.add_filter("escape", minijinja::filters::escape);
        environment.add_filter("safe", minijinja::filters::safe);
        match form {
            Form::Html => environment.set_auto_escape_callback(|_| AutoEscape::Html),
            Form::Markdown => {
                environment.set_auto_escape_callback(|_| AutoEscape::Custom(MARKDOWN.into()));
                environment.set_formatter(markdown);
            }
        }
        environment
            .add_template_owned(NAME, text)
            .map_err(TemplateError::new)?;
        let template = Template { environment };
        for letter in [sample::whole(), Letter::default()] {
            template.write(&letter)?;
        }
        Ok(template)
    }

    /// The page of a letter.
    pub fn write(&self, letter: &Letter) -> Result<String, TemplateError> {
        let template = self
            .environment
            .get_template(NAME)
            .map_err(TemplateError::new)?;
        template.render(Serde(letter)).map_err(TemplateError::new)
    }
}

impl TemplateError {
    fn new(error: minijinja::Error) -> TemplateError {
        let place = error
            .line()
            .map(|line| format!("line {line}: "))
            .unwrap_or_default();
        let what = match error.kind() {
            minijinja::ErrorKind::OutOfFuel => {
                "it goes on without end, or writes a letter longer than any".to_owned()
            }
            kind => match error.detail() {
                Some(detail) => format!("{kind}: {detail}"),
                None => kind.to_string(),
            },
        };
        TemplateError { place, what }
    }
}

/// A value in Markdown: nothing that it says is markup.
fn markdown(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), minijinja::Error> {
    if !matches!(state.auto_escape(), AutoEscape::Custom(name) if name == MARKDOWN) {
        return escape_formatter(out, state, value);
    }
    let text = match value.as_str() {
        Some(text) if !value.is_safe() => text,
        _ => return write(out, &value.to_string()),
    };
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            _ => escaped.push(letter),
        }
    }
    write(out, &escaped)
}

fn write(out: &mut Output<'_>, text: &str) -> Result<(), minijinja::Error> {
    out.write_str(text).map_err(minijinja::Error::from)
}
