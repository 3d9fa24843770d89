import { randomUUID } from "node:crypto";
import type { Condition } from "./condition.ts";
import { type Seen, toSeen } from "./seen.ts";
import { makeMemoryCgroup } from "./stage/memory-cgroup.ts";
import { runScene, type Scene } from "./stage/run-scene.ts";

/** Bring one condition about, run the command in it, and open what it left. */
export async function runCondition(condition: Condition, scene: Omit<Scene, "script" | "cgroup">): Promise<Seen> {
  const { script, needs = [] } = condition;
  if (!needs.includes("cgroup-memory")) return toSeen(await runScene({ ...scene, script }));
  const cgroup = makeMemoryCgroup(`livetriage-hostile-${randomUUID()}`);
  try {
    return toSeen(await runScene({ ...scene, script, cgroup: cgroup.path }));
  } finally {
    cgroup.remove();
  }
}
