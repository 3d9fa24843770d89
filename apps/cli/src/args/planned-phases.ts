import { type PlannedPhase, planCollection, type Registry } from "@livetriage/triage-core";
import { usageError } from "../exit.ts";
import type { CollectRequest } from "./collect-request.ts";
import { phaseParams } from "./phase-flags.ts";

/** The phases to run, as asked. A param that is refused is named by its flag. */
export function plannedPhases(registry: Registry, request: CollectRequest): readonly PlannedPhase[] {
  const plan = planCollection(registry, request);
  if (plan.ok) return plan.phases;
  const { param, problem } = plan;
  const known = phaseParams(registry).find(({ phase, name }) => phase === param?.phase && name === param.name);
  throw usageError(param === undefined || known?.flag == null ? problem : `--${known.flag}: ${param.why}`);
}
