import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type AnyPhase, definePhase, type PhaseContext, type PhaseEvent } from "../contract/phase.ts";
import { memHost } from "../host/mem/mem-host.ts";
import { signalFields } from "../schema/signals.ts";
import type { Truncation } from "../schema/truncation.ts";
import { checkPhase } from "./check-phase.ts";

const item = z.object({
  name: z.string().describe("File name"),
  detail: z.enum(["index", "full"]).describe("Columns given"),
  ...signalFields,
});
type Item = z.infer<typeof item>;
type TestCaps = { readonly entries: number; readonly bytes: number };
type Context = PhaseContext<TestCaps>;
type Event = PhaseEvent<Item>;

/** A phase that keeps its contract: the names in /etc/d whose file can be read. */
async function* goodRun({ host, caps }: Context): AsyncGenerator<Event> {
  const listing = await host.list("/etc/d", { maxEntries: 100 });
  if (!listing.ok) yield { kind: "error", error: { kind: "cancelled", scope: "phase", source: "/etc/d" } };
  const items: Item[] = [];
  for (const { name } of listing.ok ? listing.value.entries : []) {
    const file = await host.readFile(`/etc/d/${name}`, { maxBytes: 9 });
    if (file.ok) items.push({ name, detail: "full", signals: [], context: [] });
    else yield { kind: "error", error: { kind: "cancelled", scope: "item", source: "/etc/d/*" } };
  }
  const kept = caps.bytes < 100 ? [] : items.slice(0, caps.entries);
  for (const one of kept) yield { kind: "item", item: one };
  const cap = caps.bytes < 100 ? "bytes" : "entries";
  if (kept.length < items.length)
    yield { kind: "truncation", truncation: cut(cap, caps[cap], items.length - kept.length) };
}

function cut(cap: string, limit: number, dropped: number): Truncation {
  return { cap, limit, unit: "items", source: "/etc/d", dropped, dropped_is: "exact", kept: "first", groups: [] };
}

const good = definePhase<Item, TestCaps, unknown>({
  contract: 1,
  name: "test-phase",
  version: "1.2.3",
  schemaVersion: 1,
  doc: "Names of files.",
  itemName: "TestItem",
  item,
  params: z.object({ since: z.string().default("30d").describe("Window") }),
  caps: {
    entries: { default: 10, unit: "items", doc: "Files kept" },
    bytes: { default: 1000, unit: "bytes", doc: "Encoded size" },
  },
  reads: ["/etc/d/*"],
  run: goodRun,
});

const cases = [{ name: "two files", host: () => memHost({ "/etc/d/a": "1", "/etc/d/b": "2" }) }];

/** The good phase, but every item is first passed through `change`. */
function withItems(change: (one: Item) => unknown): AnyPhase {
  return {
    ...good,
    async *run(context: Context) {
      for await (const event of goodRun(context)) {
        yield event.kind === "item" ? { kind: "item", item: change(event.item) as Item } : event;
      }
    },
  };
}

test("a phase that keeps its contract has no violations", async () => {
  expect(await checkPhase(good, cases, { name: "@livetriage/test-phase", version: "1.2.3" })).toEqual([]);
});

describe("declaration", () => {
  const rows: readonly (readonly [string, Partial<AnyPhase>, string])[] = [
    ["name", { name: "Test" }, "name Test is not kebab-case"],
    ["version", { version: "one" }, "version one is not semver"],
    ["schema number", { schemaVersion: 0 }, "schemaVersion is not a positive integer"],
    ["doc", { doc: "no sentence" }, "doc is not a sentence"],
    ["item name", { itemName: "item" }, "itemName item is not PascalCase"],
    ["reads", { reads: ["etc/d/*", "/etc/d/*"] }, "reads: etc/d/* is not absolute"],
    [
      "params without default",
      { params: z.object({ x: z.string().describe("X") }) },
      "params have no defaults: {} is refused",
    ],
    ["params without description", { params: z.object({ x: z.string().default("") }) }, "params.x has no description"],
    ["item without signals", { item: item.omit({ signals: true }) }, "item: no field signals"],
    [
      "nested field",
      { item: item.extend({ list: z.array(z.object({ deep: z.string() })).describe("L") }) },
      "item.list.deep has no description",
    ],
    ["caps", { caps: { entries: good.caps.entries } as never }, "caps: no bytes"],
  ];
  test.each(rows)("%s", async (_name, change, violation) => {
    expect(await checkPhase({ ...good, ...change }, cases)).toContain(violation);
  });

  test("manifest", async () => {
    const violations = await checkPhase(good, cases, { name: "@livetriage/other", version: "9.0.0" });
    expect(violations).toEqual([
      "package @livetriage/other is not named after the phase",
      "package version 9.0.0 is not 1.2.3",
    ]);
  });
});

describe("items", () => {
  const rows: readonly (readonly [string, (one: Item) => unknown, RegExp])[] = [
    ["wrong type", (one) => ({ ...one, name: 7 }), /does not fit its schema/],
    ["unknown key", (one) => ({ ...one, extra: 1 }), /has keys that its schema does not know/],
    ["undefined value", (one) => ({ ...one, extra: undefined }), /schema does not know/],
    ["lone surrogate", (one) => ({ ...one, name: "\uDC80" }), /not valid Unicode/],
  ];
  test.each(rows)("%s", async (_name, change, violation) => {
    expect((await checkPhase(withItems(change), cases)).join("\n")).toMatch(violation);
  });

  test("a value that JSON does not keep", async () => {
    const phase = {
      ...withItems((one) => ({ ...one, n: Number.NaN })),
      item: item.extend({ n: z.nan().describe("N") }),
    };
    expect((await checkPhase(phase, cases)).join("\n")).toMatch(/does not survive JSON/);
  });
});

describe("runs", () => {
  const withRun = (run: (context: Context) => AsyncIterable<Event>): AnyPhase => ({ ...good, run });

  test("a throw", async () => {
    // oxlint-disable-next-line require-yield -- it is to throw before its first event
    const phase = withRun(async function* () {
      throw new Error("oops");
    });
    expect((await checkPhase(phase, cases)).join("\n")).toMatch(/two files: threw: Error: oops/);
  });

  test("a read that is not declared", async () => {
    const phase = withRun(async function* (context) {
      await context.host.readSet("/proc/1", [{ link: "exe" }]);
      yield* goodRun(context);
    });
    expect(await checkPhase(phase, cases)).toContain("two files: reads /proc/1/exe, which its reads do not name");
  });

  test("two runs that differ", async () => {
    let n = 0;
    expect(
      await checkPhase(
        withItems((one) => ({ ...one, name: String(n++) })),
        cases,
      ),
    ).toContain("two files: the same host gives other events the second time");
  });

  test("silence after an abort", async () => {
    const phase = withRun(async function* (context) {
      for await (const event of goodRun(context)) if (event.kind !== "error") yield event;
    });
    expect((await checkPhase(phase, cases)).join("\n")).toMatch(/aborted after 0 asks: no error says/);
  });

  test("a silent cut", async () => {
    const phase = withRun(async function* (context) {
      for await (const event of goodRun(context)) if (event.kind !== "truncation") yield event;
    });
    const violations = await checkPhase(phase, cases);
    expect(violations).toContain("two files: cap entries of 1 drops 1 items without a truncation");
    expect(violations).toContain("no case reports the cap bytes when it is 1");
  });
});
