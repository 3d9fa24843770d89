import { Code, ConnectError, type HandlerContext, type ServiceImpl } from "@connectrpc/connect";
import type { OperatorService, ReadAuditRequest, SetHoldRequest } from "@livetriage/proto-types";
import type { Collector } from "../collector.ts";
import { callerName, idOf } from "../server/call-errors.ts";
import { createJoinToken } from "./create-join-token.ts";
import { listRuns } from "./list-runs.ts";
import { listSensors } from "./list-sensors.ts";
import { replaceKeyPolicy } from "./replace-key-policy.ts";
import { setPause } from "./set-pause.ts";
import { setStanding } from "./set-standing.ts";
import { submit } from "./submit.ts";
import { watchRun } from "./watch-run.ts";

/** What operators may ask, but for packages themselves. */
export function operatorService(collector: Collector): Partial<ServiceImpl<typeof OperatorService>> {
  return {
    listSensors: listSensors(collector),
    submit: submit(collector),
    listRuns: listRuns(collector),
    watchRun: watchRun(collector),
    createJoinToken: createJoinToken(collector),
    setStanding: setStanding(collector),
    setHold: setHold(collector),
    setPause: setPause(collector),
    replaceKeyPolicy: replaceKeyPolicy(collector),
    readAudit: readAudit(collector),
  };
}

function setHold({ storage, audit }: Collector) {
  return async (request: SetHoldRequest, context: HandlerContext) => {
    const commandId = idOf(request.commandId, "command_id");
    if ((await storage.command(commandId)) === null) throw new ConnectError("no such command", Code.NotFound);
    await audit.append("hold", { operator: callerName(context), command_id: commandId, held: request.held });
    await storage.hold(commandId, request.held);
    return {};
  };
}

function readAudit({ audit }: Collector) {
  return async function* read({ from }: ReadAuditRequest) {
    if (from > BigInt(Number.MAX_SAFE_INTEGER)) return;
    for await (const line of audit.read(Math.max(1, Number(from)))) yield { line };
  };
}
