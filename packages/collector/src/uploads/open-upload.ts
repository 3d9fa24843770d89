import { Code, ConnectError } from "@connectrpc/connect";
import { type OpenUploadRequest, TargetState } from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import type { Call } from "../server/call.ts";
import { callerName, idOf } from "../server/call-errors.ts";

const MAX_ATTEMPT = 8;

/** The `OpenUpload` call. */
export function openUpload({ storage, grants, clock }: Collector) {
  return async (request: OpenUploadRequest, call: Call) => {
    const sensorId = callerName(call);
    const packageId = idOf(request.packageId, "package_id");
    const commandId = idOf(request.commandId, "command_id");
    const { attempt } = request;
    if (attempt < 1 || attempt > MAX_ATTEMPT) {
      throw new ConnectError(`attempt is not 1 to ${MAX_ATTEMPT}`, Code.InvalidArgument);
    }
    const target = await storage.target(commandId, sensorId);
    if (target === null) throw new ConnectError("the sensor is no target of this command", Code.NotFound);
    if (target.state === TargetState.DONE && target.packageId !== packageId) {
      throw new ConnectError("the command has its package, from another attempt", Code.AlreadyExists);
    }
    const siblings = await storage.uploadsOf(commandId, sensorId);
    if (siblings.some((upload) => upload.attempt === attempt && upload.packageId !== packageId)) {
      throw new ConnectError("the attempt has another package", Code.InvalidArgument);
    }
    const known = siblings.find((upload) => upload.packageId === packageId);
    if (known?.manifest == null) requireGrant(grants.holds(packageId, sensorId));
    const startedAtMs = nowMs(clock);
    const upload = await storage.openUpload({ packageId, commandId, sensorId, attempt, startedAtMs });
    if (upload === null) throw new ConnectError("the package is another one's", Code.PermissionDenied);
    return { committedOffset: BigInt(upload.committedOffset), committed: upload.manifest !== null };
  };
}

/** Nobody sends without a grant, so that the Collector decides how much is under way. */
export function requireGrant(granted: boolean): void {
  if (!granted) throw new ConnectError("the package has no grant, offer it first", Code.ResourceExhausted);
}
