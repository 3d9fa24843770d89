import { expect, test } from "vitest";
import { registry } from "../registry.ts";
import { sampleEntry, sampleFile, sampleProcess } from "../testing/sample-items.ts";
import { samplePackage, sampleSection } from "../testing/sample-package.ts";
import { bodyfile } from "./bodyfile.ts";
import { timelineEvents } from "./events.ts";
import { timesketchLine } from "./timesketch.ts";

const document = samplePackage({
  "proc-tree": sampleSection([sampleProcess(7, 1, ["/bin/sh"], { started_at: "2026-11-23T10:00:00.25Z" })]),
  persistence: sampleSection([
    sampleEntry("cron_d", "/etc/cron.d/a|b\n", "/opt/x", "2026-11-23T09:00:00Z", {
      target: { path: "/opt/x", mtime: "2026-11-23T08:00:00Z", ctime: null, mode: "4755", size: "5" },
    }),
  ]),
  "recent-files": sampleSection([
    sampleFile("/tmp/evil\u202e", "executable", "2026-11-23T11:00:00Z", {
      ino: "12",
      gid: 4,
      accessed_at: "1969-12-31T23:59:59Z",
    }),
  ]),
});
const events = timelineEvents(document, registry);

test("every marked time, nested ones included, the earliest first", () => {
  expect(events.map(({ phase, field, time }) => [phase, field.join("."), time])).toEqual([
    ["recent-files", "accessed_at", "1969-12-31T23:59:59Z"],
    ["persistence", "target.mtime", "2026-11-23T08:00:00Z"],
    ["persistence", "mtime", "2026-11-23T09:00:00Z"],
    ["proc-tree", "started_at", "2026-11-23T10:00:00.25Z"],
    ["recent-files", "modified_at", "2026-11-23T11:00:00Z"],
    ["recent-files", "changed_at", "2026-11-23T11:00:00Z"],
  ]);
});

test("a body file: a line for each object, eleven columns whatever its name holds", () => {
  expect(bodyfile(events)).toBe(
    [
      "0|/tmp/evil\\u202e|12|r/rrwxr-xr-x|0|4|2048|-1|1795431600|1795431600|0",
      "0|[persistence target] /etc/cron.d/a\\x7cb\\n starts /opt/x as root (cron_d)|0|r/rrwsr-xr-x|0|0|5|0|1795420800|0|0",
      "0|[persistence] /etc/cron.d/a\\x7cb\\n starts /opt/x as root (cron_d)|0|r/r---------|0|0|0|0|1795424400|0|0",
      "0|[proc-tree] 7 root /bin/sh|0|r/r---------|0|0|0|0|0|0|1795428000",
      "",
    ].join("\n"),
  );
});

test("a line for Timesketch has the three fields that it wants, and one value in each", () => {
  const [event] = events.filter(({ phase }) => phase === "proc-tree");
  if (event === undefined) throw new Error("no event of a process");
  const line = JSON.parse(timesketchLine(event, document)) as Record<string, unknown>;
  expect(line).toMatchObject({
    message: "proc-tree: 7 root /bin/sh",
    datetime: "2026-11-23T10:00:00.250000+00:00",
    timestamp: 1_795_428_000_250_000,
    timestamp_desc: "proc-tree started_at",
    pid: 7,
    host_name: "db-1",
  });
  for (const value of Object.values(line)) expect(typeof value === "object" && value !== null).toBe(false);
});
