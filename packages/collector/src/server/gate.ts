import { Code, ConnectError } from "@connectrpc/connect";
import {
  EnrollmentService,
  Health,
  type Identity,
  OperatorService,
  SensorChannelService,
  SensorStanding,
} from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import type { SensorRecord } from "../storage/storage-engine.ts";
import type { Call } from "./call.ts";
import { type Caller, callerKey } from "./caller.ts";

/** Runs before a call's first message is read; throws what the caller is to be told. */
export type Gate = (context: Call) => Promise<void>;

/** Whom a method is for. Those that are not named here are for nobody. */
function roleFor({ service, method }: Call): Identity["role"] | "anyone" | null {
  switch (service.typeName) {
    case Health.typeName:
      return "anyone";
    case EnrollmentService.typeName:
      return method.localName === EnrollmentService.method.enroll.localName ? "anyone" : "sensor";
    case SensorChannelService.typeName:
      return "sensor";
    case OperatorService.typeName:
      return "operator";
    default:
      return null;
  }
}

type GateFacts = Pick<Collector, "storage" | "refusals" | "policy" | "clock">;

/** Lets a call in only from those whom it is for. */
export function createGate({ storage, refusals, policy, clock }: GateFacts): Gate {
  const judge = async (context: Call, caller: Caller | null): Promise<ConnectError | null> => {
    const role = roleFor(context);
    if (role === "anyone") return null;
    if (caller?.identity == null)
      return new ConnectError(caller?.problem ?? "the connection is gone", Code.Unauthenticated);
    const expired = judgeTime(caller, context, nowMs(clock));
    if (expired !== null) return expired;
    if (caller.identity.role !== role) return new ConnectError(`for ${role}s only`, Code.PermissionDenied);
    const { name } = caller.identity;
    if (role === "sensor") return judgeStanding(await storage.sensor(name), context);
    return policy.names(name) ? null : new ConnectError("no operator of the key policy", Code.PermissionDenied);
  };
  return async (context) => {
    const caller = context.values.get(callerKey);
    const refusal = await judge(context, caller);
    if (refusal === null) return;
    const from = { address: caller?.address ?? "", name: caller?.identity?.name ?? "" };
    await refusals.note(refusal.rawMessage, { call: context.method.name, ...from });
    throw refusal;
  };
}

/** A sensor that comes back within this time with an expired certificate may renew it, and nothing else. */
const LATE_MS = 180 * 86_400_000;

function judgeTime({ expiresAtMs }: Caller, { method }: Call, now: number): ConnectError | null {
  const lateMs = now - expiresAtMs;
  if (lateMs < 0) return null;
  if (lateMs >= LATE_MS) {
    return new ConnectError("the client certificate expired 180 days ago or more", Code.Unauthenticated);
  }
  if (method.localName === EnrollmentService.method.renew.localName) return null;
  return new ConnectError("the client certificate has expired", Code.Unauthenticated);
}

/** A sensor under quarantine may hold a session, and nothing else. */
function judgeStanding(sensor: SensorRecord | null, { method }: Call): ConnectError | null {
  const isSession = method.localName === SensorChannelService.method.session.localName;
  if (sensor === null) return new ConnectError("this sensor is not enrolled here", Code.PermissionDenied);
  if (sensor.standing === SensorStanding.REVOKED)
    return new ConnectError("this sensor is revoked", Code.PermissionDenied);
  if (sensor.standing === SensorStanding.QUARANTINED && !isSession) {
    return new ConnectError("this sensor is under quarantine", Code.PermissionDenied);
  }
  return null;
}
