import { keyValues } from "../../text/key-value.ts";
import type { LosslessString } from "../../text/lossless.ts";
import { parseDecimal } from "../../text/numbers.ts";

/** One session as systemd-logind keeps it. */
export interface LogindSession {
  readonly user: LosslessString | null;
  readonly uid: number | null;
  readonly tty: LosslessString | null;
  readonly remote_host: LosslessString | null;
  readonly service: LosslessString | null;
  /** Process that leads the session. */
  readonly leader: number | null;
  /** Nanoseconds since the epoch. */
  readonly started_ns: bigint | null;
}

/**
 * One file of `/run/systemd/sessions`; null when it holds no session.
 *
 * Shape:  `UID=1000`, `USER=alice`, `REMOTE_HOST=192.0.2.7`, `TTY=pts/0`, `LEADER=812`, `REALTIME=1795435200123456`
 * Units:  REALTIME is microseconds since the epoch.
 * Source: systemd logind-session.c, session_save()
 */
export function parseLogindSession(text: string): LogindSession | null {
  const fields = keyValues(text, "=");
  const uid = parseDecimal(fields.get("UID") ?? "");
  const user = fields.get("USER") ?? null;
  if (uid === null && user === null) return null;
  const micros = fields.get("REALTIME") ?? "";
  return {
    user,
    uid,
    tty: fields.get("TTY") ?? null,
    remote_host: fields.get("REMOTE_HOST") ?? null,
    service: fields.get("SERVICE") ?? null,
    leader: parseDecimal(fields.get("LEADER") ?? ""),
    started_ns: /^\d{1,18}$/.test(micros) ? BigInt(micros) * 1000n : null,
  };
}
