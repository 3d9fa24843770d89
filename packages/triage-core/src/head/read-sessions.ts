import type { HostFacts } from "../contract/host-facts.ts";
import type { HostSection } from "../schema/host.ts";
import { toRfc3339 } from "../text/time.ts";
import { parseLogindSession } from "./parse/logind-session.ts";
import { parseUtmp } from "./parse/utmp.ts";
import type { Sources } from "./sources.ts";

const MAX_SESSIONS = 1024;
const UTMP_BYTES = 1_048_576;
const LOGIND = "/run/systemd/sessions";

type Session = NonNullable<HostSection["sessions"]>[number];

/** Who is logged in, as utmp and logind each have it; null when there is neither. */
export async function readSessions(sources: Sources, facts: HostFacts): Promise<Session[] | null> {
  const [utmp, logind] = await Promise.all([readUtmp(sources, facts), readLogind(sources, facts)]);
  return utmp === null && logind === null ? null : [...(logind ?? []), ...(utmp ?? [])];
}

async function readUtmp(sources: Sources, facts: HostFacts): Promise<Session[] | null> {
  const bytes = await sources.bytes("/run/utmp", { maxBytes: UTMP_BYTES });
  if (bytes === null) return null;
  const { sessions, malformed } = parseUtmp(bytes, facts.little_endian);
  sources.malformed("/run/utmp", malformed, "bytes");
  return sessions.map(({ user, line, host, pid, time_ns }) => ({
    user: sources.brief(user, "/run/utmp"),
    uid: facts.accounts.find((account) => account.name === user)?.uid ?? null,
    tty: line === "" ? null : sources.brief(line, "/run/utmp"),
    remote_host: host === null ? null : sources.brief(host, "/run/utmp"),
    pid,
    started_at: toRfc3339(time_ns),
    source: "utmp",
    session_id: null,
    service: null,
  }));
}

async function readLogind(sources: Sources, facts: HostFacts): Promise<Session[] | null> {
  const names = await sources.names(LOGIND, MAX_SESSIONS, "file");
  if (names === null) return null;
  const source = `${LOGIND}/*`;
  const word = (value: string | null) => (value === null ? null : sources.brief(value, source));
  const rows = names.map(async (name): Promise<Session | null> => {
    const text = await sources.text(`${LOGIND}/${name}`, { source });
    const session = text === null ? null : parseLogindSession(text);
    if (text !== null && session === null) sources.malformed(source, 1, "file");
    if (session === null) return null;
    const { uid } = session;
    return {
      user: word(session.user) ?? (uid === null ? null : facts.userName(uid)) ?? String(uid),
      uid,
      tty: word(session.tty),
      remote_host: word(session.remote_host),
      pid: session.leader,
      started_at: session.started_ns === null ? null : toRfc3339(session.started_ns),
      source: "logind",
      session_id: word(name),
      service: word(session.service),
    };
  });
  return (await Promise.all(rows)).filter((row) => row !== null);
}
