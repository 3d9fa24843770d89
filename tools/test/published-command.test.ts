import { appendFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { run } from "../check/run.ts";
import { root } from "../stamp.mjs";
import { plantFolder } from "./plant.ts";

let folder = "";

/** The command as npm delivers it, with nothing beside it. */
beforeAll(async () => {
  const planted = plantFolder();
  folder = planted.folder;
  await run("pnpm", ["pack", "--pack-destination", folder], { cwd: join(root, "apps/cli") });
  const tarball = readdirSync(folder).find((file) => file.endsWith(".tgz")) ?? "";
  await run("tar", ["-xzf", tarball, "--strip-components=1"], { cwd: folder });
  return planted.remove;
});

test("the published command needs no other package", async () => {
  expect(readdirSync(join(folder, "dist")).toSorted()).toEqual([
    "livetriage-collector.cjs",
    "livetriage-fleet.cjs",
    "livetriage.cjs",
    "program.cache",
    "program.cjs",
    "reader.cjs",
  ]);
  const start = (...args: string[]) => run(join(folder, "bin/livetriage"), args);
  for (const word of [[], ["fleet"], ["collector"]])
    expect(await start(...word, "--version")).toMatchObject({ ok: true });
});

test("the environment has no say in how it starts, and makes it write nothing", async () => {
  const hostile = [
    "NODE_OPTIONS=--require=/nowhere.cjs",
    "OPENSSL_CONF=/nowhere.cnf",
    "NODE_V8_COVERAGE=coverage",
    "NODE_COMPILE_CACHE=cache",
    "NODE_REDIRECT_WARNINGS=warnings",
    "NODE_DEBUG=fs",
  ];
  const before = readdirSync(folder);
  const { ok, output } = await run("env", [...hostile, join(folder, "bin/livetriage"), "phases"], { cwd: folder });
  expect(ok).toBe(true);
  expect(output).toMatch(/^proc-tree /);
  expect(readdirSync(folder)).toEqual(before);
});

test("a code cache that is damaged is left aside, a program of another build is not run", async () => {
  const start = () => run(join(folder, "bin/livetriage"), ["--version"]);
  appendFileSync(join(folder, "dist/program.cache"), "x");
  expect(await start()).toMatchObject({ ok: true });
  rmSync(join(folder, "dist/program.cache"));
  expect(await start()).toMatchObject({ ok: true });
  appendFileSync(join(folder, "dist/program.cjs"), "\n");
  const { ok, output } = await start();
  expect(ok).toBe(false);
  expect(output).toMatch(/^livetriage: \S+program\.cjs was not built together with this command\n$/);
});
