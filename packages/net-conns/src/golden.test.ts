import { goldenCase, recordedHosts } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { netConns } from "./index.ts";

const fixtures = new URL("../../../fixtures/", import.meta.url);
const hosts = ["hosts/", "kernels/", "quiet/"].flatMap((folder) => recordedHosts(new URL(folder, fixtures)));

test.each(hosts)("what $name holds", async ({ name, recording }) => {
  const events = await goldenCase(netConns, recording);
  expect(events, "the recording does not answer what the phase asks").not.toContain("NOT_RECORDED");
  await expect(events).toMatchFileSnapshot(`../golden/${name}.ndjson`);
});

test("what a quiet server holds with all columns", async () => {
  const server = hosts.find(({ name }) => name.endsWith("-server"));
  const events = await goldenCase(netConns, server?.recording ?? "", { detail: "full" });
  expect(events).not.toContain("NOT_RECORDED");
  await expect(events).toMatchFileSnapshot(`../golden/${server?.name}.full.ndjson`);
});
