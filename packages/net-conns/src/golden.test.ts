import { goldenCase, recordedHosts } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { netConns } from "./index.ts";

const fixtures = new URL("../../../fixtures/", import.meta.url);
const hosts = ["hosts/", "kernels/"].flatMap((folder) => recordedHosts(new URL(folder, fixtures)));

test.each(hosts)("what $name holds", async ({ name, recording }) => {
  const events = await goldenCase(netConns, recording);
  expect(events, "the recording does not answer what the phase asks").not.toContain("NOT_RECORDED");
  await expect(events).toMatchFileSnapshot(`../golden/${name}.ndjson`);
});
