import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { type Command, decodeCommand, decodeSignedDocument, sealSegments } from "@livetriage/proto-types";
import { PACKAGE_SCHEMA } from "@livetriage/triage-core";
import { type Answer, encodeAnswer } from "../../src/wire/answer.ts";
import { parseRequest } from "../../src/wire/request.ts";

/** What a collecting side is asked for. */
export interface Asked {
  readonly command: Command;
  readonly attempt: number;
}

/** What is collected; null when it breaks off behind its start. */
type PlainOf = (asked: Asked) => Buffer | null | Promise<Buffer | null>;

/** A collecting side on a unix socket that gives what it is told to. */
export async function fakeCollectingSide(path: string, plainOf: PlainOf): Promise<() => Promise<void>> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (line) => {
      void answers(line, plainOf, (answer) => socket.write(encodeAnswer(answer))).then(() => socket.end());
    });
  });
  server.listen(path);
  await once(server, "listening");
  return async () => {
    server.close();
  };
}

async function answers(line: Buffer, plainOf: PlainOf, answer: (answer: Answer) => void) {
  const request = parseRequest(line.toString());
  if (request === null || "about" in request) throw new Error("not a request to collect");
  const document = decodeSignedDocument(Buffer.from(request.command, "base64"));
  const command = document.ok ? decodeCommand(document.value.payload) : document;
  if (!command.ok) throw new Error(command.problem);
  answer({ kind: "status", status: { started: true, budget_ms: 60_000 } });
  const plain = await plainOf({ command: command.value, attempt: request.attempt });
  if (plain === null) return;
  for await (const sealed of sealSegments([plain], command.value.recipients)) answer({ kind: "segment", sealed });
  const plain_sha256 = createHash("sha256").update(plain).digest("hex");
  answer({ kind: "end", end: { plain_bytes: plain.length, plain_sha256, ended: "finished", schema: PACKAGE_SCHEMA } });
}
