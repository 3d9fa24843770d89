/**
 * What the reader is doing right now, readable from outside even when it cannot answer: its own name in
 * `/proc/READER/stat`, `SEQ.DETAIL.STEP` in base 36. Setting it costs less than a microsecond, a frame through the
 * pipe would cost a flush. Main compares two looks: an unchanged word is no progress, and SEQ says whom to blame.
 *
 * Units: SEQ is the ask's number; DETAIL is the part of a process (1 is the first, 0 the directory itself) or the id
 * of the mount that is about to be touched; STEP counts within one ask.
 */
export class Register {
  #seq = 0;
  #detail = 0;
  #steps = 0;

  /** A new ask begins. */
  begin(seq: number): void {
    this.#seq = seq;
    this.touch(0);
  }

  /** The same ask, at something else that may block. */
  touch(detail: number): void {
    this.#detail = detail;
    this.#steps = 0;
    process.title = `${this.#seq.toString(36)}.${detail.toString(36)}`;
  }

  /** As `touch`, unless that is where we are. */
  enter(detail: number): void {
    if (detail !== this.#detail) this.touch(detail);
  }

  /** Still at it. */
  step(): void {
    this.#steps = (this.#steps + 1) % MOST_STEPS;
    process.title = `${this.#seq.toString(36)}.${this.#detail.toString(36)}.${this.#steps.toString(36)}`;
  }

  idle(): void {
    process.title = IDLE;
  }
}

/** Three digits. */
const MOST_STEPS = 36 ** 3;

/** The word of a reader that waits for orders. */
const IDLE = "lt-reader";

/** A word seen from outside; null when the reader is idle or has not begun. */
export function parseWord(word: string): { readonly seq: number; readonly detail: number } | null {
  const match = /^([0-9a-z]{1,7})\.([0-9a-z]{1,6})(?:\.[0-9a-z]{1,3})?$/.exec(word);
  if (match === null) return null;
  return { seq: Number.parseInt(match[1] as string, 36), detail: Number.parseInt(match[2] as string, 36) };
}
