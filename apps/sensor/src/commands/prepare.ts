import { type HostBinding, isSameHost, readHostBinding, readKeptBinding } from "../config/host-binding.ts";
import { hasIdentity } from "../config/identity-files.ts";
import { findJoinFile } from "../config/join-file.ts";
import { layAside } from "../config/lay-aside.ts";
import type { SensorConfig } from "../config/sensor-config.ts";
import { enroll } from "./enroll.ts";

/**
 * `livetriage-sensor prepare`, before every start: an image carries no identity, so one of another host is laid aside, and
 * a host without one enrolls, if it was given what it needs. Says what was done, in lines.
 */
export async function prepare(config: SensorConfig, host: HostBinding = readHostBinding()): Promise<string> {
  const done: string[] = [];
  const kept = hasIdentity(config.state_dir) ? readKeptBinding(config.state_dir) : null;
  if (kept !== null && !isSameHost(kept, host)) {
    done.push(`the identity here is another host's, as in a clone; it was laid aside in ${layAside(config)}`);
  }
  if (hasIdentity(config.state_dir)) return "";
  const joinFile = findJoinFile(config);
  if (joinFile === null) done.push(`this host has no identity; it enrolls when ${config.join_file} is there`);
  else done.push(`enrolled as ${await enroll(config, joinFile, host)}`);
  return done.map((line) => `${line}\n`).join("");
}
