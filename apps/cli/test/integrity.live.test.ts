import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TriagePackage } from "@livetriage/triage-core";
import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import { isolated, needsIsolation } from "./livetriage.ts";

/** Large enough that no other process of a new pid namespace has it. */
const HIDDEN = 31_337;
const COLLECT = "livetriage collect --phase proc-tree --summary";

const hasCompiler = spawnSync("gcc", ["--version"]).status === 0;
/** Beside the command, for `isolated` leaves that alone. */
const folder = mkdtempSync(join(import.meta.dirname, "../dist/integrity-"));
const library = join(folder, "hide.so");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function needsAll(context: TestContext): void {
  needsIsolation(context);
  if (!hasCompiler) context.skip("needs gcc, to build a library that hides a process");
}

beforeAll(() => {
  if (!hasCompiler) return;
  const source = join(import.meta.dirname, "hide-process.c");
  execFileSync("gcc", ["-shared", "-fPIC", `-DHIDDEN="${HIDDEN}"`, "-o", library, source, "-ldl"]);
});

const START_HIDDEN = `echo ${HIDDEN - 1} > /proc/sys/kernel/ns_last_pid; sleep 60 &`;

const ETC =
  "mount -t tmpfs tmpfs /mnt; mkdir /mnt/u /mnt/w; mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/u,workdir=/mnt/w /etc";

async function integrityOf(script: string) {
  const { stdout, stderr } = await isolated(script);
  const { integrity, phases } = JSON.parse(stdout) as TriagePackage;
  return { signs: integrity?.signs ?? [], checked: integrity?.checked, items: phases["proc-tree"]?.items, stderr };
}

const idsOf = (signs: readonly { id: string }[]) => [...new Set(signs.map(({ id }) => id))].toSorted();

describe("signs that we were lied to", () => {
  test("none on a host that does not lie, and everything was looked at", async (context) => {
    needsIsolation(context);
    const { signs, checked } = await integrityOf(COLLECT);
    expect(signs).toEqual([]);
    expect(checked?.toSorted()).toEqual(["environment", "listing", "mappings", "mounts", "preload", "tracer"]);
  });

  test("a library that hides a process from every program", async (context) => {
    needsAll(context);
    const { signs, items, stderr } = await integrityOf(
      `${START_HIDDEN} ${ETC}; echo ${library} > /etc/ld.so.preload; ls /proc | grep -c ${HIDDEN} >&2; ${COLLECT}`,
    );
    expect(stderr).toMatch(/^0\n/);
    expect(idsOf(signs)).toEqual(["foreign_mapping", "listing_disagrees", "preload_file"]);
    expect(signs).toContainEqual({ id: "listing_disagrees", source: "/proc", value: `process ${HIDDEN}` });
    expect(signs).toContainEqual({ id: "preload_file", source: "/etc/ld.so.preload", value: library });
    expect(items).toContainEqual(expect.objectContaining({ pid: HIDDEN, comm: "sleep" }));
    expect(stderr).toMatch(/PHASES AND GAPS\n +INTEGRITY +preload_file/);
  });

  test("a library in the environment of the one who collects", async (context) => {
    needsAll(context);
    const { signs } = await integrityOf(`${START_HIDDEN} LD_PRELOAD=${library} ${COLLECT}`);
    expect(idsOf(signs)).toEqual(["foreign_mapping", "preload_environment"]);
  });

  test("a process under a mount", async (context) => {
    needsIsolation(context);
    const { signs } = await integrityOf(`sleep 60 & mount --bind /mnt /proc/$!; ${COLLECT}`);
    expect(idsOf(signs)).toEqual(["proc_overmounted"]);
  });
});
