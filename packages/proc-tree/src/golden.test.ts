import { goldenCase, recordedHosts } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { procTree } from "./index.ts";

const hosts = recordedHosts(new URL("../../../fixtures/hosts/", import.meta.url));

test.each(hosts)("what $name holds", async ({ name, recording }) => {
  const events = await goldenCase(procTree, recording);
  expect(events, "the recording does not answer what the phase asks").not.toContain("NOT_RECORDED");
  await expect(events).toMatchFileSnapshot(`../golden/${name}.ndjson`);
});
