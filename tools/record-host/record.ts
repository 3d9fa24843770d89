/** Records the host it runs on: `node - READER OUT RELEASE`, bundled and fed to Node by make.sh inside the staged host. */
import { readFileSync, writeFileSync } from "node:fs";
import { createLiveHost, READER_FLAGS, systemClock } from "@livetriage/triage-core/host";
import { recordCollection } from "./record-collection.ts";

const [, , reader = "", out = "", release = ""] = process.argv;
const command = { execPath: process.execPath, args: [...READER_FLAGS, reader] };

const record = await recordCollection({
  openHost: () => createLiveHost({ command, readers: 1 }),
  clock: systemClock,
  pid: process.pid,
  effectiveUid: process.geteuid?.() ?? 0,
});

/** What the kernel says of the machine itself, and what stands there instead. */
const replacements: readonly (readonly [string, string])[] = [
  [readFileSync("/proc/cmdline", "utf8").trim(), "BOOT_IMAGE=/boot/vmlinuz root=/dev/vda1 ro quiet"],
  [readFileSync("/proc/sys/kernel/osrelease", "utf8").trim(), release],
  [readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(), "5a1c3f0e-0000-4000-8000-00000000b007"],
];
writeFileSync(
  out,
  record((text) => replacements.reduce((done, [from, to]) => done.replaceAll(from, to), text)),
);
