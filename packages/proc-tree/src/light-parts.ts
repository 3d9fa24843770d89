import type { FileBytes, FileStat, ReadPart, ReadSet, Result } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";
import type { Gathering } from "./gathering.ts";

/** Longer only when a process is in more than a thousand groups; such a one is read again. */
const STATUS_BYTES = 8192;
/** Its first lines, up to the user ids, however long the name is that they begin with: all that `basic` tells of it. */
const STATUS_BEGIN_BYTES = 512;
/** Most processes have less; such a one is read again. Asks for less let more of them be open at a time. */
const CMDLINE_BYTES = 4096;
/** 65,536 groups of ten digits. */
const LONG_STATUS_BYTES = 1_048_576;
/** The paths of all hierarchies of version 1 together. */
const CGROUP_BYTES = 8192;

const LINKS: readonly ReadPart[] = [{ link: "exe" }, { link: "cwd" }];
/** From `standard` on also what signals, kinds and containers are told by. */
const STANDARD: readonly ReadPart[] = [
  { stat: "exe" },
  { file: "cgroup", maxBytes: CGROUP_BYTES },
  { link: "ns/mnt" },
  { link: "ns/net" },
];

/**
 * The parts of the light pass: one and the same array for every process, so that asks travel in batches. The arguments
 * wait for a lock that another process may hold, so they come last; a reader that gets stuck over them is replaced, and
 * all the rest is read nevertheless.
 */
export function lightParts({ detail, argvBytes }: Gathering): readonly ReadPart[] {
  const cmdline = { file: "cmdline", maxBytes: Math.min(CMDLINE_BYTES, argvBytes) };
  if (detail === "basic") return [{ file: "status", maxBytes: STATUS_BEGIN_BYTES }, ...LINKS, cmdline];
  return [{ file: "status", maxBytes: STATUS_BYTES }, ...LINKS, ...STANDARD, cmdline];
}

/** What is read again of a process that has more of it than the light pass asks for. */
export function longParts({ argvBytes }: Gathering): readonly ReadPart[] {
  return [
    { file: "status", maxBytes: LONG_STATUS_BYTES },
    { file: "cmdline", maxBytes: argvBytes },
  ];
}

/** What the light pass answered, by name; what was not asked for is undefined. */
export interface LightAnswers {
  readonly status: Result<FileBytes>;
  readonly exe: Result<LosslessString>;
  readonly cwd: Result<LosslessString>;
  readonly exeStat: Result<FileStat> | undefined;
  readonly cgroup: Result<FileBytes> | undefined;
  readonly mnt: Result<LosslessString> | undefined;
  readonly net: Result<LosslessString> | undefined;
  readonly cmdline: Result<FileBytes>;
}

type Answer<K extends keyof LightAnswers> = LightAnswers[K];

/** The parts of an answer by their names. */
export function lightAnswers({ parts }: ReadSet): LightAnswers {
  const [status, exe, cwd, exeStat, cgroup, mnt, net] = parts.slice(0, -1);
  return {
    status: status as Answer<"status">,
    exe: exe as Answer<"exe">,
    cwd: cwd as Answer<"cwd">,
    exeStat: exeStat as Answer<"exeStat">,
    cgroup: cgroup as Answer<"cgroup">,
    mnt: mnt as Answer<"mnt">,
    net: net as Answer<"net">,
    cmdline: parts.at(-1) as Answer<"cmdline">,
  };
}
