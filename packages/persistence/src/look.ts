import {
  type HostFacts,
  type InsideProcess,
  type PhaseContext,
  type TriageError,
  type Truncation,
  toTriageError,
} from "@livetriage/triage-core";
import { decodeLossless } from "@livetriage/triage-core/text";
import type { PersistenceCaps } from "./caps.ts";
import type { Cutter } from "./cut.ts";
import type { Inside } from "./find-insides.ts";
import { itemFacts } from "./item-facts.ts";
import type { Mechanism } from "./mechanisms/mechanism.ts";
import { parsePasswd } from "./parse/accounts.ts";
import { readCandidates } from "./read-candidates.ts";
import { readInferredNames } from "./read-inferred-names.ts";
import { readTimeZone } from "./read-time-zone.ts";
import { type Finding, toFinding } from "./to-item.ts";

/** What one root holds. */
export interface Look {
  readonly findings: readonly Finding[];
  readonly errors: readonly TriageError[];
  readonly truncations: readonly Truncation[];
  readonly databases: readonly string[];
  readonly zone: string;
}

type Context = Pick<PhaseContext<PersistenceCaps>, "host" | "tables" | "facts" | "caps">;

const PASSWD_BYTES = 1_048_576;

/** Look at all places of one root. */
export async function look(context: Context, mechanisms: readonly Mechanism[], cutter: Cutter): Promise<Look> {
  const { host } = context;
  const [zone, inferredNames] = await Promise.all([readTimeZone(host), readInferredNames(host, context.facts)]);
  const facts = itemFacts(context.facts, { zone, inferredNames });
  const { candidates, ...rest } = await readCandidates({ ...context, facts }, mechanisms);
  return { ...rest, zone, findings: candidates.map((candidate) => toFinding(candidate, facts, cutter)) };
}

/** The same through the root of a process in another mount namespace; every row and every gap says which. */
export async function lookInside(
  context: Context,
  { pid, namespace }: Inside,
  { host, tables }: InsideProcess,
  mechanisms: readonly Mechanism[],
  cutter: Cutter,
): Promise<Look> {
  const passwd = await host.readFile("/etc/passwd", { maxBytes: PASSWD_BYTES });
  const facts = factsInside(context.facts, passwd.ok ? decodeLossless(passwd.value.bytes) : "");
  const found = await look({ ...context, host, tables, facts }, mechanisms.filter(isOfFiles), cutter);
  const at = <T extends { readonly source: string }>(one: T): T => ({
    ...one,
    source: `mnt:[${namespace}] ${one.source}`,
  });
  const trouble =
    passwd.ok || passwd.error.errno === "ENOENT"
      ? []
      : [toTriageError(passwd.error, { scope: "source", source: "/etc/passwd" })];
  return {
    ...found,
    findings: found.findings.map((finding) => ({
      ...finding,
      mount_namespace: namespace,
      toItem: () => ({ ...finding.toItem(), mount_namespace: namespace, root_of_pid: pid }),
    })),
    errors: [...trouble, ...found.errors].map(at),
    truncations: found.truncations.map(at),
  };
}

/** What the kernel itself says is said once, for the whole host. */
function isOfFiles({ paths }: Mechanism): boolean {
  return !Object.values(paths)
    .flat()
    .some((glob) => /^\/(?:proc|sys)\//.test(glob));
}

/** A container is an image of a host: its own accounts, no processes or mounts of ours. */
function factsInside(facts: HostFacts, passwd: string): HostFacts {
  const accounts = parsePasswd(passwd).flatMap(({ name, uid, gid, home, shell }) =>
    uid === null || gid === null ? [] : [{ name, uid, gid, home, shell }],
  );
  const names = new Map(accounts.toReversed().map(({ uid, name }) => [uid, name]));
  return { ...facts, live: false, boot_time_ns: null, accounts, mounts: [], userName: (uid) => names.get(uid) ?? null };
}
