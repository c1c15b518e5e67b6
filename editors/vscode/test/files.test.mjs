// Whatever stands in a file of rules gets a colour, in all the files there are.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { root, tokenise } from "./tokens.mjs";

const files = execFileSync("git", ["ls-files", "-z", "--", "*.dictamen"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter((file) => file !== "" && !file.startsWith("editors/"));

/** Files that hold a mistake of form on purpose. */
const mistaken = /fixtures\/(check\/broken|cli\/broken|hostile|mistakes|syntax\/(s0|.*_mistakes|several|invisible|bytes))/;

test("there are files", () => assert.ok(files.length > 200, `${files.length}`));

for (const file of files) {
  test(file, () => {
    const { lines, closed } = tokenise(readFileSync(root + file, "utf8"));
    const tokens = lines.flat().filter(({ text }) => text.trim() !== "");
    if (tokens.length > 0) assert.ok(tokens.some(({ scopes }) => scopes.length > 0), "nothing has a colour");
    if (mistaken.test(file)) return;
    assert.ok(closed, "a text or a bracket never ends");
    for (const [at, line] of lines.entries()) {
      for (const { text, scopes } of line) {
        const own = scopes.filter((scope) => !scope.startsWith("meta."));
        assert.ok(/^[\s\p{White_Space}:|]*$/u.test(text) || own.length > 0, `line ${at + 1}: no colour for \`${text}\``);
      }
    }
  });
}
