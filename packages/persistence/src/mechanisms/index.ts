import { ACCOUNTS } from "./accounts.ts";
import { AGENTS } from "./agents.ts";
import { AUTH } from "./auth.ts";
import { BOOT_CHAIN } from "./boot-chain.ts";
import { BUS } from "./bus.ts";
import { CONTAINERS } from "./containers.ts";
import { CRON } from "./cron.ts";
import { DESKTOP } from "./desktop.ts";
import { DESKTOP_MANAGERS } from "./desktop-managers.ts";
import { FILES } from "./files.ts";
import { INIT } from "./init.ts";
import { INTERPRETERS } from "./interpreters.ts";
import { KERNEL } from "./kernel.ts";
import { KERNEL_STATE } from "./kernel-state.ts";
import { KEY_BINDINGS } from "./key-bindings.ts";
import { LOADER } from "./loader.ts";
import { LOGIN } from "./login.ts";
import { LOGS } from "./logs.ts";
import { MAIL_AND_DEVICES } from "./mail-and-devices.ts";
import type { Mechanism } from "./mechanism.ts";
import { NETWORK } from "./network.ts";
import { NETWORK_SERVICES } from "./network-services.ts";
import { OTHER_INITS } from "./other-inits.ts";
import { PACKAGE_MANAGERS } from "./package-managers.ts";
import { PACKAGE_TOOLS } from "./package-tools.ts";
import { SCHEDULERS } from "./schedulers.ts";
import { SERVERS } from "./servers.ts";
import { SHELL } from "./shell.ts";
import { SUPERVISORS } from "./supervisors.ts";
import { SYSTEMD } from "./systemd.ts";
import { SYSTEMD_DIRECTORIES } from "./systemd-directories.ts";
import { TOOLS } from "./tools.ts";

/** Moves with every change of the list. */
export const MECHANISMS_VERSION = 4;

/** Every mechanism that the phase knows. */
export const MECHANISMS: readonly Mechanism[] = [
  ...CRON,
  ...SCHEDULERS,
  ...SYSTEMD,
  ...SYSTEMD_DIRECTORIES,
  ...INIT,
  ...OTHER_INITS,
  ...SUPERVISORS,
  ...DESKTOP,
  ...DESKTOP_MANAGERS,
  ...KEY_BINDINGS,
  ...SHELL,
  ...LOGIN,
  ...AUTH,
  ...ACCOUNTS,
  ...LOADER,
  ...KERNEL,
  ...KERNEL_STATE,
  ...BOOT_CHAIN,
  ...NETWORK,
  ...BUS,
  ...PACKAGE_MANAGERS,
  ...PACKAGE_TOOLS,
  ...INTERPRETERS,
  ...TOOLS,
  ...SERVERS,
  ...NETWORK_SERVICES,
  ...AGENTS,
  ...LOGS,
  ...CONTAINERS,
  ...MAIL_AND_DEVICES,
  ...FILES,
];
