import { describe, expect, test } from "vitest";
import { z } from "zod";
import { definePhase, type PhaseContext, type PhaseEvent } from "../contract/phase.ts";
import type { Frame } from "../schema/frame.ts";
import { signalFields } from "../schema/signals.ts";
import { testContext } from "../testing/test-context.ts";
import { planCollection } from "./plan.ts";
import { runPhase } from "./run-phase.ts";

const item = z.object({ n: z.int(), ...signalFields });
type Item = z.infer<typeof item>;

const itemOf = (n: number): Item => ({ n, signals: [], context: [] });
const one = (n: number): PhaseEvent<Item> => ({ kind: "item", item: itemOf(n) });

/** Run a phase made of a generator; the end frame and the numbers of its items. */
async function runMade(
  run: (ctx: PhaseContext) => AsyncIterable<PhaseEvent<Item>>,
  options: { signal?: AbortSignal; caps?: Record<string, number> } = {},
): Promise<{ end: Extract<Frame, { frame: "phase-end" }>; items: number[] }> {
  const phase = definePhase({
    contract: 1,
    name: "made",
    version: "1.0.0",
    schemaVersion: 1,
    doc: "Made for the test.",
    itemName: "Made",
    item,
    params: z.object({}),
    caps: {
      entries: { default: 10, unit: "items", doc: "" },
      others: { default: 0, unit: "items", doc: "Items of another kind" },
      bytes: { default: 10_000, unit: "bytes", doc: "" },
    },
    reads: ["/proc/made"],
    run,
  });
  const plan = planCollection([phase], { caps: { made: options.caps ?? {} } });
  if (!plan.ok) throw new Error(plan.problem);
  const [planned] = plan.phases;
  if (planned === undefined) throw new Error("no phase");
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const context = testContext(phase, { caps: planned.caps, ...signal });
  const frames: Frame[] = [];
  for await (const some of runPhase(planned, context)) frames.push(...some);
  expect(frames[0]).toMatchObject({ frame: "phase-start", phase: "made", version: "1.0.0", schema: 1 });
  const items = frames.flatMap((frame) => (frame.frame === "item" ? [(frame.item as Item).n] : []));
  return { end: frames.at(-1) as Extract<Frame, { frame: "phase-end" }>, items };
}

describe("runPhase", () => {
  test("a phase that does its work is complete", async () => {
    const { end, items } = await runMade(async function* () {
      yield one(1);
      yield { kind: "fact", fact: { id: "engine", source: "s", value: "walk" } };
      yield one(2);
    });
    expect(items).toEqual([1, 2]);
    expect(end).toMatchObject({ status: "complete", error: null, items: 2, facts: [{ id: "engine" }] });
  });

  test("items that come together are held to schema and caps one by one", async () => {
    const odd = { n: "two" } as unknown as Item;
    const { end, items } = await runMade(
      async function* () {
        yield { kind: "items", items: [itemOf(1), odd, itemOf(3), itemOf(4)] };
      },
      { caps: { entries: 2 } },
    );
    expect(items).toEqual([1, 3]);
    expect(end).toMatchObject({ status: "partial", items: 2, errors: [{ kind: "contract_violation", count: 2 }] });
  });

  test("a phase that throws keeps what it had", async () => {
    const { end, items } = await runMade(async function* () {
      yield one(1);
      throw new TypeError("oops");
    });
    expect(items).toEqual([1]);
    expect(end).toMatchObject({
      status: "partial",
      error: { kind: "contract_violation", scope: "phase", message: "TypeError: oops" },
    });
  });

  test("a phase that throws before its first item has failed", async () => {
    const { end } = await runMade(() => {
      throw new Error("at once");
    });
    expect(end).toMatchObject({ status: "failed", items: 0 });
  });

  test("a phase that hangs is left after its signal", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort("deadline"), 20);
    const run = async function* (): AsyncGenerator<PhaseEvent<Item>> {
      yield one(1);
      await new Promise(() => {});
    };
    const { end, items } = await runMade(run, { signal: controller.signal });
    expect(items).toEqual([1]);
    expect(end).toMatchObject({ status: "partial", error: { kind: "deadline_exceeded", scope: "phase" } });
  });

  test("a phase that runs dry after its signal keeps what it yields then", async () => {
    const controller = new AbortController();
    controller.abort("cancelled");
    const { end, items } = await runMade(
      async function* () {
        yield one(1);
      },
      { signal: controller.signal },
    );
    expect(items).toEqual([1]);
    expect(end).toMatchObject({ status: "partial", error: { kind: "cancelled" } });
  });

  test("an item that does not fit its schema is counted, not delivered", async () => {
    const { end, items } = await runMade(async function* () {
      yield { kind: "item", item: { n: "x" } as unknown as Item };
      yield one(2);
    });
    expect(items).toEqual([2]);
    expect(end.status).toBe("partial");
    expect(end.errors).toMatchObject([{ kind: "contract_violation", scope: "item", count: 1 }]);
  });

  test("a phase cannot pass its caps", async () => {
    const run = async function* (): AsyncGenerator<PhaseEvent<Item>> {
      for (let n = 0; n < 5; n++) yield one(n);
    };
    const entries = await runMade(run, { caps: { entries: 1 } });
    expect(entries.items).toEqual([0]);
    expect(entries.end.errors).toMatchObject([{ kind: "contract_violation", count: 4 }]);
    const two = await runMade(run, { caps: { entries: 1, others: 2 } });
    expect(two.items).toEqual([0, 1, 2]);
    const bytes = await runMade(run, { caps: { bytes: 80 } });
    expect(bytes.items).toEqual([0, 1]);
  });

  test("an unknown event is counted", async () => {
    const { end } = await runMade(async function* () {
      yield { kind: "surprise" } as unknown as PhaseEvent<Item>;
    });
    expect(end.errors[0]?.samples[0]?.message).toContain("surprise");
  });
});
