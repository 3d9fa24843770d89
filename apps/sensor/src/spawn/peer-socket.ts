import { Socket } from "node:net";
import { type Answer, encodeAnswer } from "../wire/answer.ts";

/** The connection that this process was started for: its standard input and output are one socket. */
export class PeerSocket {
  readonly #socket = new Socket({ fd: 0, readable: true, writable: true, allowHalfOpen: true });
  /** Fires when the other side wants no more: it sends nothing further, or is gone. */
  readonly cancelled: AbortSignal;

  constructor() {
    const controller = new AbortController();
    this.cancelled = controller.signal;
    this.#socket.on("end", () => controller.abort("cancelled"));
    this.#socket.on("error", () => process.exit(0)); // nobody is left to collect for
    this.#socket.on("close", () => process.exit(0));
  }

  /** Resolves when the system took all of it. */
  async answer(answer: Answer): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.write(encodeAnswer(answer), () => resolve()));
  }

  /** The first line, of at most that many bytes; null when there is none. Reads on, to hear of the end. */
  async firstLine(limit: number): Promise<string | null> {
    let text = "";
    return new Promise((resolve) => {
      this.#socket.on("end", () => resolve(null));
      this.#socket.on("data", (bytes) => {
        text += bytes.toString("latin1");
        const end = text.indexOf("\n");
        if (end >= 0) resolve(text.slice(0, end));
        else if (text.length > limit) resolve(null);
      });
    });
  }

  /** Ends the process when the other side has all. */
  close(): void {
    this.#socket.end(() => process.exit(0));
  }
}
