import type { TriageError } from "@livetriage/triage-core";
import { countRows, type Knowledge, toKnown } from "./know.ts";
import type { Context } from "./params.ts";
import { type Choice, chooseSockets, exceedsCaps } from "./rank.ts";
import {
  type Answers,
  noAnswers,
  type Program,
  readArgv0,
  readContainers,
  readExes,
  readPrograms,
} from "./read-processes.ts";
import { isRaw, type OwnedSocket, type Owner } from "./socket.ts";

/** The sockets of the document, and what could not be learnt of their owners. */
export interface Selection extends Choice {
  readonly errors: readonly TriageError[];
}

/**
 * Learn what the owners run and keep what the caps allow. Where they must cut, programs are learnt by a light pass
 * over all owners, and only those of the kept sockets are looked at closely.
 */
export async function selectSockets(ctx: Context, owned: readonly OwnedSocket[]): Promise<Selection> {
  const rowsByInode = countRows(owned);
  const argv0 = await readArgv0(ctx.host, ownersOf(owned.filter(({ socket }) => isRaw(socket))));
  const light = async (): Promise<Choice> => {
    const programs = await learnt(ctx, owned, readExes);
    const run = { programs, argv0, containers: new Map(), rowsByInode };
    return chooseSockets(
      owned.map((socket) => toKnown(socket, run)),
      ctx.caps,
    );
  };
  const { kept, truncations } = exceedsCaps(owned, ctx.caps) ? await light() : { kept: owned, truncations: [] };
  const programs = await learnt(ctx, kept, readPrograms);
  const containers = await readContainers(ctx.host, ctx.params.detail === "basic" ? [] : standIns(kept));
  const run: Knowledge = { programs, argv0, containers: containers.ids, rowsByInode };
  const ranked = chooseSockets(
    kept.map((socket) => toKnown(socket, run)),
    ctx.caps,
  );
  return { kept: ranked.kept, truncations, errors: [...argv0.errors, ...programs.errors, ...containers.errors] };
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

/** Processes through which the namespaces of sockets without owner were read. */
function standIns(sockets: readonly OwnedSocket[]): readonly number[] {
  const pids = sockets.flatMap(({ process, through }) => (process === null ? (through ?? []) : []));
  return [...new Set(pids)];
}
