// No folder that is opened chooses what is run.

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { buildSync } from "esbuild";

const folder = mkdtempSync(path.join(tmpdir(), "dictamen-"));
after(() => rmSync(folder, { recursive: true }));
const built = path.join(folder, "program.cjs");
const source = new URL("../src/program.ts", import.meta.url).pathname;
buildSync({ entryPoints: [source], bundle: true, platform: "node", format: "cjs", outfile: built });
const { NotFound, program } = createRequire(import.meta.url)(built);

const bin = path.join(folder, "bin");
const there = path.join(bin, "dictamen");
mkdirSync(bin);
writeFileSync(there, "#!/bin/sh\n");
chmodSync(there, 0o755);
writeFileSync(path.join(bin, "plain"), "no program");

test("a full path is taken as it is", () => assert.equal(program(there, {}), there));

test("a name is looked for in PATH, and so is none", () => {
  const PATH = ["/nowhere", bin].join(path.delimiter);
  assert.equal(program("dictamen", { PATH }), there);
  assert.equal(program(" ", { PATH }), there);
});

test("what is no program is passed over", () => {
  assert.throws(() => program("plain", { PATH: bin }), NotFound);
  assert.throws(() => program(bin, {}), NotFound);
});

test("no relative folder of PATH, nor a relative path, is followed", () => {
  const here = process.cwd();
  process.chdir(folder);
  try {
    assert.throws(() => program("dictamen", { PATH: ["", ".", "bin"].join(path.delimiter) }), NotFound);
    assert.throws(() => program("bin/dictamen", { PATH: bin }), /full path/);
    assert.throws(() => program("./bin/dictamen", { PATH: bin }), NotFound);
  } finally {
    process.chdir(here);
  }
});

test("the manifest leaves the choice to the person", () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const { contributes, capabilities } = manifest;
  assert.equal(contributes.configuration.properties["dictamen.path"].scope, "machine");
  assert.ok(capabilities.untrustedWorkspaces.restrictedConfigurations.includes("dictamen.path"));
});
