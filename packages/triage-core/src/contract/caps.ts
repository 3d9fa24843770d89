/** One limit of a phase: its default, what it counts, and what it means to a reader of `livetriage phases`. */
export interface CapSpec {
  readonly default: number;
  readonly unit: "items" | "bytes" | "entries" | "directories" | "levels" | "links" | "files";
  readonly doc: string;
}

/**
 * Limits by name. Every phase has `entries` (items kept) and `bytes` (encoded size of all its items: its share of the
 * package's 4 MiB; the shares of all phases shrink in proportion when together they would pass it).
 */
export type Caps = Readonly<Record<string, number>> & { readonly entries: number; readonly bytes: number };

/** The declaration of a phase's limits. */
export type CapSpecs<C extends Caps = Caps> = { readonly [K in keyof C]: CapSpec };
