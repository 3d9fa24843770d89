import { randomBytes, timingSafeEqual } from "node:crypto";
import { Code, ConnectError } from "@connectrpc/connect";
import { type AuthorityChain, type Hello, SensorStanding } from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import type { Caller } from "../server/caller.ts";
import type { Settings } from "../server/settings.ts";
import { SensorSession } from "./sensor-session.ts";

const PROTO = 1;
const NONCE_BYTES = 16;
const MAX_RESIDENT = 64;

/** What a Hello has that the protocol does not allow; null when nothing. */
function checkHello(hello: Hello): string | null {
  if (hello.protoMin > PROTO || hello.protoMax < PROTO) return `version ${PROTO} of the protocol is spoken here`;
  if (hello.build.length > 128) return "build is longer than 128 characters";
  if (![0, NONCE_BYTES].includes(hello.previousSessionNonce.length)) return "previous_session_nonce is not 16 bytes";
  if (hello.residentPackages.length > MAX_RESIDENT) return `more than ${MAX_RESIDENT} resident packages`;
  return hello.residentPackages.every((id) => id.length === 16) ? null : "a resident package is not 16 bytes";
}

/**
 * Begin the session of a sensor: its nonce is durable before the sensor hears it.
 *
 * A nonce that the sensor could not have shows that two hosts use one identity: both are then under quarantine. It may
 * show the last nonce or the one before, for it cannot have heard a Welcome that was lost on the way. The ping keeps out
 * a Hello that was long on its way and whose sensor has begun anew elsewhere.
 */
export async function beginSession(
  collector: Collector,
  sensorId: string,
  hello: Hello,
  caller: Pick<Caller, "ping" | "disconnect">,
): Promise<SensorSession> {
  const problem = checkHello(hello);
  if (problem !== null) throw new ConnectError(problem, Code.InvalidArgument);
  await caller.ping();
  const { storage, seen, sessions, turns, clock } = collector;
  return turns.take(sensorId, async () => {
    const shown = hello.previousSessionNonce;
    const isClone = !isKnown(shown, (await storage.seen(sensorId))?.sessionNonces ?? []);
    const quarantined = isClone ? await quarantine(collector, sensorId) : await isQuarantined(collector, sensorId);
    const nonces = [randomBytes(NONCE_BYTES), ...(shown.length > 0 ? [shown] : [])];
    const session = new SensorSession(
      { sensorId, build: hello.build, nonces, disconnect: caller.disconnect },
      quarantined,
    );
    sessions.add(session);
    seen.forget(sensorId);
    await storage.saveSeen([{ sensorId, lastSeenMs: nowMs(clock), build: hello.build, sessionNonces: nonces }]);
    return session;
  });
}

/** A sensor that remembers no nonce, and a Collector that does not, know nothing against it. */
function isKnown(shown: Uint8Array, known: readonly Uint8Array[]): boolean {
  if (shown.length === 0 || known.length === 0) return true;
  return known.some((nonce) => nonce.length === shown.length && timingSafeEqual(nonce, shown));
}

async function isQuarantined({ storage }: Collector, sensorId: string): Promise<boolean> {
  return (await storage.sensor(sensorId))?.standing === SensorStanding.QUARANTINED;
}

async function quarantine({ storage, audit, sessions }: Collector, sensorId: string): Promise<true> {
  await audit.append("quarantine", { sensor_id: sensorId, reason: "a nonce of another session was shown" });
  const sensor = await storage.sensor(sensorId);
  if (sensor !== null) await storage.saveSensor({ ...sensor, standing: SensorStanding.QUARANTINED });
  const standing = sessions.get(sensorId);
  if (standing !== undefined) standing.quarantined = true;
  return true;
}

/** First words of the Collector. */
export function welcome(collector: Collector, session: SensorSession, hello: Hello): void {
  const { sessions, clock, policy, authorities, settings } = collector;
  const [sessionNonce] = session.facts.nonces;
  const serverTimeMs = BigInt(nowMs(clock));
  const { heartbeatSeconds } = sessions;
  session.send({
    case: "welcome",
    value: { heartbeatSeconds, serverTimeMs, proto: PROTO, ...(sessionNonce && { sessionNonce }) },
  });
  const { chain } = authorities;
  if (chain !== null && !isFollowed(chain, hello)) sendAuthorities(session, chain, settings);
  if (hello.keyPolicyVersion >= policy.value.version) return;
  session.send({ case: "tune", value: { keyPolicy: policy.document } }, policy.document.payload.length);
}

/** Every sensor that is here hears of other CAs. */
export function tellAuthorities({ sessions, authorities: { chain }, settings }: Collector): void {
  if (chain !== null) for (const session of sessions) sendAuthorities(session, chain, settings);
}

function sendAuthorities(session: SensorSession, authorities: AuthorityChain, { renewWithinSeconds }: Settings): void {
  session.send({ case: "tune", value: { authorities, renewWithinSeconds } });
}

function isFollowed({ certificates, believed }: AuthorityChain, { authorities }: Hello): boolean {
  return authorities?.certificates === certificates.length && authorities.believed === believed;
}
