/** Records the host it runs on: `node record.mjs READER OUT RELEASE [LEVELS PHASE…]`, bundled, inside the staged host. */
import { readFileSync, writeFileSync } from "node:fs";
import { createLiveHost, READER_FLAGS, systemClock } from "@livetriage/triage-core/host";
import { recordCollection, replaceAll } from "./record-collection.ts";

const [, , reader = "", out = "", release = "", levels = "", ...phases] = process.argv;
const command = { execPath: process.execPath, args: [...READER_FLAGS, reader] };

/** Some phases are recorded once for each of some levels of detail. */
const requests = levels.split(",").map((detail) => ({
  phases,
  params: Object.fromEntries(phases.map((phase) => [phase, { detail }])),
}));
const recorded = {
  openHost: () => createLiveHost({ command, readers: 1 }),
  clock: systemClock,
  pid: process.pid,
  effectiveUid: process.geteuid?.() ?? 0,
};
const record = await (phases.length === 0 ? recordCollection(recorded) : recordCollection(recorded, requests));

/** What the kernel says of the machine itself, and what stands there instead. */
const replacements: readonly (readonly [string, string])[] = [
  [readFileSync("/proc/cmdline", "utf8").trim(), "BOOT_IMAGE=/boot/vmlinuz root=/dev/vda1 ro quiet"],
  [readFileSync("/proc/sys/kernel/osrelease", "utf8").trim(), release],
  [readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(), "5a1c3f0e-0000-4000-8000-00000000b007"],
];
writeFileSync(
  out,
  record((text) => replaceAll(text, replacements)),
);
