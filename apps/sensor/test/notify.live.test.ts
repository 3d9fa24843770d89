import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { readAccount } from "../src/config/account.ts";
import { enrolledHost } from "./kit/enrolled-host.ts";
import { PROGRAM } from "./kit/sensor-process.ts";

/** Binds a datagram socket, which Node cannot, and prints what comes. */
const LISTENER = `use Socket; $| = 1; umask 0; socket(S, AF_UNIX, SOCK_DGRAM, 0) or die; bind(S, sockaddr_un($ARGV[0])) or die;
print "bound\\n"; while (defined recv(S, $told, 4096, 0)) { print "$told\\n" }`;

const { collector, host } = await enrolledHost();

test("the service manager is told that the sensor is ready, alive and stopping", async ({ skip, onTestFinished }) => {
  if (process.getuid?.() !== 0) skip("needs root, to start the network side as another user");
  if (spawnSync("/usr/bin/systemd-notify", ["--version"]).status !== 0)
    skip("needs systemd-notify: apt-get install systemd");
  const socket = join(host.dir, "notify.sock");
  const listener = spawn("perl", ["-e", LISTENER, socket], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void listener.kill("SIGKILL"));
  const told: string[] = [];
  createInterface(listener.stdout).on("line", (line) => told.push(line.trim()));
  const heard = (word: string) => collector.until(() => told.includes(word), word);
  await heard("bound");
  const env = { PATH: process.env["PATH"], NOTIFY_SOCKET: socket, WATCHDOG_USEC: "1000000" };
  const { uid, gid } = readAccount("nobody");
  const daemon = spawn(PROGRAM, ["daemon", "--config", host.config], { env, uid, gid, stdio: "ignore" });
  const ended = once(daemon, "exit");
  onTestFinished(() => void daemon.kill("SIGKILL"));
  await heard("READY=1");
  await heard("WATCHDOG=1");
  await collector.session();
  daemon.kill("SIGTERM");
  await heard("STOPPING=1");
  expect(await ended).toEqual([0, null]);
});
