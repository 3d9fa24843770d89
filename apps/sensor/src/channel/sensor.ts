import { Code, ConnectError } from "@connectrpc/connect";
import { type Drain, jittered, type SessionResponse, type Tune, type Welcome } from "@livetriage/proto-types";
import type { FleetIdentity } from "../config/fleet-identity.ts";
import { SELF } from "../version.ts";
import { wait } from "../wait.ts";
import { CommandDesk } from "./command-desk.ts";
import type { Connection } from "./connection.ts";
import { Jobs } from "./jobs.ts";
import { Renewal } from "./renewal.ts";
import type { SensorParts } from "./sensor-parts.ts";
import { Session } from "./session.ts";
import { tellUnwritten } from "./tell-unwritten.ts";
import type { Telling } from "./telling.ts";
import { Uploads } from "./uploads.ts";

/** The version of the protocol that is spoken. */
const PROTO = 1;

/** The network side of a sensor, over one session after another. */
export class Sensor {
  readonly #parts: SensorParts;
  readonly #identity: FleetIdentity;
  readonly #jobs: Jobs;
  readonly #desk: CommandDesk;
  readonly #uploads: Uploads;
  readonly #renewal: Renewal;
  #session: Session | null = null;
  #heartbeatMs = 60_000;
  /** Resolves at the moment at which the Collector's word to leave is followed. */
  #leaving: Promise<void> | null = null;
  readonly #stopped = new AbortController();

  constructor(parts: SensorParts, identity: FleetIdentity) {
    this.#parts = parts;
    this.#identity = identity;
    this.#renewal = new Renewal(parts, identity);
    this.#uploads = new Uploads(parts, identity.trust.sensorId, (held) => this.#jobs.delivered(held));
    const tell: Telling = {
      receipt: (commandId) => this.#session?.send({ case: "receipt", value: { commandId } }),
      status: (commandId, state, reason, attempt) =>
        this.#session?.send({ case: "status", value: { commandId, state, reason, attempt } }),
      offer: () => this.#uploads.offerNext(),
    };
    this.#jobs = new Jobs(parts, tell);
    this.#desk = new CommandDesk(parts, this.#jobs, tell);
  }

  /** Is a collection waiting or running, or a package not delivered? */
  get busy(): boolean {
    return this.#jobs.any;
  }

  /**
   * One session, from Hello to its end. Throws when it broke.
   *
   * A Collector that was about to go may end it before the moment that was chosen to leave: that moment is waited for. One
   * that does not know us, for our certificate has expired, may still renew it.
   */
  async serve(open: () => Connection): Promise<void> {
    this.#leaving = null;
    await this.#serve(open()).catch(async (error: unknown) => {
      if (ConnectError.from(error).code === Code.Unauthenticated) await this.#renewal.ofExpired(open());
      else if (this.#leaving === null) throw error;
      else await this.#leaving;
    });
  }

  async #serve(connection: Connection): Promise<void> {
    const session = new Session(connection);
    this.#session = session;
    try {
      await session.run(
        { case: "hello", value: this.#hello() },
        (welcome) => this.#welcomed(welcome, session, connection),
        (body) => this.#take(body, session, connection),
      );
    } finally {
      this.#session = null;
    }
  }

  /** No more commands; what is under way may end. */
  stop(): void {
    this.#desk.close();
  }

  /** Leave the Collector. */
  bye(reason: string): void {
    this.#stopped.abort();
    this.#session?.bye(reason);
  }

  #hello() {
    const authorities = this.#identity.authorityCount;
    const resident = this.#parts.spool.list().map(({ ids }) => Buffer.from(ids.packageId, "hex"));
    return {
      protoMin: PROTO,
      protoMax: PROTO,
      build: `${SELF.version} ${SELF.build ?? "unknown"}`,
      bootIdHash: Buffer.from(this.#parts.boot, "hex"),
      previousSessionNonce: this.#parts.memory.sessionNonce,
      residentPackages: resident,
      keyPolicyVersion: this.#identity.policyVersion,
      ...(authorities && { authorities }),
    };
  }

  async #welcomed(welcome: Welcome, session: Session, connection: Connection): Promise<void> {
    const { anchored, memory, metrics, log } = this.#parts;
    anchored.anchor(Number(welcome.serverTimeMs));
    await memory.writeSessionNonce(welcome.sessionNonce);
    await connection.remember();
    metrics.add("livetriage_sensor_sessions_total");
    metrics.set("livetriage_sensor_connected", 1);
    session.signal.addEventListener("abort", () => metrics.set("livetriage_sensor_connected", 0), { once: true });
    log("info", "connected");
    this.#setHeartbeat(welcome.heartbeatSeconds);
    this.#uploads.open({
      client: session.client,
      pair: this.#identity.pair,
      signal: session.signal,
      offer: ({ ids, size }) => {
        const [packageId, commandId] = [Buffer.from(ids.packageId, "hex"), Buffer.from(ids.commandId, "hex")];
        session.send({ case: "offer", value: { packageId, commandId, sealedBytes: BigInt(size) } });
      },
    });
    this.#beat(session, connection);
    this.#renewal.ifOfFormerAuthority(session, connection);
  }

  /** A sign of life now and then, and a look at the certificate. */
  #beat(session: Session, connection: Connection): void {
    const timer = setTimeout(
      () => {
        const collecting = this.#jobs.any;
        session.send({ case: "heartbeat", value: { spoolBytes: BigInt(this.#parts.spool.bytes), collecting } });
        this.#beat(session, connection);
      },
      jittered(this.#heartbeatMs, Math.random()),
    );
    session.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
    void this.#renewal.ifDue(session, connection);
  }

  async #take(body: SessionResponse["body"], session: Session, connection: Connection): Promise<void> {
    if (body.case === "command") await this.#desk.receive(body.value);
    else if (body.case === "grant") this.#uploads.granted(body.value);
    else if (body.case === "missing") this.#uploads.missing(body.value);
    else if (body.case === "drain") this.#drain(body.value, session);
    else if (body.case === "tune") await this.#tune(body.value, session, connection);
  }

  #drain({ afterMsMin, afterMsMax }: Drain, session: Session): void {
    const after = afterMsMin + Math.random() * Math.max(0, afterMsMax - afterMsMin);
    this.#leaving = wait(after, this.#stopped.signal);
    void this.#leaving.then(() => session.bye("drain"));
  }

  async #tune(tune: Tune, session: Session, connection: Connection): Promise<void> {
    const { heartbeatSeconds, keyPolicy, authorities, renewWithinSeconds } = tune;
    this.#setHeartbeat(heartbeatSeconds);
    if (renewWithinSeconds > 0) this.#renewal.withinMs = renewWithinSeconds * 1_000;
    const unwritten = tellUnwritten(this.#parts.log, "key policy is followed, a restart forgets it");
    const problem = keyPolicy === undefined ? null : await this.#identity.takePolicy(keyPolicy).catch(unwritten);
    if (problem !== null) this.#parts.log("warn", "key policy refused", { problem });
    if (authorities !== undefined) await this.#renewal.takeAuthorities(authorities, session, connection);
  }

  #setHeartbeat(seconds: number): void {
    if (seconds > 0) this.#heartbeatMs = Math.min(900, Math.max(60, seconds)) * 1_000;
  }
}
