import { Code, ConnectError } from "@connectrpc/connect";
import { EXIT, Exit, usageError } from "../exit.ts";

/** What the caller named and the Collector does not know, or does not take. */
const OUR_FAULT = new Set([Code.InvalidArgument, Code.NotFound]);

/** Answers after which the same call may succeed: the connection broke (canceled, then), or the Collector is starting. */
const PASSING = new Set([
  Code.Unavailable,
  Code.Aborted,
  Code.Canceled,
  Code.Internal,
  Code.Unknown,
  Code.DeadlineExceeded,
]);

/** A failed call as the end of the program; any other error as it is. */
export function rpcFailure(error: unknown): unknown {
  if (!(error instanceof ConnectError)) return error;
  if (OUR_FAULT.has(error.code)) return usageError(error.rawMessage);
  return new Exit(EXIT.unavailable, `the Collector does not answer as it should: ${error.rawMessage}`);
}

/** Is it worth to ask again? */
export function isPassing(error: unknown): boolean {
  return error instanceof ConnectError && PASSING.has(error.code);
}
