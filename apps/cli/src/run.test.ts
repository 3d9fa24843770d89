import { planCollection } from "@livetriage/triage-core";
import { describe, expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { registry } from "./registry.ts";
import { run } from "./run.ts";
import { sampleProcess, sampleSocket } from "./testing/sample-items.ts";
import { samplePackage, sampleSection } from "./testing/sample-package.ts";
import { testIo } from "./testing/test-io.ts";
import { VERSION } from "./version.ts";

async function call(argv: string[], stdin = "", room = Infinity) {
  const io = testIo({ stdin, room });
  const code = await run(argv, io);
  return { code, out: io.out(), err: io.err() };
}

const saved = JSON.stringify(
  samplePackage({
    "proc-tree": sampleSection([
      sampleProcess(1, 0, ["/sbin/init"], { started_at: "2026-11-20T10:00:01Z" }),
      sampleProcess(700, 1, ["/usr/sbin/sshd"]),
    ]),
    "net-conns": sampleSection([sampleSocket("listening", "0.0.0.0:22", "0.0.0.0:0", "sshd")]),
    "vendor-phase": sampleSection([{ name: "a\u001b[2Jb", size: 3, nested: {} }]),
  }),
);

describe("one sentence on stderr and exit code 64", () => {
  test.each([
    [[], "which command? collect, "],
    [["colect"], "unknown command 'colect'; there are collect, "],
    [["collect", "--sicne", "1d"], "unknown flag --sicne; collect takes --phase, --root, "],
    [
      ["collect", "--phase", "procs"],
      "--phase: there is no phase 'procs', only proc-tree, net-conns, persistence, recent-files",
    ],
    [["collect", "--cap", "proc-tree.entrys=1"], "--cap: proc-tree has no cap 'entrys', only entries, "],
    [["collect", "--since", "soon"], "livetriage: --since: must be a duration"],
    [["collect", "--until", "2026-11-23T03:33:18"], "livetriage: --until: must be an RFC 3339 time with zone"],
    [["collect", "--around", "now"], "livetriage: --around: must be an RFC 3339 time with zone"],
    [["collect", "--path", "etc"], "livetriage: --path: must be an absolute path"],
    [["collect", "--engine", "grep"], "livetriage: --engine: must be find, walk or both"],
    [["collect", "--mechanisms", "few"], "livetriage: --mechanisms: must be default or all"],
    [["collect", "--detail", "much"], "livetriage: --detail: "],
    [["collect", "--phase", "proc-tree", "--since", "1d"], "--since is for recent-files, which --phase leaves out"],
    [["collect", "--budget", "fast"], "--budget takes a duration up to 24d such as 500ms, 60s or 5m, not 'fast'"],
    [["collect", "--budget", "0s"], "--budget takes a duration"],
    [["collect", "--format", "xml"], "--format takes summary, json, ndjson, not 'xml'"],
    [["collect", "--root", "/nonexistent"], "--root takes an existing directory, not '/nonexistent'"],
    [["collect", "--root", "/etc/passwd"], "--root takes an existing directory, not '/etc/passwd'"],
    [["collect", "--seal-to", "/nonexistent"], "--seal-to: /nonexistent cannot be read (ENOENT)"],
    [["collect", "--\u001b[2J"], "unknown flag --\\e[2J; collect takes "],
    [["show"], "show needs PACKAGE|-"],
    [["show", "-", "--pid", "x"], "--pid takes a process id, not 'x'"],
    [["show", "-", "--pid", "0"], "--pid takes a process id, not '0'"],
    [["show", "-", "--pid", "1", "--match", "x"], "--pid and --match cannot be combined"],
    [["show", "-", "--match", "@/dev/null"], "--match: /dev/null holds no term"],
    [["help", "colect"], "unknown command 'colect'; there are collect, "],
    [["show", "-", "--view", "x"], "--view takes summary, signals, tree, net, persistence, files, gaps, proc-tree, "],
    [["schema", "x"], "schema: there is no phase 'x', only proc-tree, "],
  ])("%j", async (argv, sentence) => {
    const { code, out, err } = await call(argv, saved);
    expect(err).toMatch(/^livetriage: /);
    expect(err).toContain(sentence);
    expect(err.split("\n")).toHaveLength(2);
    expect({ code, out }).toEqual({ code: 64, out: "" });
  });
});

test("--output that cannot be created is found out before collecting", async () => {
  expect(await call(["collect", "--output", "/nonexistent/x.json"])).toMatchObject({ code: 73, out: "" });
  expect(await call(["collect", "--output", "/nonexistent/"])).toEqual({
    code: 73,
    out: "",
    err: "livetriage: --output: there is no directory /nonexistent/\n",
  });
  expect(await call(["collect", "--output", "/dev/null", "--force"])).toEqual({
    code: 73,
    out: "",
    err: "livetriage: --output: /dev/null is not a regular file\n",
  });
});

test("help of the program and of every command, from the table that parses", async () => {
  const help = await call(["--help"]);
  expect(help).toMatchObject({ code: 0, err: "" });
  const commands = [...help.out.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name ?? "");
  expect(commands).toEqual(expect.arrayContaining(["collect", "show", "verify", "phases", "schema"]));
  for (const name of commands) {
    const own = await call([name, "--help"]);
    expect(own.out).toContain(`Usage: livetriage ${name} `);
    expect([await call([name, "-h"]), await call(["help", name])]).toEqual([own, own]);
  }
  expect([await call(["-h"]), await call(["help"])]).toEqual([help, help]);
  expect((await call(["collect", "--help"])).out).toMatch(
    /--since 30d\|RFC3339[^]*--path DIR …[^]*--seal-to KEYFILE …/,
  );
});

test("processes and sockets are read beside files", () => {
  const plan = planCollection(registry, {});
  const lanes = plan.ok ? plan.phases.map(({ phase, lane }) => [phase.name, lane]) : [];
  expect(lanes).toEqual([
    ["proc-tree", "kernel"],
    ["net-conns", "kernel"],
    ["persistence", "files"],
    ["recent-files", "files"],
  ]);
});

test("the version is the package's", async () => {
  expect(VERSION).toBe(manifest.version);
  const { out } = await call(["--version"]);
  expect(out).toMatch(/^livetriage [\d.]+\nbuild unknown, proc-tree \d[^\n]*, Node v\d+[\d.]*\n$/);
  expect(out).toContain(`livetriage ${manifest.version}\n`);
});

test.each([["show", "-"], ["verify", "-"], ["export", "-"], ["phases"], ["schema"], ["help"], ["version"]])(
  "%s: standard output that takes no more is exit code 74",
  async (...argv) => {
    expect(await call(argv, saved, 10)).toEqual({
      code: 74,
      out: "",
      err: "livetriage: standard output cannot be written (ENOSPC)\n",
    });
  },
);

describe("show", () => {
  test("the summary by default", async () => {
    expect((await call(["show", "-"], saved)).out).toMatch(/^HOST\n {2}host {7}db-1, /);
  });

  test("one view, whole", async () => {
    expect((await call(["show", "-", "--view", "tree"], saved)).out).toBe(
      "PROCESS TREE: 2\n  pid  user  process\n    1  root  /sbin/init\n  700  root  └ /usr/sbin/sshd\n",
    );
  });

  test("a phase that nobody knows, as a table", async () => {
    expect((await call(["show", "-", "--view", "vendor-phase"], saved)).out).toBe(
      "vendor-phase: 1\n  name     size\n  a\\e[2Jb  3\n",
    );
  });

  test("one process: its fields, its kin, what names it", async () => {
    const { out } = await call(["show", "-", "--pid", "700"], saved);
    expect(out).toContain("  exe            /usr/sbin/sshd\n");
    expect(out).toContain("PROCESS 700 AND ITS KIN: 2\n");
    expect(out).toContain("NAMED BY: 1\n  net-conns  sshd[700] tcp 0.0.0.0:22 LISTEN root /usr/sbin/sshd\n");
  });

  test("nothing is cut where no screen limits it", async () => {
    const path = `/srv/${"deep/".repeat(50)}tool`;
    const document = samplePackage({ "proc-tree": sampleSection([sampleProcess(1, 0, [path], { exe: path })]) });
    expect((await call(["show", "-", "--view", "tree"], JSON.stringify(document))).out).toContain(`root  ${path}\n`);
  });

  test("matches", async () => {
    expect((await call(["show", "-", "--match", "sshd"], saved)).out).toMatch(/^MATCHES OF sshd: 2\n/);
  });

  test("what is no package", async () => {
    expect(await call(["show", "-"], "{}")).toMatchObject({ code: 65, out: "" });
    expect(await call(["show", "/nonexistent"])).toEqual({
      code: 66,
      out: "",
      err: "livetriage: /nonexistent cannot be read (ENOENT)\n",
    });
  });
});

test("verify tells schema, items and that nothing is signed", async () => {
  const { code, out } = await call(["verify", "-"], saved);
  expect(out).toContain("schema    livetriage.package/v1: valid\n");
  expect(out).toContain("items     vendor-phase: 1, schema 1 is not known here\n");
  expect(out).toMatch(/items {5}proc-tree: 2 ProcessNode, /);
  expect(out).toMatch(/signature unsigned\n$/);
  expect(code).toBe(0);
});

test("phases and schema", async () => {
  expect((await call(["phases"])).out).toMatch(/proc-tree \d[^]*caps[^]*entries = 4096 items[^]*reads:\n {4}\/proc/);
  expect(JSON.parse((await call(["schema"])).out)).toMatchObject({
    title: "TriagePackage",
    $defs: { ProcessNode: {} },
  });
  expect(JSON.parse((await call(["schema", "proc-tree"])).out)).toMatchObject({ title: "ProcessNode" });
});
