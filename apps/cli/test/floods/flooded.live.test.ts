import { expect, test } from "vitest";
import { needsIsolation } from "../livetriage.ts";
import { checkFlooded } from "./check-flooded.ts";
import { collectFlooded } from "./flooded-host.ts";

test("what must not be lost stays, however small the caps are", async (context) => {
  needsIsolation(context);
  const options = "--cap proc-tree.entries=48 --cap net-conns.entries=48";
  const scale = { processes: 300, inbound: 400, closed: 200, deleted: 200, options };
  expect(checkFlooded(await collectFlooded(scale), scale)).toEqual([]);
});
