// Each snippet, taken as it comes, is laid out as `dictamen fmt` would and has no mistake of form.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { root } from "./tokens.mjs";

const target = path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target");
const dictamen = process.env.DICTAMEN ?? path.join(target, "debug", "dictamen");

const read = (file) => JSON.parse(readFileSync(new URL(`../snippets/${file}`, import.meta.url), "utf8"));

/** The text with what the placeholders propose. */
function expanded(body) {
  const proposed = new Map();
  return body
    .join("\n")
    .replace(/\$\{(\d+)(?::([^}]*)|\|([^,|]*)[^}]*)\}/g, (_, number, text, choice) => {
      proposed.set(number, text ?? choice);
      return text ?? choice;
    })
    .replace(/\$(\d+)/g, (_, number) => proposed.get(number) ?? "");
}

test("the program is built", () => assert.ok(existsSync(dictamen), `cargo build: no ${dictamen}`));

for (const [name, { body, prefix, description }] of Object.entries(read("dictamen.json"))) {
  test(name, () => {
    assert.ok(prefix && description);
    const written = `${expanded(body)}\n`;
    const { status, stdout, stderr } = spawnSync(dictamen, ["fmt", "-"], { input: written, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.equal(written, stdout);
  });
}

for (const [name, { body }] of Object.entries(read("cases.json"))) {
  test(name, () => {
    const written = expanded(body);
    assert.match(written, /^ *expect:$/m);
    assert.doesNotMatch(written, /\$|\t/);
  });
}
