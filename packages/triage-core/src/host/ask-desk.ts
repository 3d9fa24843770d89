import { AskQueue } from "./ask-queue.ts";
import type { AskScope } from "./ask-scope.ts";
import type { Pending } from "./pending.ts";

const DEFERRED_A_CHUNK = 16;

/** What a reader likes to be given first, so that a walk and a look at all processes do not wait for each other. */
export type AskKind = "kernel" | "files";

/** Every ask that no reader has: two queues, and per owner those that are left for the end. */
export class AskDesk {
  readonly #queues = { kernel: new AskQueue(), files: new AskQueue() };
  readonly #deferred = new Map<number, Pending[]>();

  get isMixed(): boolean {
    return this.#queues.kernel.length > 0 && this.#queues.files.length > 0;
  }

  add(pending: Pending): void {
    this.#queues[kindOf(pending)].push(pending);
  }

  /** Asks that a reader did not get to: first in line again. */
  putBack(pendings: readonly Pending[]): void {
    this.#queues.kernel.putBack(pendings.filter((pending) => kindOf(pending) === "kernel"));
    this.#queues.files.putBack(pendings.filter((pending) => kindOf(pending) === "files"));
  }

  /** An ask whose process belongs to an owner of traps. */
  defer(pending: Pending, uid: number): void {
    pending.insist = true;
    if (pending.scope.isSpent) return pending.fail("SKIPPED", "budget");
    this.#deferred.set(uid, [...(this.#deferred.get(uid) ?? []), pending]);
  }

  /** The time that traps may cost is used up: what was left for the end is not read any more. */
  failSpent(scope: AskScope): void {
    for (const pending of [...this.#deferred.values()].flat()) {
      if (pending.scope === scope) pending.fail("SKIPPED", "budget");
    }
  }

  /** Everything, for the last time. */
  takeAll(): Pending[] {
    const queued = Object.values(this.#queues).flatMap((queue) => queue.takeAll());
    const all = [...queued, ...[...this.#deferred.values()].flat()];
    this.#deferred.clear();
    return all;
  }

  /** The next asks that travel together; owners of traps come last, and in turn. */
  take(first: AskKind, bytes: number, isFirst: boolean): Pending[] {
    const chunk = this.#queues[first].take(bytes, isFirst);
    if (chunk.length > 0) return chunk;
    const other = this.#queues[first === "kernel" ? "files" : "kernel"].take(bytes, isFirst);
    return other.length > 0 || !isFirst ? other : this.#takeDeferred();
  }

  /** Only for a reader that owes nothing else, so that a trap holds up nobody. */
  #takeDeferred(): Pending[] {
    for (const [uid, all] of this.#deferred) {
      const waiting = all.filter((pending) => !pending.settled);
      const parts = waiting[0]?.ask.kind === "set" ? waiting[0].ask.parts : null;
      const chunk = waiting.filter(({ ask }) => ask.kind === "set" && ask.parts === parts).slice(0, DEFERRED_A_CHUNK);
      this.#deferred.delete(uid);
      if (waiting.length > chunk.length)
        this.#deferred.set(
          uid,
          waiting.filter((pending) => !chunk.includes(pending)),
        );
      if (chunk.length > 0) return chunk;
    }
    return [];
  }
}

function kindOf({ ask }: Pending): AskKind {
  return ask.kind === "set" || ask.path.startsWith("/proc") ? "kernel" : "files";
}
