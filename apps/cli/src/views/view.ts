import type { Registry } from "@livetriage/triage-core";

/** What a view may be asked for. */
export interface ViewOptions {
  /** Also show what has a common harmless cause: context ids, stock items, kernel threads, this collection. */
  readonly all: boolean;
  /** The phases whose columns are known. */
  readonly registry: Registry;
}
