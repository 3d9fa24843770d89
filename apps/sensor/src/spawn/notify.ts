import { spawn } from "node:child_process";

/**
 * Tell the service manager, if there is one that wants to be told.
 *
 * Node cannot send datagrams to a unix socket; `systemd-notify`, which comes with systemd, can.
 * Source: sd_notify(3)
 */
export function notify(state: "READY=1" | "STOPPING=1" | "WATCHDOG=1", env: NodeJS.ProcessEnv = process.env): void {
  if (env["NOTIFY_SOCKET"] === undefined) return;
  const { NOTIFY_SOCKET } = env;
  const teller = spawn("/usr/bin/systemd-notify", [state], { env: { NOTIFY_SOCKET }, stdio: "ignore" });
  teller.on("error", () => undefined); // the service manager then hears nothing, and says so
}

/** Half of the time within which the service manager wants a sign of life, null when it wants none. */
export function watchdogMs(env: NodeJS.ProcessEnv = process.env): number | null {
  const us = Number(env["WATCHDOG_USEC"]);
  return us > 0 ? us / 2_000 : null;
}
