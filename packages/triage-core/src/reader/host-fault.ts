import type { SkipReason } from "../contract/host-reader.ts";
import type { Fault } from "./protocol-answer.ts";

/** Ends one ask, or one part of it, without a value. */
export class HostFault extends Error implements Fault {
  readonly op: string;
  readonly errno: string;
  readonly why: SkipReason | "";

  constructor(op: string, errno: string, why: SkipReason | "" = "") {
    super(errno);
    this.op = op;
    this.errno = errno;
    this.why = why;
  }
}

/** Any exception as a fault: the kernel's errno where there is one. */
export function toFault(op: string, error: unknown): HostFault {
  return error instanceof HostFault ? error : new HostFault(op, errnoOf(error));
}

/** `ENOENT` and the like; a refusal of Node itself keeps its own code. What has none is a fault of this program. */
export function errnoOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : "READER_FAULT";
}
