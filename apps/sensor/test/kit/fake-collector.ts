import { createHash, generateKeyPairSync, randomBytes, randomUUID, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { createSecureServer } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError, type ConnectRouter } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import {
  type CommandState,
  CommitOutcome,
  EnrollmentService,
  MAX_CHUNK_BYTES,
  type Manifest,
  type PutChunksRequest,
  SensorChannelService,
  type SessionRequest,
  type SessionResponseSchema,
  toHex,
  verifyHostKey,
  verifyManifest,
} from "@livetriage/proto-types";
import { openAuthority } from "../../../../packages/collector/src/ca/authority.ts";
import { issueClientCertificate, issueServerCertificate } from "../../../../packages/collector/src/ca/certificates.ts";
import { Outbox } from "../../src/channel/outbox.ts";
import { FLEET, nowMs, type TestFleet } from "./test-fleet.ts";

type Body = NonNullable<MessageInitShape<typeof SessionResponseSchema>["body"]>;
type Frame = SessionRequest["body"];

/** One session as the test sees it. */
export interface TestSession {
  send(body: Body): void;
  /** The frames so far. */
  readonly frames: Frame[];
}

export interface StoredPackage {
  commandId: string;
  attempt: number;
  sealed: Buffer;
  manifest?: Manifest;
}

/** A Collector that does as the test tells it, over real TLS. */
export class FakeCollector {
  readonly fleet: TestFleet;
  readonly packages = new Map<string, StoredPackage>();
  readonly sessions: TestSession[] = [];
  readonly labels: { name: string; value: string }[] = [{ name: "env", value: "test" }];
  /** Shown in Welcome; changed by tests of clocks. */
  serverTimeMs = nowMs;
  /** Grants every offer at once. */
  grants = true;
  /** Breaks a stream of chunks after so many bytes, once. */
  breakAfter = Number.POSITIVE_INFINITY;
  sensorId = "";
  /** Sealed bytes that came, also those that came twice. */
  sent = 0;
  /** Log of the sensor, for a test that waits in vain. */
  explain = (): string => "";
  certificate?: X509Certificate;
  /** Where it listens. */
  host = "127.0.0.1";
  port = 0;
  /** Names and addresses in its certificate. */
  names = ["127.0.0.1"];
  #seq = new WeakMap<TestSession, bigint>();
  #changed: (() => void)[] = [];
  #close: () => Promise<void> = async () => undefined;

  constructor(fleet: TestFleet) {
    this.fleet = fleet;
  }

  /** How a host reaches it. */
  get endpoint(): string {
    const [name = ""] = this.names;
    return `${name.includes(":") ? `[${name}]` : name}:${this.port}`;
  }

  /** Listens, on the port it had before if there was one. */
  async listen(): Promise<void> {
    const authority = openAuthority(this.fleet.ca.certificate, this.fleet.ca.key);
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const endpoints = this.names.map((host) => ({ host, port: 0 }));
    const certificate = await issueServerCertificate(authority, endpoints, publicKey, nowMs());
    const shutdown = new AbortController();
    const server = createSecureServer(
      {
        key: privateKey.export({ type: "pkcs8", format: "pem" }),
        cert: certificate.toString(),
        ca: this.fleet.ca.certificate,
        requestCert: true,
        rejectUnauthorized: false,
        minVersion: "TLSv1.3",
      },
      connectNodeAdapter({ routes: (router) => this.#routes(router), shutdownSignal: shutdown.signal }),
    );
    const open = new Set<Socket>();
    server.on("connection", (socket: Socket) => {
      open.add(socket);
      socket.on("close", () => open.delete(socket));
    });
    server.on("session", (session) => session.on("error", () => undefined));
    server.on("secureConnection", (socket) => socket.on("error", () => undefined));
    server.listen(this.port, this.host);
    await once(server, "listening");
    this.port = (server.address() as AddressInfo).port;
    this.#close = async () => {
      shutdown.abort(new ConnectError("closed", Code.Unavailable));
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    };
  }

  /** Away, as after a crash: nothing is said. */
  async close(): Promise<void> {
    await this.#close();
  }

  /** The newest session, when there are at least so many. */
  async session(count = 1): Promise<TestSession> {
    return this.until(() => (this.sessions.length >= count ? this.sessions.at(-1) : undefined), `session ${count}`);
  }

  /** What the check finds, when it finds something; within 100 s. */
  async until<T>(check: () => T | undefined | false, what: string): Promise<T> {
    const end = performance.now() + 100_000;
    for (;;) {
      const found = check();
      if (found !== undefined && found !== false) return found;
      const left = end - performance.now();
      if (left <= 0) throw new Error(`not within 100 s: ${what}\n${this.explain()}`);
      await new Promise<void>((resolve) => {
        this.#changed.push(resolve);
        setTimeout(resolve, Math.min(left, 500));
      });
    }
  }

  /** How a sensor answered a command: its last status of that state. */
  async status(session: TestSession, commandId: string, state: CommandState) {
    const isIt = (frame: Frame) =>
      frame.case === "status" && toHex(frame.value.commandId) === commandId && frame.value.state === state;
    const found = await this.until(() => session.frames.find(isIt), `status ${state} of ${commandId}`);
    return found.case === "status" ? found.value : undefined;
  }

  /** The whole package of a command. */
  async delivered(commandId: string): Promise<StoredPackage & { manifest: Manifest }> {
    const whole = (p: StoredPackage) => p.commandId === commandId && p.manifest !== undefined;
    const found = await this.until(() => [...this.packages.values()].find(whole), `package of ${commandId}`);
    return { ...found, manifest: found.manifest as Manifest };
  }

  #tell(): void {
    for (const wake of this.#changed.splice(0)) wake();
  }

  #routes(router: ConnectRouter): void {
    router.service(EnrollmentService, {
      enroll: async ({ key }) => {
        const publicKey = key && verifyHostKey(key);
        if (publicKey == null) throw new ConnectError("no proof", Code.InvalidArgument);
        const authority = openAuthority(this.fleet.ca.certificate, this.fleet.ca.key);
        this.sensorId = randomUUID();
        const identity = { fleetId: FLEET, role: "sensor", name: this.sensorId, labels: this.labels } as const;
        this.certificate = await issueClientCertificate(authority, identity, publicKey, nowMs());
        return { certificate: this.certificate.raw, keyPolicy: this.fleet.policy(1n) };
      },
    });
    router.service(SensorChannelService, {
      session: (requests) => this.#session(requests),
      openUpload: ({ packageId, commandId, attempt }) => this.#open(toHex(packageId), toHex(commandId), attempt),
      putChunks: (requests) => this.#put(requests),
      commitUpload: ({ packageId, manifest }) => this.#commit(toHex(packageId), manifest),
    });
  }

