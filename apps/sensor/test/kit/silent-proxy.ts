import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Passes connections on until it is told to be silent: then it reads nothing and says nothing, and closes nothing. */
export class SilentProxy {
  readonly #sockets: Socket[] = [];
  readonly #server;

  constructor(target: () => number) {
    this.#server = createServer((from) => {
      const to = connect(target(), "127.0.0.1");
      this.#sockets.push(from, to);
      for (const socket of [from, to]) socket.on("error", () => undefined);
      from.pipe(to);
      to.pipe(from);
    });
  }

  /** Resolves with its port. */
  async listen(): Promise<number> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  fallSilent(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
