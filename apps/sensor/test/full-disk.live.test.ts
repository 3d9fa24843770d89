import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { CommandState, RefusalReason } from "@livetriage/proto-types";
import { expect, onTestFinished, test } from "vitest";
import { enrolledHost } from "./kit/enrolled-host.ts";

/** Shell lines that leave no room in the directory `$d`, seen by this sensor alone. */
const CONDITIONS = [
  [
    "is full",
    `cp -a "$d" "$d.kept" && mount -t tmpfs -o size=64k tmpfs "$d" && cp -a "$d.kept/." "$d"
     while head -c 4096 /dev/zero 2>/dev/null; do :; done > "$d/filler" 2>/dev/null`,
    "", // an empty file has room
  ],
  [
    "can be read only",
    'mount --bind "$d" "$d" && mount -o remount,bind,ro "$d"',
    "that this key policy is in force cannot be written down: EROFS",
  ],
] as const;

const isRoot = process.geteuid?.() === 0;

test.for(CONDITIONS)(
  "a host whose disk %s is collected all the same, once a command",
  async ([, spoil, collectingSide], { skip }) => {
    if (!isRoot) skip("needs root, to make file systems");
    const { collector, host } = await enrolledHost("", onTestFinished);
    mkdirSync(host.collectingDir, { mode: 0o700 });
    const script = `for d in "$1" "$2"; do ${spoil}; done\nshift 2; exec "$@"`;
    const wrapper = ["unshare", "--mount", "--fork", "--kill-child", "bash", "-c", script, "bash"];
    const sensor = host.start([...wrapper, host.stateDir, host.collectingDir]);
    const session = await collector.session();
    const first = collector.fleet.command();
    session.send({ case: "command", value: first.document });
    await collector.delivered(first.id);
    await collector.status(session, first.id, CommandState.DONE);
    session.send({ case: "command", value: first.document });
    expect((await collector.status(session, first.id, CommandState.REFUSED))?.reason).toBe(RefusalReason.REPLAY);
    const second = collector.fleet.command();
    session.send({ case: "command", value: second.document });
    await collector.status(session, second.id, CommandState.DONE);
    expect(collector.sessions).toHaveLength(1);
    expect(sensor.lines.filter(({ level }) => level === "error")).toEqual([
      expect.objectContaining({ event: "what was run cannot be written down, a restart forgets it" }),
    ]);
    expect(sensor.log).toContain(collectingSide);
    expect(existsSync(join(host.stateDir, "commands.json"))).toBe(false);
  },
);
