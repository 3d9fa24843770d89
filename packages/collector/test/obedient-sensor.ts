import { randomBytes } from "node:crypto";
import {
  type Command,
  CommandKind,
  CommandState,
  decodeCommand,
  RefusalReason,
  type SignedDocument,
  toHex,
} from "@livetriage/proto-types";
import { TestSession } from "./open-session.ts";
import type { RunningFleet, TestSensor } from "./running-fleet.ts";
import { chunksOf, manifestOf, put } from "./upload.ts";

/** What a sensor does with a command to collect. */
export type Behaviour = "deliver" | "keep running" | "refuse as busy";

/** A sensor that does what it is told, and remembers what that was. */
export class ObedientSensor {
  readonly sensor: TestSensor;
  /** Ids of the commands that came, by kind, in their order. */
  readonly heard: { readonly kind: CommandKind; readonly id: string }[] = [];
  readonly #fleet: RunningFleet;
  readonly #behaviour: Behaviour;
  #session: TestSession | null = null;
  #nonce: Uint8Array = new Uint8Array();

  constructor(fleet: RunningFleet, sensor: TestSensor, behaviour: Behaviour) {
    this.#fleet = fleet;
    this.sensor = sensor;
    this.#behaviour = behaviour;
  }

  /** Begins a session, and does what comes until that ends. */
  async come(): Promise<void> {
    const session = new TestSession(this.#fleet.sensorClient(this.sensor));
    session.hello(this.#nonce);
    this.#nonce = (await session.next("welcome")).sessionNonce;
    this.#session = session;
    void this.#obey(session).catch(() => undefined); // the session has ended
  }

  go(): void {
    this.#session?.drop();
  }

  heardOf(kind: CommandKind): string[] {
    return this.heard.filter((each) => each.kind === kind).map(({ id }) => id);
  }

  async #obey(session: TestSession): Promise<void> {
    for (;;) await this.#do(session, await session.next("command"));
  }

  async #do(session: TestSession, document: SignedDocument): Promise<void> {
    const decoded = decodeCommand(document.payload);
    if (!decoded.ok) throw new Error(decoded.problem);
    const { commandId, kind } = decoded.value;
    this.heard.push({ kind, id: toHex(commandId) });
    if (kind !== CommandKind.COLLECT) {
      session.say({ case: "status", value: { commandId, state: CommandState.DONE } });
    } else if (this.#behaviour === "refuse as busy") {
      session.say({ case: "status", value: { commandId, state: CommandState.REFUSED, reason: RefusalReason.BUSY } });
    } else {
      session.say({ case: "receipt", value: { commandId } });
      session.say({ case: "status", value: { commandId, state: CommandState.RUNNING, attempt: 1 } });
      if (this.#behaviour === "deliver") await this.#deliver(session, decoded.value);
    }
  }

  async #deliver(session: TestSession, { commandId }: Command): Promise<void> {
    const pack = { packageId: randomBytes(16), commandId, attempt: 1, sealed: randomBytes(100) };
    session.say({ case: "offer", value: { packageId: pack.packageId, commandId } });
    await session.next("grant");
    const client = this.#fleet.sensorClient(this.sensor);
    await client.openUpload(pack);
    await put(client, chunksOf(pack));
    await client.commitUpload({ packageId: pack.packageId, manifest: manifestOf(pack, this.sensor) });
  }
}
