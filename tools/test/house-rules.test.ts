import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import {
  checkChangesets,
  checkInstallScripts,
  checkOwners,
  checkReadmes,
  checkRegistries,
} from "../check/house-rules.ts";
import { carryVersions, checkVersions } from "../check/versions.ts";
import { plantFiles } from "./plant.ts";

const PHASE = "packages/proc-tree";
const manifest = { [`${PHASE}/package.json`]: '{ "name": "@livetriage/proc-tree" }' };

describe("registries", () => {
  /** The violations of a repository in which `files` are committed, on a machine that installs from `mirror.test`. */
  function check(files: Record<string, string>): string[] {
    const folder = plantFiles({ "pnpm-lock.yaml": "lockfileVersion: '9.0'\n", ...files });
    execFileSync("git", ["init", "--quiet"], { cwd: folder });
    execFileSync("git", ["add", "."], { cwd: folder });
    return checkRegistries(folder, "https://mirror.test/npm/");
  }

  test("pass a lockfile of names and digests", () => {
    expect(check({ "README.md": "text" })).toEqual([]);
  });

  test.each([
    ["resolution: {tarball: https://a.test/x.tgz}", "pnpm-lock.yaml names an address"],
    ["  tarball: file:x.tgz", "pnpm-lock.yaml names an address"],
    ["settings: { registry: x }", "pnpm-lock.yaml names an address"],
  ])("report a lockfile with %s", (line, message) => {
    expect(check({ "pnpm-lock.yaml": `${line}\n` })[0]).toContain(message);
  });

  test("report a committed file that names this machine's registry", () => {
    expect(check({ ".npmrc": "registry=https://mirror.test/npm/\n" })).toEqual([
      ".npmrc names the registry mirror.test",
    ]);
  });

  test("report a lockfile of npm", () => {
    expect(check({ "package-lock.json": "{}" })).toEqual(["package-lock.json is committed beside pnpm-lock.yaml"]);
  });
});

describe("owners", () => {
  test.each([
    ["no line", "* @all\n", 1],
    ["a line without an owner", `/${PHASE}/\n`, 1],
    ["a line", `/${PHASE}/ @livetriage/processes\n`, 0],
  ])("of a package with %s", (_, owners, count) => {
    expect(checkOwners(plantFiles({ ...manifest, CODEOWNERS: owners }))).toHaveLength(count);
  });
});

describe("install scripts", () => {
  test.each([
    ["none", { build: "tsc" }, {}, 0],
    ["one after the install", { postinstall: "x" }, {}, 1],
    ["two", { install: "x", prepare: "x" }, {}, 2],
    ["one, but is private", { postinstall: "x" }, { private: true }, 0],
  ])("of a package that has %s", (_, scripts, more, count) => {
    const text = JSON.stringify({ name: "@livetriage/proc-tree", scripts, ...more });
    expect(checkInstallScripts(plantFiles({ [`${PHASE}/package.json`]: text }))).toHaveLength(count);
  });
});

describe("changesets", () => {
  test.each([
    ["neither", {}, 1],
    ["a changeset of another package", { ".changeset/x.md": '---\n"@livetriage/other": minor\n---\n' }, 1],
    ["a changeset", { ".changeset/x.md": '---\n"@livetriage/proc-tree": minor\n---\n' }, 0],
    ["a changelog", { [`${PHASE}/CHANGELOG.md`]: "# 0.1.0\n" }, 0],
    ["neither, but is private", { [`${PHASE}/package.json`]: '{ "name": "x", "private": true }' }, 0],
  ])("of a package that has %s", (_, files, count) => {
    expect(checkChangesets(plantFiles({ ".changeset/config.json": "{}", ...manifest, ...files }))).toHaveLength(count);
  });
});

test("a package without a README is reported", () => {
  const folder = plantFiles(manifest);
  expect(checkReadmes(folder)).toContain(`${PHASE}/README.md is missing`);
  expect(checkReadmes(folder)).toContain("SECURITY.md is missing");
});

test("a source that states another version than its package is reported, and corrected by a release", () => {
  const folder = plantFiles({
    [`${PHASE}/package.json`]: '{ "name": "x", "version": "0.2.0" }',
    [`${PHASE}/src/phase.ts`]: 'export const phase = { name: "x", version: "0.1.0" };\n',
  });
  expect(checkVersions(folder)).toEqual([`${PHASE}/src/phase.ts says 0.1.0, its package.json 0.2.0`]);
  carryVersions(folder);
  expect(checkVersions(folder)).toEqual([]);
});
