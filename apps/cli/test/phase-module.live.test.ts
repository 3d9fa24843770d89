import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratch, shell } from "./livetriage.ts";

const ROOT = join(import.meta.dirname, "../../..");
const TEMPLATE = join(ROOT, "docs/template-phase/src/index.ts");

/** A package of somebody else, `kernel-words`, whose phase differs from a sound one by `change`. */
function plantPackage(change = ""): string {
  const folder = join(scratch(), "kernel-words");
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(join(ROOT, "apps/cli/node_modules/zod"), join(folder, "node_modules/zod"));
  const manifest = { name: "kernel-words", version: "0.1.0", type: "module", exports: { ".": "./entry.js" } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  writeFileSync(
    join(folder, "entry.js"),
    `import { z } from "zod";
     const list = z.array(z.string()).describe("Ids");
     const cap = { default: 1000, unit: "items", doc: "Kept" };
     export const kernelWords = {
       contract: 1, name: "kernel-words", version: "0.1.0", schemaVersion: 1, doc: "Words.", itemName: "KernelWords",
       item: z.object({
         text: z.string().describe("Words, in /proc/version").meta({ column: 1, label: "WORDS" }),
         detail: z.string().describe("Detail"), signals: list, context: list,
       }),
       params: z.strictObject({ most: z.string().default("1024").describe("Bytes read") }),
       caps: { entries: cap, bytes: cap }, reads: ["/proc/version"],
       async *run({ host, params }) {
         const file = await host.readFile("/proc/version", { maxBytes: Number(params.most) });
         const text = new TextDecoder().decode(file.value.bytes);
         yield { kind: "item", item: { text, detail: "full", signals: ["odd_kernel"], context: [] } };
       },
       ${change}
     };`,
  );
  return folder;
}

const collect = (module: string, more = "--phase kernel-words --format json --quiet") =>
  shell(`livetriage collect --phase-module ${module} ${more}`);

test("a package's phase collects beside ours, takes its params by --set, and is named among the tool's phases", async () => {
  const folder = plantPackage();
  const { code, stdout } = await shell(
    `cd ${folder} && livetriage collect --phase-module . --phase kernel-words --set kernel-words.most=5 --format json --quiet`,
  );
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as {
    collection: { tool: { phases: Record<string, string> } };
    phases: Record<string, { status: string; items: unknown[] }>;
  };
  const text = readFileSync("/proc/version", "utf8").slice(0, 5);
  expect(document.phases["kernel-words"]).toMatchObject({ status: "complete", items: [{ text }] });
  expect(Object.keys(document.collection.tool.phases)).toContain("proc-tree");
  expect(document.collection.tool.phases["kernel-words"]).toBe("0.1.0");
});

test("its items have their name in the stream and their columns in the summary", async () => {
  const folder = plantPackage();
  const stream = await collect(folder, "--phase kernel-words --format ndjson --quiet");
  expect(stream.stdout).toContain('"item_type":"KernelWords"');
  const summary = await collect(folder, "--phase kernel-words --format summary --quiet");
  expect(summary.stdout).toMatch(/odd_kernel +Linux/);
});

test("a file will do: the template as it stands, on an image that has modules", async () => {
  const image = scratch();
  mkdirSync(join(image, "proc"));
  writeFileSync(join(image, "proc/modules"), "rootkit 16384 0 - Live 0x0000000000000000 (OE)\n");
  const { code, stdout } = await collect(TEMPLATE, `--phase kernel-modules --root ${image} --format json --quiet`);
  expect(code).toBe(0);
  const { phases } = JSON.parse(stdout) as { phases: Record<string, { items: unknown[] }> };
  expect(phases["kernel-modules"]?.items).toMatchObject([{ name: "rootkit", signals: ["module_unsigned"] }]);
});

test.each([
  ["another contract", "contract: 2,", "is written for contract 2, this program knows contract 1"],
  ["the name of one of ours", 'name: "proc-tree",', "brings a phase proc-tree, which is there already"],
  ["a wrong schema", "item: z.object({}),", "does not keep the contract: item: no field signals"],
])("a module with %s is refused in one sentence, before anything is collected", async (_, change, problem) => {
  const folder = plantPackage(change);
  expect(await collect(folder)).toEqual({
    code: 64,
    stdout: "",
    stderr: `livetriage: --phase-module: ${folder} ${problem}\n`,
  });
});

test("what cannot be loaded is refused too", async () => {
  const { code, stderr } = await collect("/nowhere");
  expect(code).toBe(64);
  expect(stderr).toMatch(/^livetriage: --phase-module: \/nowhere cannot be loaded \(ENOENT: .*\)\n$/);
});
