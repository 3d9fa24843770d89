import { Code, ConnectError } from "@connectrpc/connect";
import {
  type Command,
  decodeCommand,
  judgeCommand,
  RefusalReason,
  type SignedDocument,
  type Targets,
} from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";

const CODES: Readonly<Partial<Record<RefusalReason, Code>>> = {
  [RefusalReason.BAD_SIGNATURE]: Code.PermissionDenied,
  [RefusalReason.THRESHOLD]: Code.PermissionDenied,
  [RefusalReason.EXPIRED]: Code.FailedPrecondition,
  [RefusalReason.NOT_YET_VALID]: Code.FailedPrecondition,
};

/** A command that the sensors named will accept: the same judgement as theirs, before it is on its way. */
export async function judgeSubmitted(
  collector: Collector,
  operator: string,
  document: SignedDocument,
): Promise<Command> {
  const { policy, config, clock, audit } = collector;
  const targets = addressees(document);
  const judgement = judgeCommand(document, {
    nowMs: nowMs(clock),
    policy: policy.value,
    fleetId: config.fleet,
    sensorId: targets.sensorIds[0] ?? "",
    labels: targets.labels,
    known: new Map(),
    counters: new Map(),
    haltedBeforeMs: 0n,
  });
  if (judgement.ok) return judgement.command;
  await audit.append("refuse", {
    operator,
    call: "Submit",
    reason: RefusalReason[judgement.reason],
    problem: judgement.problem,
  });
  throw new ConnectError(judgement.problem, CODES[judgement.reason] ?? Code.InvalidArgument);
}

/** Whom the command is for, as it says itself; nobody when it cannot be read. */
function addressees(document: SignedDocument): Pick<Targets, "sensorIds" | "labels"> {
  const decoded = decodeCommand(document.payload);
  return (decoded.ok ? decoded.value.targets : undefined) ?? { sensorIds: [], labels: [] };
}
