// Writes the TextMate grammar from the words of the language; `--check` tells whether the one that stands
// here is that one.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as language from "../words.mjs";

const file = fileURLToPath(new URL("syntaxes/dictamen.tmLanguage.json", import.meta.url));

const any = (words) => `(?:${[...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join("|")})`;
const nameStart = "[\\p{L}_]";
const nameChar = "[\\p{L}\\p{M}\\p{Nd}_]";
const name = `${nameStart}${nameChar}*`;
const id = `${name}(?:\\.${name})*`;
const end = `(?!${nameChar})`;
const start = `(?<!${nameChar})`;
const whole = (words) => `${start}${any(words)}${end}`;
/** Words that stand one after another: `in force from`. */
const phrases = (lines) => any(lines.map((line) => line.join("\\s+")));
const scope = (name) => ({ name: `${name}.dictamen` });
const captures = (...names) =>
  Object.fromEntries(names.flatMap((name, at) => (name ? [[`${at + 1}`, scope(name)]] : [])));
const include = (...names) => names.map((name) => ({ include: `#${name}` }));

const margin = any([...language.kinds, ...language.verbs]);
/** A line at the margin ends the item before, and so does no line that is empty or a note. */
const nextItem = "^(?=[^\\s#])";
const lineWords = phrases(language.lines);
/** What is neither said by a scope of its own nor a name: `key`, `from`, `cites` behind an exception. */
const wordsOfExpressions = [
  ...language.operators, ...language.control, ...language.constants, ...language.functions,
];
const otherWords = language.reserved.filter((word) => !wordsOfExpressions.includes(word));

/** An item whose lines are entries: words of the language are names there. */
function entries(kind, header, line) {
  return {
    begin: `^(${kind})${end}${header.match}`,
    beginCaptures: captures("storage.type", ...header.scopes),
    end: nextItem,
    name: `meta.${kind}.dictamen`,
    patterns: [...include("comment"), ...line, ...include("text", "sign")],
  };
}

/** A field: its name, whatever it is, then its type. */
const field = {
  match: `^\\s+(${name})`,
  captures: captures("variable.other.property"),
};

