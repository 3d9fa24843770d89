import type { LosslessString } from "@livetriage/triage-core/text";

/** A directory to be listed. */
export interface Directory {
  readonly path: LosslessString;
  /** Levels below its start point, which is 0. */
  readonly depth: number;
  /** Start point that it was reached from. */
  readonly start: LosslessString;
  readonly uid: number;
}

/** Directories that wait, taken in turn over start points and owners: nobody's tree keeps another's from being walked. */
export interface Frontier {
  push(directory: Directory): void;
  /** The next directory, undefined when none waits. */
  next(): Directory | undefined;
  /** Directories that wait or did not fit, per start point. */
  left(): ReadonlyMap<LosslessString, number>;
}

interface Queue {
  readonly start: LosslessString;
  readonly waiting: Directory[];
  head: number;
  overflow: number;
}

/** First in, first out within one start point and owner; a queue of `maxWaiting` counts what it cannot hold. */
export function createFrontier(maxWaiting: number): Frontier {
  const queues = new Map<string, Queue>();
  let turns: Queue[] = [];
  let turn = 0;
  return {
    push(directory) {
      const key = `${directory.uid} ${directory.start}`;
      const queue = queues.get(key) ?? { start: directory.start, waiting: [], head: 0, overflow: 0 };
      queues.set(key, queue);
      if (queue.waiting.length - queue.head >= maxWaiting) queue.overflow++;
      else queue.waiting.push(directory);
    },
    next() {
      if (turn >= turns.length) {
        turns = [...queues.values()].filter(({ waiting, head }) => head < waiting.length);
        turn = 0;
      }
      const queue = turns[turn++];
      return queue === undefined ? undefined : take(queue);
    },
    left() {
      const left = new Map<LosslessString, number>();
      for (const { start, waiting, head, overflow } of queues.values()) {
        const count = waiting.length - head + overflow;
        if (count > 0) left.set(start, (left.get(start) ?? 0) + count);
      }
      return left;
    },
  };
}

const COMPACT_AT = 4096;

function take(queue: Queue): Directory | undefined {
  const directory = queue.waiting[queue.head++];
  if (queue.head >= COMPACT_AT) {
    queue.waiting.splice(0, queue.head);
    queue.head = 0;
  }
  return directory;
}
