import { toTriageError } from "@livetriage/triage-core";
import { decodeLossless } from "@livetriage/triage-core/text";
import type { Gathering } from "./gathering.ts";
import { parseTtyDrivers, type TtyDriver } from "./parse/tty-drivers.ts";

const SOURCE = "/proc/tty/drivers";
const MAX_BYTES = 65_536;

/** The kernel's terminal drivers, by which a device number gets its name; none when they cannot be read. */
export async function readTtyDrivers(run: Gathering): Promise<TtyDriver[]> {
  const file = await run.host.readFile(SOURCE, { maxBytes: MAX_BYTES });
  if (file.ok) return parseTtyDrivers(decodeLossless(file.value.bytes));
  run.errors.push(toTriageError(file.error, { scope: "source", source: SOURCE }));
  return [];
}
