import { expect, test } from "vitest";
import { parseLogindSession } from "./logind-session.ts";

test("a session over ssh, as systemd 252 writes it", () => {
  const text = `# This is private data. Do not parse.
UID=1000
USER=alice
ACTIVE=1
STATE=active
REMOTE=1
TYPE=tty
CLASS=user
SCOPE=session-3.scope
TTY=pts/0
REMOTE_HOST=192.0.2.7
SERVICE=sshd
LEADER=812
AUDIT=3
REALTIME=1795435200123456
MONOTONIC=812345678
`;
  expect(parseLogindSession(text)).toEqual({
    user: "alice",
    uid: 1000,
    tty: "pts/0",
    remote_host: "192.0.2.7",
    service: "sshd",
    leader: 812,
    started_ns: 1_795_435_200_123_456_000n,
  });
});

test("what is missing or no number is null", () => {
  expect(parseLogindSession("USER=a\nLEADER=x\nREALTIME=soon\n")).toEqual({
    user: "a",
    uid: null,
    tty: null,
    remote_host: null,
    service: null,
    leader: null,
    started_ns: null,
  });
});

test.each(["", "garbage", "TTY=pts/0\n"])("%j is no session", (text) => {
  expect(parseLogindSession(text)).toBeNull();
});
