import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { persistence } from "./phase.ts";

/** A home that the user who collects may not enter: every question about a name in it is refused. */
const home = memHost({
  "/home/alice": { type: "directory", errno: "EACCES" },
  "/home/alice/.bashrc": { errno: "EACCES" },
  "/home/alice/.profile": { errno: "EACCES" },
});

test("names in a directory that may not be searched are counted as refused, not claimed to be there", async () => {
  const { items, errors } = await collectEvents(persistence, testContext(persistence, { host: home }));
  expect(items).toEqual([]);
  const refused = errors.filter(({ kind }) => kind === "access_denied");
  expect(new Set(refused.map(({ source }) => source))).toEqual(new Set(["/home/alice"]));
});