  async *#session(requests: AsyncIterable<SessionRequest>) {
    const outbox = new Outbox<{ seq: bigint; body: Body }>();
    const frames: Frame[] = [];
    const session: TestSession = {
      frames,
      send: (body) => {
        const seq = (this.#seq.get(session) ?? 0n) + 1n;
        this.#seq.set(session, seq);
        outbox.push({ seq, body });
      },
    };
    const incoming = requests[Symbol.asyncIterator]();
    const take = async (): Promise<boolean> => {
      const { done, value } = await incoming.next();
      if (done === true) return false;
      const { body } = value;
      frames.push(body);
      if (body.case === "offer" && this.grants) session.send(grantOf(body.value.packageId));
      if (body.case === "bye") outbox.close();
      this.#tell();
      return true;
    };
    await take(); // Hello
    void (async () => {
      while (await take());
    })().catch(() => outbox.close());
    const welcome = {
      sessionNonce: randomBytes(16),
      heartbeatSeconds: 60,
      serverTimeMs: BigInt(this.serverTimeMs()),
      proto: 1,
    };
    session.send({ case: "welcome", value: welcome });
    this.sessions.push(session);
    this.#tell();
    yield* outbox;
  }

  #open(packageId: string, commandId: string, attempt: number) {
    const known = this.packages.get(packageId) ?? {
      commandId,
      attempt,
      sealed: Buffer.alloc(0),
    };
    this.packages.set(packageId, known);
    return { committedOffset: BigInt(known.sealed.length), committed: known.manifest !== undefined };
  }

  async *#put(requests: AsyncIterable<PutChunksRequest>) {
    for await (const { chunk } of requests) {
      const held = chunk && this.packages.get(toHex(chunk.packageId));
      if (chunk === undefined || held === undefined) throw new ConnectError("not opened", Code.NotFound);
      if (!createHash("sha256").update(chunk.sealed).digest().equals(chunk.sha256))
        throw new ConnectError("digest", Code.InvalidArgument);
      if (Number(chunk.offset) !== held.sealed.length) throw new ConnectError("offset", Code.OutOfRange);
      this.sent += chunk.sealed.length;
      const room = this.breakAfter - held.sealed.length;
      if (room < chunk.sealed.length) {
        held.sealed = Buffer.concat([held.sealed, chunk.sealed.subarray(0, Math.max(0, room))]);
        this.breakAfter = Number.POSITIVE_INFINITY;
        throw new ConnectError("broken by the test", Code.Unavailable);
      }
      held.sealed = Buffer.concat([held.sealed, chunk.sealed]);
      this.#tell();
      yield { ack: { committedOffset: BigInt(held.sealed.length) } };
    }
  }

  #commit(packageId: string, document?: Parameters<typeof verifyManifest>[0]) {
    const held = this.packages.get(packageId);
    if (held === undefined || document === undefined || this.certificate === undefined)
      throw new ConnectError("what?", Code.NotFound);
    const authorities = [new X509Certificate(this.fleet.ca.certificate)];
    const verified = verifyManifest(document, { fleetId: FLEET, authorities, certificate: this.certificate });
    if (!verified.ok) throw new ConnectError(verified.problem, Code.InvalidArgument);
    const sha256 = createHash("sha256").update(held.sealed).digest();
    if (!sha256.equals(verified.value.sealedSha256)) throw new ConnectError("sealed digest", Code.InvalidArgument);
    held.manifest = verified.value;
    this.#tell();
    return { outcome: CommitOutcome.COMMITTED };
  }
}

function grantOf(packageId: Uint8Array): Body {
  return { case: "grant", value: { packageId, chunkBytes: MAX_CHUNK_BYTES, windowBytes: 1_048_576, ttlSeconds: 60 } };
}
