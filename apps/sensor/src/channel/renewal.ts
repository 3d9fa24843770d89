import type { AuthorityChain } from "@livetriage/proto-types";
import type { FleetIdentity } from "../config/fleet-identity.ts";
import type { Connection } from "./connection.ts";
import { isDue, renew } from "./renew.ts";
import type { SensorParts } from "./sensor-parts.ts";
import type { Session } from "./session.ts";
import { tellUnwritten } from "./tell-unwritten.ts";

/** Keeps the certificate of a sensor good, and with it the CAs of its fleet. */
export class Renewal {
  readonly #parts: SensorParts;
  readonly #identity: FleetIdentity;
  /** Share of its life after which a certificate is renewed: not all sensors at once. */
  readonly #share = 0.5 + Math.random() / 10;
  /** A certificate of a former CA is renewed within this time. */
  withinMs = 3_600_000;

  constructor(parts: SensorParts, identity: FleetIdentity) {
    this.#parts = parts;
    this.#identity = identity;
  }

  /** Half of a life is over: a new certificate is asked for, and used for the next session. */
  async ifDue(session: Session, connection: Connection): Promise<void> {
    if (isDue(this.#identity.pair.certificate, this.#share, this.#parts.anchored.nowMs())) {
      await this.#renew(session, connection);
    }
  }

  /** A certificate of a former CA is renewed while that one is believed, and not by all sensors at once. */
  ifOfFormerAuthority(session: Session, connection: Connection): void {
    if (!this.#identity.isOfFormerAuthority) return;
    const timer = setTimeout(() => void this.#renew(session, connection), Math.random() * this.withinMs);
    session.signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  }

  /** The fleet has other CAs from now on. */
  async takeAuthorities(chain: AuthorityChain, session: Session, connection: Connection): Promise<void> {
    const unwritten = tellUnwritten(this.#parts.log, "CAs are followed, a restart forgets them");
    const problem = await this.#identity.takeAuthorities(chain).catch(unwritten);
    if (problem === null) this.ifOfFormerAuthority(session, connection);
    else this.#parts.log("warn", "CA refused", { problem });
  }

  /** The one thing that an expired certificate is good for. */
  async ofExpired(connection: Connection): Promise<void> {
    try {
      await renew(this.#identity, connection);
      this.#parts.log("info", "certificate renewed, it had expired");
    } finally {
      connection.close();
    }
  }

  async #renew(session: Session, connection: Connection): Promise<void> {
    try {
      await renew(this.#identity, connection, session.signal);
      this.#parts.log("info", "certificate renewed");
      session.bye("renewed");
    } catch (error) {
      this.#parts.log("warn", "certificate could not be renewed", { problem: String(error) });
    }
  }
}
