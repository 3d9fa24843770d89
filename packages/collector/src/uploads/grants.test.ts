import { expect, test } from "vitest";
import { Grants } from "./grants.ts";

/** Grants with a clock that stands until it is moved, and the packages that were granted, in order. */
function fixture(uploads: number) {
  const granted: string[] = [];
  let ns = 0n;
  const grants = new Grants({ uploads, ttlMs: 60_000, monotonicNs: () => ns });
  return {
    grants,
    granted,
    pass: (seconds: number) => {
      ns += BigInt(seconds) * 1_000_000_000n;
      grants.turn();
    },
    offer: (packageId: string, runId: string, sensorId: string) =>
      grants.offer({ packageId, runId, sensorId, grant: () => granted.push(packageId) }),
  };
}

test("the turn goes round the runs: a small run does not wait for a large one", () => {
  const { grants, granted, offer } = fixture(1);
  for (let i = 0; i < 4; i += 1) offer(`large-${i}`, "large", `sensor-${i}`);
  offer("small-0", "small", "sensor-9");
  for (const id of ["large-0", "large-1", "small-0", "large-2"]) grants.release(id);
  expect(granted).toEqual(["large-0", "large-1", "small-0", "large-2", "large-3"]);
});

test("one package a sensor at a time; a new offer takes the place of one that is not sent", () => {
  const { grants, granted, offer } = fixture(10);
  offer("one", "run", "sensor");
  grants.attach("one", () => undefined);
  offer("two", "run", "sensor");
  expect(granted).toEqual(["one"]);
  grants.release("one");
  offer("three", "run", "sensor");
  expect(granted).toEqual(["one", "two", "three"]);
  expect(grants.holds("two", "sensor")).toBe(false);
});

test("what a sensor offered instead of a package that it still sent has its turn when that stream has ended", () => {
  const { grants, granted, offer } = fixture(10);
  const end = () => undefined;
  offer("one", "run", "sensor");
  grants.attach("one", end);
  offer("two", "run", "sensor");
  grants.detach("one", end);
  expect(granted).toEqual(["one", "two"]);
});

test("a grant is taken back after its time, and only when another waits", () => {
  const { grants, granted, offer, pass } = fixture(1);
  let ended = 0;
  offer("slow", "run", "sensor-1");
  grants.attach("slow", () => (ended += 1));
  pass(100);
  expect(grants.holds("slow", "sensor-1")).toBe(true);
  offer("next", "run", "sensor-2");
  expect({ granted, ended }).toEqual({ granted: ["slow", "next"], ended: 1 });
});

test("a grant that nobody uses goes sooner", () => {
  const { grants, granted, offer, pass } = fixture(1);
  offer("idle", "run", "sensor-1");
  const end = () => undefined;
  grants.attach("idle", end);
  offer("next", "run", "sensor-2");
  pass(20);
  expect(granted).toEqual(["idle"]);
  grants.detach("idle", end);
  pass(10);
  expect(granted).toEqual(["idle", "next"]);
});

test("the newer stream of a package ends the older", () => {
  const { grants, offer } = fixture(1);
  const ended: string[] = [];
  offer("one", "run", "sensor");
  grants.attach("one", () => ended.push("older"));
  grants.attach("one", () => ended.push("newer"));
  expect(ended).toEqual(["older"]);
  grants.attach("unknown", () => ended.push("unknown"));
  expect(ended).toEqual(["older", "unknown"]);
});

test("a sensor that has gone waits no longer", () => {
  const { grants, granted, offer } = fixture(1);
  offer("one", "run", "sensor-1");
  offer("two", "run", "sensor-2");
  offer("three", "run", "sensor-3");
  grants.withdraw("sensor-2");
  grants.release("one");
  expect({ granted, waiting: grants.waiting }).toEqual({ granted: ["one", "three"], waiting: 0 });
});

test("of ten thousand that wait each has its turn", () => {
  const { grants, granted, offer } = fixture(64);
  for (let i = 0; i < 10_000; i += 1) offer(`package-${i}`, "run", `sensor-${i}`);
  for (let i = 0; i < 10_000; i += 1) grants.release(`package-${i}`);
  expect({ granted: granted.length, waiting: grants.waiting }).toEqual({ granted: 10_000, waiting: 0 });
});
