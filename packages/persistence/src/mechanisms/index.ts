import { CRON } from "./cron.ts";
import { DESKTOP } from "./desktop.ts";
import { INIT } from "./init.ts";
import type { Mechanism } from "./mechanism.ts";
import { SHELL } from "./shell.ts";
import { SYSTEMD } from "./systemd.ts";

/** Moves with every change of the list. */
export const MECHANISMS_VERSION = 1;

/** Every mechanism that the phase knows. */
export const MECHANISMS: readonly Mechanism[] = [...CRON, ...SYSTEMD, ...INIT, ...DESKTOP, ...SHELL];
