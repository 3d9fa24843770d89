import type { Client } from "@connectrpc/connect";
import {
  jittered,
  type PackageMissing,
  type SensorChannelService,
  toHex,
  type UploadGrant,
} from "@livetriage/proto-types";
import type { KeyPair } from "../config/identity-files.ts";
import type { SensorParts } from "./sensor-parts.ts";
import type { SpooledPackage } from "./spooled-package.ts";
import { upload } from "./upload.ts";

/** A package whose upload broke off is offered again after this long. */
const AGAIN_MS = 2_000;

/** The session that packages are offered and sent on. */
export interface UploadLine {
  readonly client: Client<typeof SensorChannelService>;
  readonly pair: KeyPair;
  /** Fires when the session ends. */
  readonly signal: AbortSignal;
  offer(held: SpooledPackage): void;
}

/** Offers the packages in memory to the Collector, and sends those that it grants. */
export class Uploads {
  readonly #parts: SensorParts;
  readonly #sensorId: string;
  readonly #onDelivered: (held: SpooledPackage) => Promise<void>;
  readonly #running = new Set<string>();
  #line: UploadLine | null = null;

  constructor(parts: SensorParts, sensorId: string, onDelivered: (held: SpooledPackage) => Promise<void>) {
    this.#parts = parts;
    this.#sensorId = sensorId;
    this.#onDelivered = onDelivered;
  }

  /** A session is open: what was not delivered is offered anew. */
  open(line: UploadLine): void {
    this.#line = line;
    this.offerNext();
  }

  /** Offers the package that waits longest: a Collector takes one at a time from a sensor. */
  offerNext(): void {
    const next = this.#parts.spool.list().find(({ committed }) => !committed);
    if (next === undefined || this.#running.size > 0) return;
    if (this.#line?.signal.aborted === false) this.#line.offer(next);
  }

  /** The Collector lost what it had said was durable. */
  missing({ packageId }: PackageMissing): void {
    const held = this.#parts.spool.get(toHex(packageId));
    if (held === undefined) return;
    held.committed = false;
    this.offerNext();
  }

  granted(grant: UploadGrant): void {
    const held = this.#parts.spool.get(toHex(grant.packageId));
    const line = this.#line;
    if (held === undefined || line === null || held.committed || this.#running.has(held.ids.packageId)) return;
    this.#running.add(held.ids.packageId);
    void this.#send(held, grant, line).then((delivered) => {
      this.#running.delete(held.ids.packageId);
      if (delivered) this.offerNext();
      else setTimeout(() => this.offerNext(), jittered(AGAIN_MS, Math.random())).unref();
    });
  }

  async #send(held: SpooledPackage, grant: UploadGrant, { client, pair, signal }: UploadLine): Promise<boolean> {
    const { metrics, log } = this.#parts;
    const lapses = AbortSignal.any([signal, held.gone, AbortSignal.timeout((grant.ttlSeconds || 600) * 1_000)]);
    const onSent = (bytes: number) => metrics.add("livetriage_sensor_uploaded_bytes_total", bytes);
    try {
      await upload(held, { client, grant, sensorId: this.#sensorId, key: pair.key, signal: lapses, onSent });
    } catch (error) {
      if (!held.gone.aborted) log("warn", "upload broke off", { package: held.ids.packageId, problem: String(error) });
      return false;
    }
    await this.#delivered(held);
    return true;
  }

  async #delivered(held: SpooledPackage): Promise<void> {
    const { metrics, log, spool, config } = this.#parts;
    held.committed = true;
    metrics.add("livetriage_sensor_packages_delivered_total");
    log("info", "delivered", {
      command: held.ids.commandId,
      package: held.ids.packageId,
      attempt: held.ids.attempt,
      bytes: held.size,
    });
    await this.#onDelivered(held);
    setTimeout(() => {
      if (held.committed) spool.drop(held);
    }, config.linger).unref();
  }
}
