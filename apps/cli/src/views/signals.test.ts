import { expect, test } from "vitest";
import { sampleEntry, sampleFile, sampleProcess } from "../testing/sample-items.ts";
import { samplePackage, sampleSection } from "../testing/sample-package.ts";
import { newestProgramsView } from "./files.ts";
import { persistenceView } from "./persistence.ts";
import { signalsView } from "./signals.ts";

const misplaced = { signals: ["misplaced_executable"] };
const flood = Array.from({ length: 200 }, (_, i) =>
  sampleFile(`/tmp/build/${i}/tool`, "executable", "2026-11-23T11:59:00Z", misplaced),
);
const document = samplePackage({
  "proc-tree": sampleSection([
    sampleProcess(7, 1, ["/tmp/x"], { signals: ["exe_deleted"] }),
    sampleProcess(8, 1, ["/tmp/x"], { signals: ["exe_deleted"] }),
    sampleProcess(9, 1, ["/tmp/y"], { signals: ["exe_deleted", "masquerade"] }),
  ]),
  "recent-files": sampleSection([
    ...flood,
    sampleFile("/var/tmp/implant", "executable", "2026-11-01T00:00:00Z", misplaced),
    sampleFile("/opt/app/run", "executable", "2026-11-01T00:00:00Z", { signals: ["backdated_program"] }),
  ]),
});

test("phases, signals and regions take turns: a flood of one hides no other", () => {
  const { rows } = signalsView(document, { all: false, registry: [] });
  expect(rows).toHaveLength(204);
  expect(rows.slice(0, 5)).toEqual([
    ["proc-tree", "exe_deleted masquerade", "9 root /tmp/y"],
    ["recent-files", "misplaced_executable", "/tmp/build/0/tool"],
    ["proc-tree", "exe_deleted", "×2 7 root /tmp/x"],
    ["recent-files", "backdated_program", "/opt/app/run"],
    ["recent-files", "misplaced_executable", "/var/tmp/implant"],
  ]);
});

test("an entry with a signal is marked where others have none", () => {
  const entries = sampleSection([
    sampleEntry("cron_d", "/etc/cron.d/x", "/opt/x", "2026-11-01T00:00:00Z", { signals: ["opens_network"] }),
  ]);
  const shown = { all: false, registry: [] };
  const own = samplePackage({ persistence: entries });
  expect(persistenceView(own, shown).rows.map(([, mechanism]) => mechanism)).toEqual(["! cron_d"]);
  expect(signalsView(own, shown).rows.map((row) => row.at(-1))).toEqual([
    "/etc/cron.d/x starts /opt/x as root (cron_d)",
  ]);
});

test("new programs of many directories do not hide those of another region", () => {
  const paths = newestProgramsView(document).rows.map((row) => row.at(-1));
  expect(paths.slice(0, 4)).toEqual(["/tmp/build/0/tool", "/var/tmp/implant", "/opt/app/run", "/tmp/build/1/tool"]);
});
