import { expect, test } from "vitest";
import { sampleFile, sampleProcess, sampleSocket } from "../testing/sample-items.ts";
import { samplePackage, sampleSection } from "../testing/sample-package.ts";
import { processView } from "./process.ts";

const holder = { pid: 7, start_ticks: "1", comm: "x", user: "root", fd: 3 };
const document = samplePackage({
  "proc-tree": sampleSection([sampleProcess(1, 0, ["/sbin/init"]), sampleProcess(7, 1, ["/tmp/x"])]),
  "net-conns": sampleSection([
    sampleSocket("outbound", "10.0.0.5:1", "10.0.0.1:443", "x", { process_pid: 7 }),
    sampleSocket("outbound", "10.0.0.5:2", "10.0.0.2:443", "y", { process_pid: 8, owners: [holder] }),
    sampleSocket("outbound", "10.0.0.5:3", "10.0.0.3:443", "z", { process_pid: 9 }),
  ]),
  "recent-files": sampleSection([
    sampleFile("/tmp/gone", "deleted_open", "2026-11-23T11:00:00Z", { deleted: true, open_by: [holder] }),
    sampleFile("/tmp/other", "other", "2026-11-23T11:00:00Z"),
  ]),
});

test("a process is told with its kin, its sockets and the files without a name that it holds open", () => {
  const [fields, kin, named] = processView(document, 7, { all: false, registry: [] });
  expect(fields?.rows).toContainEqual(["ppid", "1"]);
  expect(kin?.rows.map(([pid]) => pid)).toEqual(["1", "7"]);
  expect(named?.rows.map(([phase, text]) => [phase, /10\.0\.0\.\d:443|\/tmp\/\w+/.exec(text ?? "")?.[0]])).toEqual([
    ["net-conns", "10.0.0.1:443"],
    ["net-conns", "10.0.0.2:443"],
    ["recent-files", "/tmp/gone"],
  ]);
});
