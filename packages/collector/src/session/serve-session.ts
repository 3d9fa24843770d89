import { randomInt } from "node:crypto";
import { Code, ConnectError } from "@connectrpc/connect";
import { type Hello, type SessionRequest, type SessionResponse, toHex } from "@livetriage/proto-types";
import type { Collector } from "../collector.ts";
import type { Call } from "../server/call.ts";
import { callerName, toCallError } from "../server/call-errors.ts";
import { callerKey } from "../server/caller.ts";
import { beginSession, welcome } from "./begin-session.ts";
import { handleFrame } from "./handle-frame.ts";
import type { SensorSession } from "./sensor-session.ts";

/** Frames a second that a sensor is listened to; what is more waits in the network. */
const FRAMES_PER_SECOND = 100;

type Frames = AsyncIterator<SessionRequest>;

/** The `Session` call. */
export function serveSession(collector: Collector) {
  return async function* session(requests: AsyncIterable<SessionRequest>, call: Call): AsyncGenerator<SessionResponse> {
    const frames = requests[Symbol.asyncIterator]();
    const hello = await readHello(frames, collector.settings.helloMs);
    const caller = call.values.get(callerKey);
    if (caller === null) throw new ConnectError("the connection is gone", Code.Aborted);
    const session = await beginSession(collector, callerName(call), hello, caller);
    call.signal.addEventListener("abort", () => session.end());
    const timer = endOfAge(collector, session);
    try {
      welcome(collector, session, hello);
      collector.metrics.count("sessions_total");
      void listen(collector, session, frames);
      if (!session.quarantined) await catchUp(collector, session, hello);
      collector.dispatcher.moved(session.facts.sensorId, !session.quarantined);
      for await (const frame of session.outbox) yield frame;
    } finally {
      clearTimeout(timer);
      if (collector.sessions.remove(session)) {
        collector.grants.withdraw(session.facts.sensorId);
        collector.dispatcher.moved(session.facts.sensorId, false);
      }
    }
  };
}

async function readHello(frames: Frames, ms: number): Promise<Hello> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ConnectError("no Hello", Code.DeadlineExceeded)), ms).unref();
  });
  try {
    const { value } = (await Promise.race([frames.next(), tooLate])) as IteratorResult<SessionRequest, undefined>;
    if (value?.body.case === "hello" && value.seq === 1n) return value.body.value;
    throw new ConnectError("the first frame is not a Hello with seq 1", Code.InvalidArgument);
  } finally {
    clearTimeout(timer);
  }
}

/** What the sensor has missed: commands, and packages that it thinks delivered. */
async function catchUp({ storage, pusher }: Collector, session: SensorSession, hello: Hello): Promise<void> {
  for (const packageId of hello.residentPackages) {
    const upload = await storage.upload(toHex(packageId));
    if (upload === null || upload.manifest === null) session.send({ case: "missing", value: { packageId } });
  }
  await pusher.pushOpen(session);
}

/** Hears a sensor until it has nothing more to say or says something wrong. */
async function listen(collector: Collector, session: SensorSession, frames: Frames): Promise<void> {
  try {
    for (let seq = 2n, inSecond = 0, second = 0n; !session.outbox.ended; seq += 1n) {
      const { done, value: frame } = await frames.next();
      if (done === true || frame.body.case === "bye") return session.end();
      if (frame.seq !== seq) throw new ConnectError(`frame ${seq} has seq ${frame.seq}`, Code.InvalidArgument);
      collector.metrics.count("frames_total");
      const now = collector.clock.monotonicNs() / 1_000_000_000n;
      inSecond = now === second ? inSecond + 1 : 1;
      second = now;
      if (inSecond > FRAMES_PER_SECOND) await new Promise((resolve) => setTimeout(resolve, 1000).unref());
      await handleFrame(collector, session, frame);
    }
  } catch (thrown) {
    if (!(thrown instanceof ConnectError)) collector.failures.note("a session failed", thrown);
    session.end(ConnectError.from(toCallError(thrown)));
  }
}

/** A session does not last for ever: certificates are to be looked at, and connections to be spread anew. */
function endOfAge({ settings }: Collector, session: SensorSession): NodeJS.Timeout {
  const { sessionMaxAgeMs, drainMs } = settings;
  const ageMs = randomInt(Math.ceil(sessionMaxAgeMs * 0.75), Math.ceil(sessionMaxAgeMs * 1.25) + 1);
  return setTimeout(() => session.drain(drainMs), ageMs).unref();
}
