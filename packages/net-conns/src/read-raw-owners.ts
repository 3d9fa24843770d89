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
  readonly errors: readonly TriageError[];
}

/** Look closely at the owners of raw and packet sockets. Programs of containers have no package on the host. */
export async function readRawOwners(ctx: Context, owners: readonly Owner[]): Promise<RawOwners> {
  const argv0 = await readArgv0(ctx.host, owners);
  const programs = await readPrograms(ctx.host, owners);
  const onHost = owners.map((owner) => programs.of(owner)).filter(isOnHost);
  const paths = new Set(onHost.flatMap((program) => (isOnDisk(program) ? [program.exe] : [])));
  const errors = [...argv0.errors];
  if (paths.size === 0) return { argv0, unpackaged: new Set(), errors };
  const packaged = await ctx.tables.owners([...paths], [], 0);
  const source = "/{var,usr}/lib/**";
  errors.push(...packaged.errors.map((error) => toTriageError(error, { scope: "field", source })));
  const isKnown = (path: LosslessString): boolean => packaged.databases.length === 0 || packaged.owners.has(path);
  return { argv0, unpackaged: new Set([...paths].filter((path) => !isKnown(path))), errors };
}

function isOnHost(program: Program | null): boolean {
  return program?.cgroup != null && containerOf(program.cgroup) === null;
}

function isOnDisk(program: Program | null): program is Program & { readonly exe: LosslessString } {
  const exe = program?.exe ?? null;
  return exe !== null && !exe.startsWith("/memfd:") && !exe.endsWith(" (deleted)");
}
