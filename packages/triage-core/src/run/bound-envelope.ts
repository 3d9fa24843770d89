import type { PackageHead, PhaseSection } from "../schema/envelope.ts";
import { encodedSize } from "./encode.ts";

/** Bytes that the head of a package may take. */
export const HEAD_BYTES = 65_536;

/** Bytes that one phase's errors, truncations and facts may take. */
export const TAIL_BYTES = 20_480;

type Tail = Pick<PhaseSection, "error" | "errors" | "truncations" | "facts">;

/** From kind to harsh: what is given up when the tail of a phase is too large. Counts stay to the last. */
const TAIL_STEPS: readonly { samples: number; groups: number; rows: number; text: number }[] = [
  { samples: 3, groups: 33, rows: 1024, text: 512 },
  { samples: 1, groups: 16, rows: 256, text: 256 },
  { samples: 1, groups: 8, rows: 64, text: 128 },
  { samples: 0, groups: 4, rows: 32, text: 64 },
  { samples: 0, groups: 0, rows: 8, text: 48 },
];

/** The end of a phase, cut so that it stays within `TAIL_BYTES` whatever the host's names are like. */
export function boundTail(tail: Tail): Tail {
  let bounded = tail;
  for (const step of TAIL_STEPS) {
    const cut = cutFact(tail, step.rows);
    bounded = cutStrings(
      {
        error: tail.error,
        errors: tail.errors.slice(0, step.rows).map((row) => ({ ...row, samples: row.samples.slice(0, step.samples) })),
        truncations: tail.truncations
          .slice(0, step.rows)
          .map((row) => ({ ...row, groups: sumGroups(row.groups, step.groups) })),
        facts: [...tail.facts.slice(0, step.rows), ...(cut === null ? [] : [cut])],
      },
      step.text,
    );
    if (encodedSize(bounded) <= TAIL_BYTES) break;
  }
  return bounded;
}

/** The head, its mount table halved until it fits into `HEAD_BYTES`. */
export function boundHead(head: PackageHead): PackageHead {
  let bounded = cutStrings(head, 2048);
  while (encodedSize(bounded) > HEAD_BYTES && (bounded.host.mounts?.length ?? 0) > 0) {
    const mounts = bounded.host.mounts ?? [];
    const kept = mounts.slice(0, Math.floor(mounts.length / 2));
    const dropped = bounded.host.mounts_dropped + mounts.length - kept.length;
    bounded = { ...bounded, host: { ...bounded.host, mounts: kept, mounts_dropped: dropped } };
  }
  return encodedSize(bounded) <= HEAD_BYTES ? bounded : cutStrings(bounded, 128);
}

/** What `boundTail` itself had to leave out; null when nothing. */
function cutFact(whole: Tail, limit: number): PhaseSection["facts"][number] | null {
  const lost = [whole.errors, whole.truncations, whole.facts].reduce(
    (sum, rows) => sum + Math.max(0, rows.length - limit),
    0,
  );
  return lost === 0
    ? null
    : {
        id: "envelope_rows_cut",
        source: "envelope",
        value: "errors, truncations and facts beyond the limit",
        count: lost,
      };
}

function sumGroups(groups: PhaseSection["truncations"][number]["groups"], limit: number): typeof groups {
  if (groups.length <= limit) return groups;
  const rest = groups.slice(limit).reduce((sum, group) => sum + group.dropped, 0);
  return [...groups.slice(0, limit), { key: "(other)", dropped: rest }];
}

/** Every string of a document part, at any depth, at most `limit` characters long. */
function cutStrings<T>(value: T, limit: number): T {
  if (typeof value === "string") return (value.length <= limit ? value : value.slice(0, limit).toWellFormed()) as T;
  if (Array.isArray(value)) return value.map((one) => cutStrings(one, limit)) as T;
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cutStrings(one, limit)])) as T;
}
