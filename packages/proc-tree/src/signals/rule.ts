import type { Process } from "../process.ts";

/** One plain fact about a process: what it is called, what it means, when it holds. */
export interface SignalRule {
  readonly id: string;
  /** `context` has a common harmless cause and is shown only on demand. */
  readonly kind: "signal" | "context";
  /** ATT&CK technique, null where the fact belongs to none. */
  readonly technique: string | null;
  readonly means: string;
  readonly harmless: string;
  /** By what is known of the process itself; absent where another step has to tell. */
  readonly holds?: (process: Process) => boolean;
}
