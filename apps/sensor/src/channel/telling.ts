import type { CommandState, RefusalReason } from "@livetriage/proto-types";
import type { SpooledPackage } from "./spooled-package.ts";

/** What the Collector is told, if a session is open; what it must know it asks again when one is. */
export interface Telling {
  receipt(commandId: Uint8Array): void;
  status(commandId: Uint8Array, state: CommandState, reason: RefusalReason, attempt: number): void;
  offer(opened: SpooledPackage): void;
}
