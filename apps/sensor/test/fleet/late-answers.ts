import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Time enough to see that the Collector has done something before the sensor hears of it. */
const LATE_MS = 1_000;

/** A way to the Collector on which its answers come late, or not at all, when that is wanted. */
export class LateAnswers {
  readonly #sockets = new Set<Socket>();
  readonly #server;
  #lateMs = 0;
  #lost = false;

  constructor(target: () => number) {
    this.#server = createServer((near) => {
      const far = connect(target(), "127.0.0.1");
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on("error", () => undefined);
        socket.on("close", () => [near, far].forEach((one) => one.destroy()));
      }
      near.pipe(far);
      far.on("data", (bytes) => {
        setTimeout(() => this.#lost || near.write(bytes), this.#lateMs);
      });
    });
  }

  /** Resolves with its port. */
  async listen(): Promise<number> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  slowDown(): void {
    this.#lateMs = LATE_MS;
  }

  /** What is on its way is lost. */
  lose(): void {
    this.#lost = true;
  }

  /** Connections that are open end; those that come are answered at once. */
  goOn(): void {
    this.#lateMs = 0;
    for (const socket of this.#sockets) socket.destroy();
    this.#lost = false;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
