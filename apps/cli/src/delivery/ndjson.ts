import { createHash } from "node:crypto";
import { type Clock, encodeFrame, type Frame, type PackageHead, type Registry } from "@livetriage/triage-core";
import { toRfc3339 } from "@livetriage/triage-core/text";

/** Makes the lines of one package, frame by frame. */
export type NdjsonLines = (frame: Frame) => string;

/**
 * Frames as NDJSON lines that stand alone: each tells package_id, host name, boot_id, phase, item type and when it
 * was written.
 *
 * Shape: `{"package_id":…,"host_name":…,"boot_id":…,"phase":…,"item_type":…,"collected_at":…,"frame":"item","item":{…}}`;
 *        phase and item_type are null in the header and the trailer. The trailer's sha256 is over every byte before it.
 */
export function ndjsonLines(registry: Registry, clock: Clock): NdjsonLines {
  const digest = createHash("sha256");
  let head: PackageHead | null = null;
  return (frame) => {
    if (frame.frame === "header") head = frame.head;
    const told = frame.frame === "trailer" ? { ...frame, sha256: digest.digest("hex") } : frame;
    const line = `${stamp(told, head, registry, clock)},${encodeFrame(told).slice(1)}`;
    if (frame.frame !== "trailer") digest.update(line);
    return line;
  };
}

/** The opening of a line, without its closing brace. */
function stamp(frame: Frame, head: PackageHead | null, registry: Registry, clock: Clock): string {
  const phase = "phase" in frame ? frame.phase : null;
  const fields = {
    package_id: head?.package_id ?? null,
    host_name: head?.host.hostname ?? null,
    boot_id: head?.host.boot_id ?? null,
    item_type: registry.find((known) => known.name === phase)?.itemName ?? null,
    collected_at: toRfc3339(clock.wallNs()),
  };
  // a frame of a phase carries `phase` itself, and no key may stand twice
  return JSON.stringify(phase === null ? { ...fields, phase } : fields).slice(0, -1);
}
