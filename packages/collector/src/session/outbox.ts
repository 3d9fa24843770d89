import { Code, ConnectError } from "@connectrpc/connect";

/** What one sensor may leave unread. */
const MAX_WAITING_BYTES = 1_048_576;
/** What a small message costs, whatever it says. */
const MESSAGE_BYTES = 256;

/** Messages on their way to one peer: written by many, read by the one stream. */
export class Outbox<Message> implements AsyncIterableIterator<Message> {
  readonly #waiting: { readonly message: Message; readonly bytes: number }[] = [];
  #bytes = 0;
  #end: { readonly error: ConnectError | null } | null = null;
  #wake: () => void = () => undefined;

  get ended(): boolean {
    return this.#end !== null;
  }

  /** A peer that does not read loses its stream, its messages are not kept for it. */
  put(message: Message, size = 0): void {
    if (this.#end !== null) return;
    const bytes = size + MESSAGE_BYTES;
    this.#bytes += bytes;
    if (this.#bytes > MAX_WAITING_BYTES) {
      this.#waiting.length = 0;
      this.end(new ConnectError("the messages are not read", Code.ResourceExhausted));
      return;
    }
    this.#waiting.push({ message, bytes });
    this.#wake();
  }

  /** Ends the stream when what waits is read: well, or with an error. */
  end(error: ConnectError | null = null): void {
    this.#end ??= { error };
    this.#wake();
  }

  async next(): Promise<IteratorResult<Message>> {
    for (;;) {
      const first = this.#waiting.shift();
      if (first !== undefined) {
        this.#bytes -= first.bytes;
        return { done: false, value: first.message };
      }
      if (this.#end?.error) throw this.#end.error;
      if (this.#end !== null) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<Message>> {
    this.#waiting.length = 0;
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
