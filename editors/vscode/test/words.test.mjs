// Every word of the language is coloured as one, in the examples that `grammar/` gives of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { rules, spelled, words } from "../../words.mjs";
import { tokenise } from "./tokens.mjs";

/** Where an example may stand: at the margin, or as a line of these. */
const places = ["", 'clause a.b "c"\n  ', "record R\n  x ", "filing\n  ", "calendar c\n  ", "define d = ", "enum E\n  "];
const isWord = /^(keyword|storage|support|constant\.language|variable\.language)/;

function isColoured(word, example) {
  return places.some((place) => {
    const { lines } = tokenise(place + example);
    const within = lines.at(-1).filter((token) => token.start >= place.split("\n").at(-1).length);
    return within.some(
      ({ text, scopes }) => isWord.test(scopes.at(-1) ?? "") && text.split(/\s+/).includes(word),
    );
  });
}

test("the grammar has words", () => assert.ok(words.length > 100));

for (const [name, word] of spelled) {
  test(`\`${word}\` is a word of the language`, () => {
    const examples = rules.get(name).examples.filter((example) => example.split(/\W+/).includes(word));
    assert.ok(examples.length > 1, "its documentation shows no example");
    // The first is the word alone.
    for (const example of examples.slice(1)) {
      assert.ok(isColoured(word, example), `not coloured in: ${example}`);
    }
  });
}
