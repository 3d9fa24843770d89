import type { Account, HostFacts } from "../contract/host-facts.ts";
import { toText } from "../text/lossless.ts";
import type { HeadOptions } from "./head.ts";
import { type ElfIdentity, parseElfIdentity } from "./parse/elf.ts";
import { parseGroup } from "./parse/group.ts";
import type { OwnStatus } from "./parse/own-status.ts";
import { parsePasswd } from "./parse/passwd.ts";
import { NO_KERNEL, readKernelFacts } from "./read-kernel-facts.ts";
import { createRedact } from "./redact.ts";
import type { Sources } from "./sources.ts";

const ACCOUNT_BYTES = 1_048_576;

/** The facts that phases share, and who we are, as the host's own files tell. */
export interface FactsRead {
  readonly facts: HostFacts;
  readonly own: OwnStatus | null;
  /** Architecture of the host's programs. */
  readonly elf: ElfIdentity | null;
}

/** Read the facts that phases share. Live-only sources are not asked of an image. */
export async function readHostFacts(sources: Sources, options: HeadOptions): Promise<FactsRead> {
  const startedAtNs = options.clock.wallNs();
  const viewer = (options.hostRoot ?? "/") === "/" ? "self" : "1";
  const [passwd, group, elf, kernel] = await Promise.all([
    sources.text("/etc/passwd", { maxBytes: ACCOUNT_BYTES, required: true }),
    sources.text("/etc/group", { maxBytes: ACCOUNT_BYTES }),
    sources.bytes(options.live ? "/proc/self/exe" : "/bin/sh", { maxBytes: 64, partial: true }),
    options.live ? readKernelFacts(sources, options.pid, viewer) : NO_KERNEL,
  ]);
  const { accounts, malformed } = parsePasswd(passwd ?? "");
  sources.malformed("/etc/passwd", malformed);
  const groups = parseGroup(group ?? "");
  sources.malformed("/etc/group", groups.malformed);
  const identity = elf === null ? null : parseElfIdentity(elf);
  const facts: HostFacts = {
    live: options.live,
    viewer,
    ...kernel.facts,
    little_endian: kernel.little_endian ?? identity?.little_endian ?? true,
    accounts,
    effective_uid: kernel.own?.effective_uid ?? options.effectiveUid,
    reads_unseen: readsUnseen(kernel.own),
    collector_pids: kernel.collector_pids,
    started_at_ns: startedAtNs,
    ...lookups(accounts, groups.names),
    redact: createRedact(options.redactionKey, options.redaction),
  };
  return { facts, own: kernel.own, elf: identity };
}

/** O_NOATIME is for the owner of a file, and for whoever has CAP_FOWNER; an image is nobody's host. */
function readsUnseen(own: OwnStatus | null): boolean {
  return own === null || own.effective_uid === 0 || own.capabilities?.includes("cap_fowner") === true;
}

/** Names by id; the first of equal ids wins, as in getpwuid(3). */
function lookups(
  accounts: readonly Account[],
  groups: ReadonlyMap<number, string>,
): Pick<HostFacts, "userName" | "groupName"> {
  const users = new Map(accounts.toReversed().map(({ uid, name }) => [uid, toText(name).text]));
  return {
    userName: (uid) => users.get(uid) ?? null,
    groupName: (gid) => {
      const name = groups.get(gid);
      return name === undefined ? null : toText(name).text;
    },
  };
}
