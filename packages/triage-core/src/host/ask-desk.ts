import { AskQueue } from "./ask-queue.ts";
import type { AskScope } from "./ask-scope.ts";
import type { Pending } from "./pending.ts";

const DEFERRED_A_CHUNK = 16;

/** What a reader likes to be given first, so that a walk and a look at all processes do not wait for each other. */
export type AskKind = "kernel" | "files";

/** Every ask that no reader has: two queues, what waits until they are empty, and per owner what is left for the end. */
export class AskDesk {
  readonly #queues = { kernel: new AskQueue(), files: new AskQueue(), probes: new AskQueue() };
  /** By turn (1 and 2), then by owner. */
  readonly #later = [new Map<number, Pending[]>(), new Map<number, Pending[]>()] as const;

  get isMixed(): boolean {
    return this.#queues.kernel.length > 0 && this.#queues.files.length > 0;
  }

  add(pending: Pending): void {
    this.#queues[queueOf(pending)].push(pending);
  }

  /** Asks that a reader did not get to: first in line again, each in its own line. */
  putBack(pendings: readonly Pending[]): void {
    const first = pendings.filter(({ turn }) => turn === 0);
    for (const [name, queue] of Object.entries(this.#queues)) {
      queue.putBack(first.filter((pending) => queueOf(pending) === name));
    }
    for (const pending of pendings) if (pending.turn > 0) this.defer(pending);
  }

  /** An ask whose turn comes later; where the time that traps may cost is used up, nothing is read that can be one. */
  defer(pending: Pending): void {
    if (pending.scope.isSpent) return this.#spare(pending);
    const line = this.#later[pending.turn === 2 ? 1 : 0];
    const others = line.get(pending.owner);
    if (others === undefined) line.set(pending.owner, [pending]);
    else others.push(pending);
  }

  /** The time that traps may cost is used up: of what was left for later only that is read which cannot be one. */
  spareSpent(scope: AskScope): void {
    for (const line of this.#later) {
      for (const [uid, all] of line) {
        const rest = all.filter((pending) => pending.scope !== scope);
        line.set(uid, rest);
        for (const pending of all) if (pending.scope === scope) this.#spare(pending);
      }
    }
  }

  #spare(pending: Pending): void {
    pending.spared = true;
    pending.turn = 0;
    this.add(pending);
  }

  /** Everything, for the last time. */
  takeAll(): Pending[] {
    const all = [...Object.values(this.#queues).flatMap((queue) => queue.takeAll()), ...this.#deferred()];
    for (const line of this.#later) line.clear();
    return all;
  }

  /** The next asks that travel together; owners of traps come last, and in turn. */
  take(first: AskKind, bytes: number, isFirst: boolean): Pending[] {
    const chunk = this.#queues[first].take(bytes, isFirst);
    if (chunk.length > 0) return chunk;
    const other = this.#queues[first === "kernel" ? "files" : "kernel"].take(bytes, isFirst);
    if (other.length > 0 || !isFirst) return other;
    const probe = this.#queues.probes.take(bytes, isFirst);
    if (probe.length > 0) return probe;
    const turn = takeTurn(this.#later[0]);
    return turn.length > 0 ? turn : takeTurn(this.#later[1]);
  }

  #deferred(): Pending[] {
    return this.#later.flatMap((line) => [...line.values()].flat());
  }
}

/** The next owner's share, who then goes to the end; only for a reader that owes nothing else, as a trap holds it up. */
function takeTurn(line: Map<number, Pending[]>): Pending[] {
  for (const [uid, all] of line) {
    const waiting = all.filter((pending) => !pending.settled);
    const parts = waiting[0]?.ask.kind === "set" ? waiting[0].ask.parts : null;
    const chunk = waiting.filter(({ ask }) => ask.kind === "set" && ask.parts === parts).slice(0, DEFERRED_A_CHUNK);
    const rest = waiting.filter((pending) => !chunk.includes(pending));
    line.delete(uid);
    if (rest.length > 0) line.set(uid, rest);
    if (chunk.length > 0) return chunk;
  }
  return [];
}

/** A look at every number takes long, and what else there is to read does not depend on it. */
function queueOf({ ask }: Pending): AskKind | "probes" {
  if (ask.kind === "probe") return "probes";
  return ask.kind === "set" || ask.path.startsWith("/proc") ? "kernel" : "files";
}
