/** Writes the recordings of hosts that are made from documentation: `node --conditions=@livetriage/source synthetic.ts`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { memHost, testClock } from "@livetriage/triage-core/testing";
import { recordCollection } from "./record-collection.ts";
import { UBUNTU_CLOUD } from "./ubuntu-cloud.ts";

const directory = new URL("../../fixtures/hosts/ubuntu24.04-6.8.0-x86_64-cloud/", import.meta.url);

const record = await recordCollection({
  openHost: () => memHost(UBUNTU_CLOUD),
  clock: testClock(),
  pid: 900,
  effectiveUid: 0,
});
mkdirSync(directory, { recursive: true });
writeFileSync(
  new URL("recording.jsonl", directory),
  record((text) => text),
);
