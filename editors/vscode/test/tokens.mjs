// Tokenises as VS Code does.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const oniguruma = require("vscode-oniguruma");
const textmate = require("vscode-textmate");

const here = (file) => fileURLToPath(new URL(file, import.meta.url));
await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);

const file = here("../syntaxes/dictamen.tmLanguage.json");
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async (scope) =>
    scope === "source.dictamen" ? textmate.parseRawGrammar(readFileSync(file, "utf8"), file) : null,
});
const grammar = await registry.loadGrammar("source.dictamen");

/** Each line's tokens: text, where it starts, and its scopes below the file's own; and whether all is closed. */
export function tokenise(text) {
  let state = textmate.INITIAL;
  const lines = text.split(/\r?\n/).map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      text: line.slice(startIndex, endIndex),
      start: startIndex,
      end: endIndex,
      scopes: scopes.slice(1),
    }));
  });
  // What a further item at the margin leaves open was open before it.
  const { ruleStack } = grammar.tokenizeLine("vocabulary x", state);
  return { lines, closed: ruleStack.depth === 1 };
}

export const root = here("../../../");
