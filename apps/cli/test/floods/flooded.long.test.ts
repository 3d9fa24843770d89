import { expect, test } from "vitest";
import { needsIsolation } from "../livetriage.ts";
import { checkFlooded } from "./check-flooded.ts";
import { collectFlooded } from "./flooded-host.ts";

const FLOODS = [
  {
    name: "26,000 processes, 50,000 sockets that came in, 15,000 in TIME_WAIT",
    processes: 26_000,
    inbound: 50_000,
    closed: 15_000,
    deleted: 100,
  },
  {
    name: "5,000 processes of the first class of one user, with sockets to all of 127.0.0.0/8",
    processes: 1000,
    inbound: 1000,
    closed: 100,
    deleted: 5000,
  },
];

test.for(FLOODS)("$name", { timeout: 300_000 }, async ({ name: _, ...scale }, context) => {
  needsIsolation(context);
  const flood = { ...scale, options: "" };
  expect(checkFlooded(await collectFlooded(flood), flood)).toEqual([]);
});
