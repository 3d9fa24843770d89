import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { create } from "@bufbuild/protobuf";
import { CollectSchema } from "@livetriage/proto-types";
import { fold, type TriagePackage } from "@livetriage/triage-core";
import { describe, expect, test } from "vitest";
import { requestFor, startCollecting } from "./kit/collecting-process.ts";
import { enrolledHost } from "./kit/enrolled-host.ts";
import { framesOf } from "./kit/unseal.ts";

const LIVETRIAGE = join(import.meta.dirname, "../../cli/bin/livetriage");
const PHASE = "persistence";

/** A process 1 that we may look at, whatever this machine's is; what it starts sees the files of this machine. */
const OWN_INIT = [
  "unshare",
  "--pid",
  "--fork",
  "--kill-child",
  "--mount",
  "--mount-proc",
  "sh",
  "-c",
  '"$@"; exit',
  "sh",
];

/** What a service manager does to a unit: a mount namespace in which things are hidden and covered. */
const HIDDEN = 'mount -t tmpfs none /etc/systemd && mount -t tmpfs none /home && exec "$@"';
const OWN_VIEW = [...OWN_INIT, "unshare", "--mount", "sh", "-c", HIDDEN, "sh"];

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)(
  `a collecting side with a mount namespace of its own${isRoot ? "" : " (needs root)"}`,
  async () => {
    const { collector, host } = await enrolledHost();

    const collect = async (): Promise<TriagePackage> => {
      const peer = await startCollecting(host, OWN_VIEW);
      const command = collector.fleet.command({ collect: create(CollectSchema, { phases: [PHASE] }) });
      peer.send(requestFor(command.document));
      const sealed: Uint8Array[] = [];
      for await (const answer of peer.answers()) if (answer.kind === "segment") sealed.push(answer.sealed);
      return fold((await framesOf(Buffer.concat(sealed), collector.fleet.identity)).frames) as TriagePackage;
    };
    /** Each run has a /proc of its own, whose files are as old as it. */
    const itemsOf = (document: TriagePackage) =>
      ((document.phases[PHASE]?.items ?? []) as { path: string }[]).map((item) =>
        item.path.startsWith("/proc/") ? { ...item, dev: 0, ino: 0, ctime: 0, mtime: 0 } : item,
      );

    test("sees the host as process 1 does: the items of the command on the same host", {
      timeout: 60_000,
    }, async () => {
      const env = { PATH: `${dirname(process.execPath)}:/usr/sbin:/usr/bin:/sbin:/bin` };
      const args = ["collect", "--phase", PHASE, "--format", "json", "--quiet"];
      const [program, ...command] = [...OWN_INIT, LIVETRIAGE, ...args] as [string, ...string[]];
      const { stdout } = await promisify(execFile)(program, command, { env, maxBuffer: 2 ** 26 });
      const document = await collect();
      expect(document.vantage.host_root).toBe("/proc/1/root");
      expect(
        document.host.mounts?.filter(({ fs_type, mount_point }) => fs_type === "tmpfs" && mount_point === "/home"),
      ).toEqual([]);
      expect(itemsOf(document)).toEqual(itemsOf(JSON.parse(stdout) as TriagePackage));
    });

    test("sees what was left to it when it is told to", async () => {
      host.configure("host_root: /\n");
      const document = await collect();
      const paths = itemsOf(document).map(({ path }) => path);
      expect(document.vantage).not.toHaveProperty("host_root");
      expect(paths.filter((path) => path.startsWith("/etc/systemd/"))).toEqual([]);
      expect(paths.length).toBeGreaterThan(10);
    });
  },
);
