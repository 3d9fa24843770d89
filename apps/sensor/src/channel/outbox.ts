/** What is to be sent on one stream: pushed here, pulled there. */
export class Outbox<T> implements AsyncIterable<T> {
  readonly #waiting: T[] = [];
  #closed = false;
  #wake: () => void = () => undefined;

  push(message: T): void {
    if (this.#closed) return;
    this.#waiting.push(message);
    this.#wake();
  }

  /** What was pushed is still sent. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    while (true) {
      for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) yield next;
      if (this.#closed) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
