import { spawn } from "node:child_process";
import { once } from "node:events";
import { createLiveHost } from "@livetriage/triage-core/host";
import { collectEvents, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { netConns } from "../src/index.ts";
import { whyNoPlant } from "./plant.ts";

const missing = whyNoPlant();
const FORGED = "0000000012345678: 00000002 00000000 00010000 0001 01 1999999999 /run/forged";
const PROGRAM = `$| = 1; socket(S, AF_UNIX, SOCK_DGRAM, 0) or die;
bind(S, pack("S a*", AF_UNIX, "\\0lt forging\\n${FORGED}")) or die; print "ready"; sleep 30`;

test.skipIf(missing !== null)(
  `a row that is part of a socket's name passes for none${missing ?? ""}`,
  async () => {
    const child = spawn("unshare", ["-n", "perl", "-MSocket", "-e", PROGRAM], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    const host = createLiveHost();
    const caps = { unix: 1_000_000, bytes: 1_000_000_000 };
    const { items } = await collectEvents(netConns, testContext(netConns, { host, caps }));
    host.close();
    child.kill();
    expect(items.filter(({ path }) => path === "@lt forging")).toMatchObject([{ process_pid: child.pid, signals: [] }]);
    expect(items.filter(({ path }) => path === "/run/forged")).toMatchObject([
      { owners: [], process_pid: null, signals: expect.arrayContaining(["may_be_in_name"]) },
    ]);
  },
  60_000,
);
