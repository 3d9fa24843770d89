import type { Condition } from "../condition.ts";
import { ATTACKS } from "./attacks.ts";
import { FILES } from "./files.ts";
import { FLOODS } from "./floods.ts";
import { HUNG } from "./hung.ts";
import { LIMITS } from "./limits.ts";
import { PROCESSES } from "./processes.ts";
import { QUIET } from "./quiet.ts";
import { VIEWS } from "./views.ts";

/** Every condition that the command is held to, in the order of docs/hostile.md. */
export const CONDITIONS: readonly Condition[] = [
  ...HUNG,
  ...PROCESSES,
  ...VIEWS,
  ...FILES,
  ...FLOODS,
  ...LIMITS,
  ...ATTACKS,
  ...QUIET,
];
