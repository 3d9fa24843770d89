import { decodeKeyPolicy } from "@livetriage/proto-types";
import { askCollectingSide } from "../channel/collecting-side.ts";
import type { Pressure } from "../channel/pressure.ts";
import { isSameHost, readHostBinding, readKeptBinding } from "../config/host-binding.ts";
import { readCertificate, readIdentity, readPolicy } from "../config/identity-files.ts";
import { whyDisabled } from "../config/kill-switch.ts";
import type { SensorConfig } from "../config/sensor-config.ts";
import { readState } from "../config/state-file.ts";
import { readTrust } from "../config/trust.ts";
import { reasonOf } from "../exit.ts";
import { readPressure } from "../spawn/machine.ts";
import type { About } from "../wire/answer.ts";

type Rows = readonly (readonly [string, string])[];

/**
 * `livetriage-sensor status`: whether this host takes commands and how its collecting side is kept apart, then who this
 * sensor is and what it did.
 *
 * Errors: Exit of a host that has not enrolled, when the first part was told.
 */
export async function status(config: SensorConfig, print: (text: string) => void): Promise<void> {
  const tell = (rows: Rows) => print(rows.map(([name, value]) => `${name.padEnd(17)}${value}\n`).join(""));
  tell([
    ["disabled", whyDisabled(config) ?? "no"],
    ["pressure", pressureSentence(readPressure())],
    ["collecting side", await aboutCollectingSide(config.collect_socket)],
  ]);
  tell(identityRows(config));
}

function identityRows({ state_dir, trust_file, endpoints }: SensorConfig): Rows {
  const trust = readTrust(trust_file);
  const { labels } = readIdentity(state_dir, trust);
  const policy = decodeKeyPolicy(readPolicy(state_dir).payload);
  const commands = Object.entries(readState(state_dir).commands);
  return [
    ["sensor", trust.sensorId],
    ["fleet", trust.fleetId],
    ["host", hostSentence(state_dir)],
    ["labels", labels.map(({ name, value }) => `${name}=${value}`).join(", ") || "none"],
    ["certificate", `until ${readCertificate(state_dir).validTo}`],
    ["key policy", policy.ok ? `version ${policy.value.version}` : policy.problem],
    ["endpoints", (endpoints ?? trust.endpoints).join(", ")],
    ...commands.map(([id, { state, attempt }]) => ["command", `${id} ${state}, attempt ${attempt}`] as const),
  ];
}

function hostSentence(stateDir: string): string {
  const kept = readKeptBinding(stateDir);
  if (kept === null) return "not known";
  return isSameHost(kept, readHostBinding()) ? "the one that enrolled" : "another one than the one that enrolled";
}

function pressureSentence({ memory, cpu, io }: Pressure): string {
  const kinds = Object.entries({ memory, cpu, io });
  if (kinds.every(([, percent]) => percent === null)) return "not told by this kernel: collections do not wait";
  return kinds.map(([kind, percent]) => `${kind} ${percent === null ? "unknown" : `${percent} %`}`).join(", ");
}

async function aboutCollectingSide(path: string): Promise<string> {
  try {
    const run = await askCollectingSide(path, { about: true });
    for await (const answer of run.answers) if (answer.kind === "about") return sentence(answer.about);
    return "does not answer";
  } catch (error) {
    return `cannot be reached (${reasonOf(error)})`;
  }
}

function sentence({ form, uid, capabilities }: About): string {
  return `${form}, uid ${uid}, capabilities ${capabilities}`;
}
