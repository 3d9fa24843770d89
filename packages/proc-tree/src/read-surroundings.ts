import { askAhead, type FileBytes, type ReadPart, type ReadSet, type Result } from "@livetriage/triage-core";
import { decodeLossless, type LosslessString, parseDecimal } from "@livetriage/triage-core/text";
import { dirOf } from "./dir-of.ts";
import { fieldGap, type Gathering, noteGap } from "./gathering.ts";
import { hasProgram, inodeOf, NAMESPACES, type Namespaces, type Process } from "./process.ts";
import { sameProcess } from "./same-process.ts";

const SMALL_BYTES = 1024;

const PARTS: readonly ReadPart[] = [
  { link: "root" },
  { file: "loginuid", maxBytes: SMALL_BYTES },
  { file: "attr/current", maxBytes: SMALL_BYTES },
  { file: "wchan", maxBytes: SMALL_BYTES },
  ...NAMESPACES.map((name) => ({ link: `ns/${name}` })),
];

/**
 * The rest of the columns of `standard`, for processes that will have room for them.
 *
 * Source: proc_pid_root(5), proc_pid_loginuid(5), proc_pid_attr(5), proc_pid_wchan(5), namespaces(7)
 */
export async function readSurroundings(run: Gathering, processes: readonly Process[]): Promise<void> {
  let at = 0;
  for await (const answer of askAhead(processes, (process) =>
    run.host.readSet(dirOf(process), PARTS, sameProcess(process)),
  )) {
    const process = processes[at++] as Process;
    process.level = "standard";
    if (answer.ok) takeSurroundings(run, process, answer.value);
    else if (process.unread === null) fieldGap(run, answer.error, "/proc/[pid]/root");
  }
}

function takeSurroundings(run: Gathering, process: Process, { parts }: ReadSet): void {
  const [root, ...rest] = parts as [Result<LosslessString>, ...Result<never>[]];
  const [loginuid, label, wchan] = rest as unknown as Result<FileBytes>[];
  const namespaces = rest.slice(3) as unknown as Result<LosslessString>[];
  process.root = root.ok ? root.value : null;
  process.loginuid = parseDecimal(textOf(loginuid)?.trim() ?? "");
  process.lsmLabel = textOf(label)?.replace(/[\n\0]+$/, "") ?? null;
  process.wchan = named(textOf(wchan));
  process.namespaces = toNamespaces(namespaces);
  if (hasProgram(process)) noteGap(run, root, "/proc/[pid]/root", true);
  noteGap(run, loginuid, "/proc/[pid]/loginuid");
  noteGap(run, label, "/proc/[pid]/attr/current");
  noteGap(
    run,
    namespaces.find((link) => !link.ok),
    "/proc/[pid]/ns/*",
  );
}

function textOf(file: Result<FileBytes> | undefined): LosslessString | null {
  return file?.ok === true ? decodeLossless(file.value.bytes) : null;
}

/** `0` means that it is not waiting, or that the reader may not know. */
function named(wchan: string | null): string | null {
  return wchan === "0" || wchan === "" ? null : wchan;
}

function toNamespaces(links: readonly Result<LosslessString>[]): Namespaces {
  const inodes = NAMESPACES.map((name, i) => [name, inodeOf(links[i]?.ok === true ? links[i].value : null)]);
  return Object.fromEntries(inodes) as Namespaces;
}
