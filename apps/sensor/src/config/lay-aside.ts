import { chmodSync, mkdtempSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { SensorConfig } from "./sensor-config.ts";

const FORMER = "former-";

/** Put the identity of another host, and what it remembered, where no sensor looks; gives the directory. */
export function layAside({ state_dir }: SensorConfig): string {
  const names = readdirSync(state_dir).filter((name) => !name.startsWith(FORMER));
  const former = mkdtempSync(join(state_dir, FORMER));
  chmodSync(former, 0o700);
  for (const name of names) renameSync(join(state_dir, name), join(former, name));
  return former;
}
