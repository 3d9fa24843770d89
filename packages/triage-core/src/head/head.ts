import type { Clock } from "../contract/clock.ts";
import type { HostFacts } from "../contract/host-facts.ts";
import type { Collection } from "../schema/collection.ts";
import type { TriageError } from "../schema/error.ts";
import type { HostSection, Vantage } from "../schema/host.ts";
import type { Integrity } from "../schema/integrity.ts";

/** What the reading of the head needs from outside. */
export interface HeadOptions {
  /** True for the running host, false for an image below a root. */
  readonly live: boolean;
  /** Where the files of the running host are, when not at `/`. */
  readonly hostRoot?: string | undefined;
  readonly clock: Clock;
  /** Main process of the collection. */
  readonly pid: number;
  /** uid that the collection runs as, for hosts that cannot tell. */
  readonly effectiveUid: number;
  /** Key of the keyed hash behind `facts.redact`, and whether that replaces more than what is always taken out. */
  readonly redactionKey: Uint8Array;
  readonly redaction?: Collection["redaction"];
}

/** All that is known of a host before the first phase starts. */
export interface Head {
  readonly host: HostSection;
  readonly vantage: Vantage;
  /** Undefined for an image. */
  readonly integrity: Integrity | undefined;
  readonly facts: HostFacts;
  /** Effective capabilities by name (`cap_sys_admin`), null when unknown. */
  readonly capabilities: readonly string[] | null;
  readonly login_uid: number | null;
  /** The three clocks when the reading began. */
  readonly clocks: Collection["clocks_start"];
  readonly errors: readonly TriageError[];
}