const repository = {
  comment: { match: "#.*$", ...scope("comment.line.number-sign") },

  // A text; a line at the margin that begins an item ends one whose closing quote is missing.
  text: {
    begin: '"',
    beginCaptures: { 0: scope("punctuation.definition.string.begin") },
    end: `"|^(?=${margin}${end})`,
    endCaptures: { 0: scope("punctuation.definition.string.end") },
    ...scope("string.quoted.double"),
    patterns: include("escape", "inserted"),
  },
  escape: { match: '\\\\["\\\\{}]', ...scope("constant.character.escape") },
  inserted: {
    begin: "\\{",
    beginCaptures: { 0: scope("punctuation.section.embedded.begin") },
    end: `\\}|(?=")(?<!\\\\)|^(?=${margin}${end})`,
    endCaptures: { 0: scope("punctuation.section.embedded.end") },
    ...scope("meta.embedded.line"),
    patterns: [
      {
        match: '\\\\"((?:[^"\\\\]|\\\\[^"])*)\\\\"',
        ...scope("string.quoted.other"),
      },
      { begin: "\\{", end: "\\}|(?=\")", patterns: include("expression") },
      ...include("expression"),
    ],
  },

  // Items.
  vocabulary: {
    match: `^(vocabulary)\\s+(${name})`,
    captures: captures("storage.type", "entity.name.namespace"),
  },
  authority: {
    match: `^(authority)\\s+(${name})`,
    captures: captures("storage.type", "variable.other.constant"),
  },
  enum: entries(
    "enum",
    { match: `\\s+(${name})(?:\\s+(ordered)${end})?`, scopes: ["entity.name.type.enum", "storage.modifier"] },
    [{ match: `^\\s+(${name})`, captures: captures("variable.other.enummember") }],
  ),
  record: entries("record", { match: `\\s+(${name})`, scopes: ["entity.name.type.record"] }, [
    field,
    ...include("type"),
  ]),
  filing: entries("filing", { match: "", scopes: [] }, [
    {
      match: `^\\s+(key|year)\\s+(${name})\\s*(?=#|$)`,
      captures: captures("keyword.other.line", "variable.other.property"),
    },
    field,
    ...include("type"),
  ]),
  calendar: entries("calendar", { match: `\\s+(${name})`, scopes: ["entity.name.namespace"] }, [
    {
      match: `^\\s+(${phrases(language.calendarLines)})${end}`,
      captures: captures("keyword.other.line"),
    },
    { match: whole(["to"]), ...scope("keyword.other") },
    ...include("date", "number"),
    { match: name, ...scope("constant.language.weekday") },
  ]),
  version: {
    match: `^(?:(ruleset)|(part)\\s+(of)|(translation)\\s+(${name})\\s+(of))\\s+(${name})\\s+(${nameChar}+)(?:\\s+(amends)\\s+(${nameChar}+))?`,
    captures: captures(
      "storage.type", "storage.type", "keyword.other", "storage.type", "constant.language", "keyword.other",
      "entity.name.namespace", "entity.name.section", "storage.modifier", "entity.name.section",
    ),
  },
  clause: {
    match: `^(?:(${any(language.verbs)})\\s+)?(clause)\\s+(${id})`,
    captures: captures("storage.modifier", "storage.type", "entity.name.function.clause"),
  },
  parameter: {
    match: `^(?:(${any(language.verbs)})\\s+)?(parameter)\\s+(${name})`,
    captures: captures("storage.modifier", "storage.type", "variable.other.constant"),
  },
  definition: {
    match: `^(?:(${any(language.verbs)})\\s+)?(define)\\s+(${name})`,
    captures: captures("storage.modifier", "storage.type", "entity.name.function"),
  },
  indicator: {
    match: `^(?:(${any(language.verbs)})\\s+)?(indicator)\\s+(${name})`,
    captures: captures("storage.modifier", "storage.type", "entity.name.function"),
  },
  // What is only half written.
  beginning: {
    match: `^(?:(${any(language.verbs)})|(${any(language.kinds)}))${end}`,
    captures: captures("storage.modifier", "storage.type"),
  },

  // Lines.
  line: {
    patterns: [
      {
        match: `^\\s+(drops)\\s+(${phrases(language.lines)}|${any(language.lines.map(([word]) => word))})${end}`,
        captures: captures("keyword.other.line", "keyword.other.line"),
      },
      {
        match: `^\\s+(${lineWords})${end}(?!\\s*(?:[=<>!.,)+*/]|is${end}))`,
        captures: captures("keyword.other.line"),
      },
      // Behind the subject on the same line, and behind an exception.
      { match: whole(["governed\\s+by", "cites"]), ...scope("keyword.other.line") },
      {
        match: `(?<=severity)\\s+(${any(language.wordsIn("severity_line").filter((word) => word !== "severity"))})${end}`,
        captures: captures("constant.language"),
      },
      {
        match: `(?<=total)\\s+(${any(language.wordsIn("total_line").filter((word) => word !== "total"))})${end}`,
        captures: captures("support.function"),
      },
      {
        match: `(?<=authority|binds)\\s+(${name})`,
        captures: captures("variable.other.constant"),
      },
    ],
  },

  // Types: behind the name of a field, or behind a colon.
  type: {
    patterns: [
      { match: whole(language.types), ...scope("support.type") },
      { match: whole(["key", "from"]), ...scope("storage.modifier") },
      ...include("currency", "member"),
      { match: `${start}${name}`, ...scope("entity.name.type") },
    ],
  },
  typed: {
    match: `(:)\\s*((?:${any(language.types)}${end}\\s*)*)([A-Z]{3}${end})?(${name})?`,
    captures: captures("punctuation.separator", "support.type", "keyword.other.unit", "entity.name.type"),
  },

  // Expressions.
  expression: {
    patterns: include(
      "comment", "member", "date", "duration", "number", "call", "thisClause", "word", "currency", "name", "sign",
    ),
  },
  member: {
    match: `(\\.)\\s*(${name})`,
    captures: captures("punctuation.accessor", "variable.other.property"),
  },
  date: { match: `${start}\\d{4}-\\d{2}-\\d{2}${end}`, ...scope("constant.numeric.date") },
  duration: {
    match: `${start}([\\d_]+)\\s+(business\\s+${any(["days", "day"])}|${any(language.units.filter((word) => word !== "business"))})${end}`,
    captures: captures("constant.numeric", "keyword.other.unit"),
  },
  number: {
    match: `${start}(\\d[\\d_]*(?:\\.\\d[\\d_]*)?)(?:\\s*(%)|\\s+([A-Z]{3})${end})?`,
    captures: captures("constant.numeric", "keyword.other.unit", "keyword.other.unit"),
  },
  currency: { match: `${start}[A-Z]{3}${end}`, ...scope("keyword.other.unit") },
  call: {
    patterns: [
      { match: `${whole(language.functions)}(?=\\s*\\()`, ...scope("support.function") },
      {
        match: `${start}(?!${any(language.reserved)}${end})(${name})(?=\\()`,
        captures: captures("entity.name.function"),
      },
    ],
  },
  thisClause: { match: `${start}this\\s+clause${end}`, ...scope("variable.language") },
  word: {
    patterns: [
      { match: `${start}year\\s+of${end}`, ...scope("keyword.operator.expression") },
      { match: whole(language.control.filter((word) => word !== "in")), ...scope("keyword.control") },
      { match: whole(language.operators), ...scope("keyword.operator.expression") },
      { match: whole(language.constants), ...scope("constant.language") },
      { match: whole(language.functions), ...scope("support.function") },
      { match: whole(otherWords), ...scope("keyword.other") },
      { match: whole(["at"]) + "(?=\\s*\")", ...scope("keyword.other") },
    ],
  },
  name: { match: `${start}${name}`, ...scope("variable.other") },
  sign: {
    patterns: [
      { match: "<=|>=|!=|[<>]", ...scope("keyword.operator.comparison") },
      { match: "=", ...scope("keyword.operator.assignment") },
      { match: "[+\\-*/]", ...scope("keyword.operator.arithmetic") },
      { match: ",", ...scope("punctuation.separator.comma") },
      { match: "[(){}]", ...scope("punctuation.section.brackets") },
    ],
  },
};

const grammar = {
  $comment: "Written by grammar.mjs from grammar/*.pest: change those.",
  name: "dictamen",
  scopeName: "source.dictamen",
  fileTypes: ["dictamen"],
  patterns: include(
    "comment", "text", "enum", "record", "filing", "calendar", "vocabulary", "authority", "version", "clause",
    "parameter", "definition", "indicator", "beginning", "line", "typed", "expression",
  ),
  repository,
};

const written = `${JSON.stringify(grammar, null, 2)}\n`;
if (process.argv.includes("--check")) {
  let there = "";
  try {
    there = readFileSync(file, "utf8");
  } catch {
    // None is as good as another.
  }
  if (there !== written) {
    console.error("syntaxes/dictamen.tmLanguage.json is not what grammar/*.pest says: npm run grammar");
    process.exit(1);
  }
} else {
  writeFileSync(file, written);
}
