import type { FileBytes, FileStat, PartValue, ReadPart, ReadSet, Result } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Gathering } from "./gathering.ts";
import { NAMESPACES } from "./process.ts";

/** Longer only when a process is in more than a thousand groups; such a one is read again. */
const STATUS_BYTES = 8192;
const SMALL_BYTES = 1024;
/** The paths of all hierarchies of version 1 together. */
const CGROUP_BYTES = 8192;

/** What the light pass reads at every level. */
const BASIC = {
  status: { file: "status", maxBytes: STATUS_BYTES },
  exe: { link: "exe" },
  cwd: { link: "cwd" },
} as const satisfies Record<string, ReadPart>;

/** What it reads besides, from `standard` on. */
const STANDARD = {
  root: { link: "root" },
  exeStat: { stat: "exe" },
  cgroup: { file: "cgroup", maxBytes: CGROUP_BYTES },
  loginuid: { file: "loginuid", maxBytes: SMALL_BYTES },
  lsmLabel: { file: "attr/current", maxBytes: SMALL_BYTES },
  wchan: { file: "wchan", maxBytes: SMALL_BYTES },
} as const satisfies Record<string, ReadPart>;

const NAMESPACE_LINKS: readonly ReadPart[] = NAMESPACES.map((name) => ({ link: `ns/${name}` }));
const ORDER = [...Object.keys(BASIC), ...Object.keys(STANDARD)];
const BASIC_PARTS: readonly ReadPart[] = Object.values(BASIC);
const STANDARD_PARTS: readonly ReadPart[] = [...BASIC_PARTS, ...Object.values(STANDARD), ...NAMESPACE_LINKS];

/** The parts of the light pass: one and the same array for every process, so that asks travel in batches. */
export function lightParts(detail: Gathering["detail"]): readonly ReadPart[] {
  return detail === "basic" ? BASIC_PARTS : STANDARD_PARTS;
}

/** The value that a part of this kind answers. */
type ValueOf<P> = P extends { readonly file: string }
  ? FileBytes
  : P extends { readonly link: string }
    ? LosslessString
    : FileStat;

/** What the light pass answered, by name; what was not asked for is missing. */
export type LightAnswers = { readonly [K in keyof typeof BASIC]: Result<ValueOf<(typeof BASIC)[K]>> } & {
  readonly [K in keyof typeof STANDARD]?: Result<ValueOf<(typeof STANDARD)[K]>>;
} & { readonly namespaces?: readonly Result<LosslessString>[] };

/** The parts of an answer by their names. */
export function lightAnswers({ parts }: ReadSet): LightAnswers {
  const answers: Record<string, Result<PartValue> | readonly Result<PartValue>[]> = {};
  for (let i = 0; i < parts.length && i < ORDER.length; i++)
    answers[ORDER[i] as string] = parts[i] as Result<PartValue>;
  if (parts.length > ORDER.length) answers["namespaces"] = parts.slice(ORDER.length);
  return answers as unknown as LightAnswers;
}
