// The words of the language, read from `grammar/*.pest`, which alone knows them, and sorted by what they
// do there. The grammars of the editors are made from this, or held against it by their tests.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../grammar/", import.meta.url));

/** A rule of the grammar: its name, its body as tokens, and the examples of its documentation. */
function rulesOf(text) {
  const rules = new Map();
  const head = /((?:^\/\/\/.*\n)*)^(\w+)\s*=\s*[_@$!]?\{/gm;
  for (let found; (found = head.exec(text)); ) {
    const tokens = [];
    const token = /\s+|\/\/.*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\{\d+\}|\w+|[{}]|[^\w\s]/gy;
    token.lastIndex = head.lastIndex;
    for (let piece; (piece = token.exec(text)) && piece[0] !== "}"; ) {
      if (!/^\s|^\/\//.test(piece[0])) tokens.push(piece[0]);
    }
    const said = found[1].replace(/^\/\/\/ ?/gm, "").replaceAll("\n", " ");
    rules.set(found[2], { tokens, examples: examplesOf(said) });
    head.lastIndex = token.lastIndex;
  }
  return rules;
}

/** What stands between backticks. */
function examplesOf(said) {
  return [...said.matchAll(/`([^`]+)`/g)].map((found) => found[1]);
}

export const rules = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith(".pest"))
    .sort()
    .flatMap((file) => [...rulesOf(readFileSync(folder + file, "utf8"))]),
);

/** `word_clause` → `clause`, for every word, the soft ones (free as names elsewhere) too. */
export const spelled = new Map(
  [...rules]
    .filter(([name]) => /^(word|soft)_/.test(name) && name !== "word_end")
    .map(([name, rule]) => [name, JSON.parse(rule.tokens[0])]),
);

/** Every word of the language. */
export const words = [...spelled.values()].sort();

/** The words that cannot name what stands alone. */
export const reserved = [...spelled]
  .filter(([name]) => name.startsWith("word_"))
  .map(([, word]) => word)
  .sort();

/** The words that stand in these rules themselves, in the order of the grammar. */
export function wordsIn(...names) {
  const found = names.flatMap((name) => {
    const rule = rules.get(name);
    if (!rule) throw new Error(`the grammar has no rule ${name}`);
    return rule.tokens.filter((token) => spelled.has(token)).map((token) => spelled.get(token));
  });
  return [...new Set(found)];
}

/** The words with which a rule begins, before anything else may stand: `in force from`. */
function firstWords(name) {
  const { tokens } = rules.get(name);
  const found = [];
  for (const token of tokens.filter((token) => token !== "~")) {
    if (!spelled.has(token)) break;
    found.push(spelled.get(token));
  }
  return found;
}

const named = (pattern) => [...rules.keys()].filter((name) => pattern.test(name));
const unique = (words) => [...new Set(words)].sort();

/** The rules of the items, which stand at the margin. */
const itemRules = [
  ...named(/_(item|header|head)$/),
  ...named(/^(plain|dated)_(parameter|sets)$/),
];

/** What an amendment does: `adds`, `amends`, `replaces`, `repeals`, `sets`. */
export const verbs = unique([
  ...wordsIn("verb"),
  ...firstWords("repeals_item").slice(0, 1),
  ...firstWords("amends_header").slice(0, 1),
  ...firstWords("plain_sets").slice(0, 1),
]);

/** The kinds of items: `clause`, `record`. */
export const kinds = unique(
  itemRules
    .map((name) => rules.get(name).tokens.find((token) => spelled.has(token)))
    .map((token) => spelled.get(token))
    .filter((word) => !verbs.includes(word)),
);

/** What begins the lines of items that are no lists of entries, word by word: `[["in", "force", "from"]]`. */
export const lines = named(/_line$/)
  .filter((name) => !["field_line", "filing_line", "member_line", "calendar_line"].includes(name))
  .map(firstWords)
  .filter((phrase) => phrase.length > 0);

/** What begins the lines of a calendar. */
export const calendarLines = named(/^calendar_(?!header|line)/).map(firstWords);

/** The words of types: `optional`, `money`. */
export const types = unique(wordsIn(...named(/^type_/)));

/** The words between and before operands: `and`, `is`, `on`. */
export const operators = unique(
  wordsIn(
    "expression", "negation", "presence", "membership", "range", "compare_op",
    "on_or_before", "on_or_after", "on_date", "of_row", "year_of",
  ).filter((word) => word !== "year"),
);

/** The words of choices and of what is gone through: `if`, `every`, `where`. */
export const control = unique([
  ...wordsIn("choice", "quantifier", "rows"),
  ...wordsIn("aggregate").filter((word) => word === "for"),
]);

/** What is called, before `(`: `count`, `days`. */
export const functions = unique(
  wordsIn("count", "aggregate", "extreme", "longest_gap", "builtin_call").filter(
    (word) => word !== "for" && word !== "in",
  ),
);

/** Values that are words: `true`, `as_of`. */
export const constants = wordsIn("primary");

/** What a duration counts: `business`, `days`. */
export const units = unique(wordsIn("unit"));
