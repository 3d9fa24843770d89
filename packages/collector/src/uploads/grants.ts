import type { Id } from "../storage/storage-engine.ts";

/** A package that waits for permission to be sent. */
export interface Offer {
  readonly packageId: Id;
  readonly runId: Id;
  readonly sensorId: string;
  /** Tells the sensor that it may send. */
  readonly grant: () => void;
}

interface Grant {
  readonly sensorId: string;
  readonly endsAtNs: bigint;
  /** Ends the stream that sends the package; null while there is none, since `idleSinceNs`. */
  stream: (() => void) | null;
  idleSinceNs: bigint;
}

/** A grant that nobody uses for so long lapses early. */
const IDLE_NS = 10_000_000_000n;

export interface GrantLimits {
  readonly uploads: number;
  readonly ttlMs: number;
  readonly monotonicNs: () => bigint;
}

/**
 * Who may send. So many packages at a time, one a sensor; the others wait in turn, and the turn goes round the runs,
 * so that a small run does not wait for a large one. A grant that has lapsed is taken back when another waits.
 */
export class Grants {
  readonly #limits: GrantLimits;
  readonly #granted = new Map<Id, Grant>();
  /** By run, then by sensor, both in the order of their turn. */
  readonly #waiting = new Map<Id, Map<string, Offer>>();
  /** The run of the one package that a sensor has waiting. */
  readonly #runs = new Map<string, Id>();

  constructor(limits: GrantLimits) {
    this.#limits = limits;
  }

  get granted(): number {
    return this.#granted.size;
  }

  get waiting(): number {
    return this.#runs.size;
  }

  /** A sensor sends one package at a time: an offer takes the place of one that waits, and of a grant not in use. */
  offer(offer: Offer): void {
    const { packageId, sensorId, runId } = offer;
    this.withdraw(sensorId);
    if (this.holds(packageId, sensorId)) {
      offer.grant();
      return;
    }
    for (const [id, grant] of this.#granted) if (grant.sensorId === sensorId && !grant.stream) this.#granted.delete(id);
    const offers = this.#waiting.get(runId) ?? new Map<string, Offer>();
    this.#waiting.set(runId, offers.set(sensorId, offer));
    this.#runs.set(sensorId, runId);
    this.turn();
  }

  /** Takes back what a sensor has waiting; what it was granted stays. */
  withdraw(sensorId: string): void {
    const runId = this.#runs.get(sensorId);
    const offers = runId === undefined ? undefined : this.#waiting.get(runId);
    if (runId === undefined || offers === undefined) return;
    this.#runs.delete(sensorId);
    offers.delete(sensorId);
    if (offers.size === 0) this.#waiting.delete(runId);
  }

  holds(packageId: Id, sensorId: string): boolean {
    return this.#granted.get(packageId)?.sensorId === sensorId;
  }

  /** The stream that sends a granted package begins: the one before is ended, this one when the grant is taken back. */
  attach(packageId: Id, end: () => void): void {
    const grant = this.#granted.get(packageId);
    grant?.stream?.();
    if (grant === undefined) end();
    else grant.stream = end;
  }

  /** The stream has ended by itself. */
  detach(packageId: Id, end: () => void): void {
    const grant = this.#granted.get(packageId);
    if (grant?.stream !== end) return;
    if (this.#runs.has(grant.sensorId)) return this.release(packageId); // it has offered another one meanwhile
    grant.stream = null;
    grant.idleSinceNs = this.#limits.monotonicNs();
  }

  release(packageId: Id): void {
    this.#granted.delete(packageId);
    this.turn();
  }

  /** Gives out what can be given; called when something changes, and from time to time for grants that lapse. */
  turn(): void {
    for (;;) {
      const offer = this.#nextInTurn();
      if (offer === null || !this.#hasRoom()) return;
      this.#takeFromTurn(offer);
      const now = this.#limits.monotonicNs();
      const endsAtNs = now + BigInt(this.#limits.ttlMs) * 1_000_000n;
      this.#granted.set(offer.packageId, { sensorId: offer.sensorId, endsAtNs, stream: null, idleSinceNs: now });
      offer.grant();
    }
  }

  #nextInTurn(): Offer | null {
    const busy = new Set([...this.#granted.values()].map(({ sensorId }) => sensorId));
    for (const offers of this.#waiting.values()) {
      for (const offer of offers.values()) if (!busy.has(offer.sensorId)) return offer;
    }
    return null;
  }

  #hasRoom(): boolean {
    if (this.#granted.size < this.#limits.uploads) return true;
    const now = this.#limits.monotonicNs();
    for (const [packageId, { endsAtNs, stream, idleSinceNs }] of this.#granted) {
      if (now < endsAtNs && (stream !== null || now < idleSinceNs + IDLE_NS)) continue;
      this.#granted.delete(packageId);
      stream?.();
      return true;
    }
    return false;
  }

  /** The others of its run wait until every run has had its turn. */
  #takeFromTurn({ runId, sensorId }: Offer): void {
    const offers = this.#waiting.get(runId);
    this.withdraw(sensorId);
    this.#waiting.delete(runId);
    if (offers !== undefined && offers.size > 0) this.#waiting.set(runId, offers);
  }
}
