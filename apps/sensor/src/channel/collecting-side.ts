import { connect, type Socket } from "node:net";
import { type Answer, decodeAnswers } from "../wire/answer.ts";

/** A request to the collecting side: what it answers, and the two ways to end it. */
export interface CollectingRun {
  readonly answers: AsyncIterable<Answer>;
  /** Deliver what is there and end. */
  cancel(): void;
  /** End. */
  kill(): void;
}

/** Ask the collecting side behind a unix socket, one request a connection. Not reading the answers makes it wait. */
export async function askCollectingSide(path: string, request: object): Promise<CollectingRun> {
  const socket = await open(path);
  socket.write(`${JSON.stringify(request)}\n`);
  return {
    answers: decodeAnswers(socket as AsyncIterable<Uint8Array>),
    cancel: () => socket.end(),
    kill: () => socket.destroy(),
  };
}

function open(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path, allowHalfOpen: true });
    socket.once("connect", () => {
      socket.off("error", reject);
      socket.on("error", () => undefined); // whoever reads the answers hears of it
      resolve(socket);
    });
    socket.once("error", reject);
  });
}
