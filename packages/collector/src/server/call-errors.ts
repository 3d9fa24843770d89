import { Code, ConnectError, type Interceptor } from "@connectrpc/connect";
import { toHex } from "@livetriage/proto-types";
import type { Id } from "../storage/storage-engine.ts";
import { StorageDamaged, StorageFull } from "../storage/storage-errors.ts";
import type { Call } from "./call.ts";
import { callerKey } from "./caller.ts";
import type { Failures } from "./failures.ts";

/** The id of these bytes; a call that gives another number of bytes is refused. */
export function idOf(bytes: Uint8Array, field: string): Id {
  if (bytes.length !== 16) throw new ConnectError(`${field} is not 16 bytes`, Code.InvalidArgument);
  return toHex(bytes);
}

/** Who makes this call: a sensor's UUID or an operator's name. */
export function callerName(call: Call): string {
  const identity = call.values.get(callerKey)?.identity;
  if (identity == null) throw new ConnectError("the caller is not known", Code.Unauthenticated);
  return identity.name;
}

/** What a caller is told when storage does not do what it should. */
export function toCallError(error: unknown): unknown {
  if (error instanceof StorageFull) return new ConnectError("the Collector has no room", Code.ResourceExhausted);
  if (error instanceof StorageDamaged) return new ConnectError("a record of the Collector is damaged", Code.DataLoss);
  return error;
}

/** Calls that are no stream tell of storage in these words, after what failed was noted. */
export function storageErrors(failures: Failures): Interceptor {
  return (next) => async (request) => {
    if (request.stream) return next(request);
    try {
      return await next(request);
    } catch (thrown) {
      const error = toCallError(thrown);
      if (error !== thrown) failures.note(`call ${request.method.name} failed`, thrown);
      throw error;
    }
  };
}
