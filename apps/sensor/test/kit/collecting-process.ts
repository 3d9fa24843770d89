import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { toBinary } from "@bufbuild/protobuf";
import { type SignedDocument, SignedDocumentSchema } from "@livetriage/proto-types";
import { type Answer, decodeAnswers } from "../../src/wire/answer.ts";
import { PROGRAM, type TestHost } from "./sensor-process.ts";
import { nowMs } from "./test-fleet.ts";

/** A collecting side that was started on one end of a socket; the other end is the test's. */
export interface CollectingProcess {
  readonly child: ChildProcess;
  readonly socket: Socket;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  send(line: string): void;
  answers(): AsyncGenerator<Answer>;
}

let count = 0;

/** Start it as systemd does: the connection is its standard input and output. `wrapper`: a program that starts it. */
export async function startCollecting(host: TestHost, wrapper: readonly string[] = []): Promise<CollectingProcess> {
  const path = join(host.dir, `peer-${count++}.sock`);
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
  server.listen(path);
  await once(server, "listening");
  const socket = connect({ path, allowHalfOpen: true });
  const [theirs] = (await once(server, "connection")) as [Socket];
  const own = [PROGRAM, "collecting", "--form", "a test", "--config", host.config];
  const [program, ...args] = [...wrapper, ...own] as [string, ...string[]];
  const env = { ...process.env, STATE_DIRECTORY: host.collectingDir };
  mkdirSync(host.collectingDir, { recursive: true });
  const child = spawn(program, args, { stdio: [theirs, theirs, "inherit"], env });
  theirs.destroy();
  server.close();
  socket.on("error", () => undefined);
  return {
    child,
    socket,
    ended: new Promise((resolve) => child.once("exit", resolve)),
    send: (line) => socket.write(`${line}\n`),
    answers: () => decodeAnswers(socket as AsyncIterable<Uint8Array>),
  };
}

/** The line that asks for a command. */
export function requestFor(document: SignedDocument): string {
  const command = Buffer.from(toBinary(SignedDocumentSchema, document)).toString("base64");
  return JSON.stringify({ command, attempt: 1, package_id: "0f".repeat(16), now_ms: nowMs() });
}
