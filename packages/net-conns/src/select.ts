import { type HostError, type TriageError, toTriageError } from "@livetriage/triage-core";
import { cgroupOf, countRows, judgeOf, toKnown } from "./know.ts";
import type { Context } from "./params.ts";
import { type Choice, chooseSockets, exceedsCaps } from "./rank.ts";
import { type Answers, noAnswers, type Program, readCgroups, readExes, readPrograms } from "./read-processes.ts";
import { readRawOwners } from "./read-raw-owners.ts";
import { isRaw, type KnownSocket, type OwnedSocket, type Owner } from "./socket.ts";

/** The sockets of the document, best first, what the caps cost, and what could not be learnt of the owners. */
export interface Selection extends Pick<Choice, "truncations"> {
  readonly kept: readonly KnownSocket[];
  readonly errors: readonly TriageError[];
}

/**
 * Learn what the owners run and keep what the caps allow. Where they must cut, programs are learnt by a light pass
 * over all owners, and only those of the kept sockets are looked at closely.
 */
export async function selectSockets(ctx: Context, owned: readonly OwnedSocket[]): Promise<Selection> {
  const rowsByInode = countRows(owned);
  const raw = await readRawOwners(ctx, ownersOf(owned.filter(({ socket }) => isRaw(socket))));
  const mustCut = exceedsCaps(owned, ctx.caps);
  const first = await learnt(ctx, owned, mustCut ? readExes : readPrograms);
  const { kept, truncations } = chooseSockets(owned, ctx.caps, judgeOf({ programs: first, raw, rowsByInode }));
  const programs = mustCut ? await learnt(ctx, kept, readPrograms) : first;
  const isBasic = ctx.params.detail === "basic";
  const { paths: cgroups, errors: gaps } = await readCgroups(ctx.host, isBasic ? [] : standIns(kept));
  const places = isBasic ? [] : kept.map((socket) => cgroupOf(socket, { programs, cgroups }) ?? "/");
  const { containers, errors: unread } = await ctx.tables.containers(places, ctx.facts.accounts);
  const run = { programs, raw, cgroups, containers, rowsByInode };
  const errors = [...raw.errors, ...programs.errors, ...gaps, ...unread.map(toFieldError)];
  return { kept: kept.map((socket) => toKnown(socket, run)), truncations, errors };
}

/** Programs of the owners; at `basic` only of those of raw and packet sockets. */
async function learnt(
  { host, params }: Context,
  sockets: readonly OwnedSocket[],
  read: typeof readPrograms,
): Promise<Answers<Program>> {
  const asked = params.detail === "basic" ? sockets.filter(({ socket }) => isRaw(socket)) : sockets;
  return asked.length === 0 ? noAnswers() : read(host, ownersOf(asked));
}

function ownersOf(sockets: readonly OwnedSocket[]): Owner[] {
  return sockets.flatMap(({ process }) => process ?? []);
}

/** One container's files stand for those of all. */
function toFieldError(error: HostError): TriageError {
  return toTriageError(error, { scope: "field", source: error.path.replace(/[0-9a-f]{64}/, "*") });
}

/** Processes through which the namespaces of sockets without owner were read. */
function standIns(sockets: readonly OwnedSocket[]): readonly number[] {
  const pids = sockets.flatMap(({ process, through }) => (process === null ? (through ?? []) : []));
  return [...new Set(pids)];
}
