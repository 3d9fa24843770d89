import { type TriageError, toTriageError } from "@livetriage/triage-core";
import { containerOf, type LosslessString } from "@livetriage/triage-core/text";
import type { Context } from "./params.ts";
import { type Answers, type Program, readArgv0, readPrograms } from "./read-processes.ts";
import type { Owner } from "./socket.ts";

/** What only owners of raw and packet sockets are asked. */
export interface RawOwners {
  readonly argv0: Answers<LosslessString>;
  /** Programs of theirs that the host's package databases do not know. */
  readonly unpackaged: ReadonlySet<LosslessString>;
  /** Deleted programs of theirs at whose path their package has put another file. */
  readonly replaced: ReadonlySet<LosslessString>;
  readonly errors: readonly TriageError[];
}

const DELETED = / \(deleted\)$/;
/** Bytes of files that are compared with the digest of their package. */
const VERIFY_BYTES = 134_217_728;

/** Look closely at the owners of raw and packet sockets. Programs of containers have no package on the host. */
export async function readRawOwners(ctx: Context, owners: readonly Owner[]): Promise<RawOwners> {
  const argv0 = await readArgv0(ctx.host, owners);
  const programs = await readPrograms(ctx.host, owners);
  const exes = owners.map((owner) => programs.of(owner)).flatMap((program) => exeOnHost(program) ?? []);
  const deleted = new Set(exes.filter((exe) => DELETED.test(exe)));
  const paths = [...new Set(exes)].filter((exe) => !deleted.has(exe));
  if (exes.length === 0) return { argv0, unpackaged: new Set(), replaced: new Set(), errors: argv0.errors };
  const table = await ctx.tables.owners(paths, [...deleted].map(pathOf), VERIFY_BYTES);
  const source = "/{var,usr}/lib/**";
  const errors = table.errors.map((error) => toTriageError(error, { scope: "field", source }));
  const isKnown = (path: LosslessString): boolean => table.databases.length === 0 || table.owners.has(path);
  return {
    argv0,
    unpackaged: new Set(paths.filter((path) => !isKnown(path))),
    replaced: new Set([...deleted].filter((exe) => table.owners.get(pathOf(exe))?.digest === "same")),
    errors: [...argv0.errors, ...errors],
  };
}

function pathOf(exe: LosslessString): LosslessString {
  return exe.replace(DELETED, "");
}

/** The program of a process of the host itself, null where it is in a container, has none or runs from memory. */
function exeOnHost(program: Program | null): LosslessString | null {
  if (program?.cgroup == null || containerOf(program.cgroup) !== null) return null;
  return program.exe?.startsWith("/memfd:") === true ? null : program.exe;
}
