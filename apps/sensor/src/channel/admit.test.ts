import { RefusalReason } from "@livetriage/proto-types";
import { expect, test } from "vitest";
import type { CommandEntry } from "../config/state-file.ts";
import { type Admission, admit } from "./admit.ts";

const entry: CommandEntry = { expires_ms: 1, state: "accepted", attempt: 1, boot: "this", retry: false };

test.each<[string, Partial<CommandEntry> | null, { underWay?: boolean; allowed?: boolean }, Admission]>([
  ["a new one runs", null, {}, { do: "run", attempt: 1 }],
  ["a new one above the rate does not", null, { allowed: false }, { do: "refuse", reason: RefusalReason.RATE }],
  ["one that runs goes on", {}, { underWay: true }, { do: "nothing" }],
  ["one that broke off is the next attempt, whatever the rate", {}, { allowed: false }, { do: "run", attempt: 2 }],
  ["three attempts are made", { attempt: 2 }, {}, { do: "run", attempt: 3 }],
  ["a fourth is not", { attempt: 3 }, {}, { do: "refuse", reason: RefusalReason.ATTEMPTS }],
  ["the host went down meanwhile", { boot: "last" }, {}, { do: "refuse", reason: RefusalReason.CRASHED }],
  ["an operator wants it again", { boot: "last", retry: true }, {}, { do: "run", attempt: 2 }],
  ["an operator wants a fourth attempt", { attempt: 3, retry: true }, {}, { do: "run", attempt: 4 }],
])("%s", (_, known, { underWay = false, allowed = true }, admission) => {
  const arrival = { entry: known === null ? undefined : { ...entry, ...known }, underWay, boot: "this" };
  expect(admit({ ...arrival, allowed: () => allowed })).toEqual(admission);
});
