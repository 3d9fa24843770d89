import { connect, createServer, type Server, type Socket } from "node:net";

/** What befalls a connection when so many bytes have passed, counted over both directions. */
export interface Fault {
  readonly kind: "reset" | "truncate" | "drop" | "flip" | "delay";
  readonly afterBytes: number;
  /** Of a delay. */
  readonly ms: number;
}

/** A TCP proxy that treats its connections badly, one fault each, until there are no faults left. */
export interface FaultProxy {
  readonly port: number;
  /** Faults of the connections to come. */
  plan(faults: readonly Fault[]): void;
  /** Resets the connections that are open when so many more bytes have passed. */
  cutAfter(bytes: number): void;
  close(): Promise<void>;
}

export async function faultProxy(targetPort: number): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  const links = new Set<Link>();
  let faults: Fault[] = [];
  const server = createServer((client) => {
    const upstream = connect(targetPort, "127.0.0.1");
    const link = new Link(client, upstream, faults.shift() ?? null);
    links.add(link);
    client.on("close", () => links.delete(link));
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => link.end());
      socket.on("close", () => sockets.delete(socket) && link.end());
    }
    link.pump(client, upstream);
    link.pump(upstream, client);
  });
  const port = await listen(server);
  return {
    port,
    plan(next) {
      faults = [...next];
    },
    cutAfter(bytes) {
      for (const link of links) link.cutAfter(bytes);
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One connection and what is to befall it. */
class Link {
  readonly #client: Socket;
  readonly #upstream: Socket;
  #fault: Fault | null;
  #bytes = 0;

  constructor(client: Socket, upstream: Socket, fault: Fault | null) {
    this.#client = client;
    this.#upstream = upstream;
    this.#fault = fault;
  }

  pump(from: Socket, to: Socket): void {
    from.on("data", (bytes: Buffer) => this.#pass(bytes, from, to));
    to.on("drain", () => from.resume());
    from.on("end", () => to.end());
  }

  cutAfter(bytes: number): void {
    this.#fault = { kind: "reset", afterBytes: this.#bytes + bytes, ms: 0 };
  }

  end(): void {
    this.#client.destroy();
    this.#upstream.destroy();
  }

  #pass(bytes: Buffer, from: Socket, to: Socket): void {
    const fault = this.#fault;
    const before = this.#bytes;
    this.#bytes += bytes.length;
    if (fault === null || this.#bytes <= fault.afterBytes) {
      if (!to.write(bytes)) from.pause();
      return;
    }
    this.#fault = null;
    this.#strike(fault, bytes, fault.afterBytes - before, { from, to });
  }

  /** `at` is the place in these bytes from which on the fault is felt. */
  #strike({ kind, ms }: Fault, bytes: Buffer, at: number, { from, to }: { from: Socket; to: Socket }): void {
    if (kind === "delay") {
      from.pause();
      setTimeout(() => to.write(bytes) && from.resume(), ms);
    } else if (kind === "flip") {
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      to.write(bytes);
    } else {
      to.write(bytes.subarray(0, at));
      if (kind === "truncate") to.end();
      if (kind === "reset") {
        this.#client.resetAndDestroy();
        this.#upstream.resetAndDestroy();
      }
    }
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
}
