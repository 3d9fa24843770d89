import type { ClientHttp2Session, ClientHttp2Stream } from "node:http2";
import { type DescMethod, fromBinary, type MessageShape, toBinary } from "@bufbuild/protobuf";

/** Every message of a call is led by a flag and its length. Source: gRPC over HTTP2, Length-Prefixed-Message */
const HEAD_BYTES = 5;

/** One gRPC call on an HTTP/2 connection, without a library in between: thousands of clients fit into one process. */
export class GrpcCall<M extends DescMethod> {
  /** Fulfilled when the call ended well. */
  readonly ended: Promise<void>;
  readonly #method: M;
  readonly #stream: ClientHttp2Stream;
  readonly #onMessage: (message: MessageShape<M["output"]>) => void;
  #rest: Buffer = Buffer.alloc(0);

  constructor(session: ClientHttp2Session, method: M, onMessage: (message: MessageShape<M["output"]>) => void) {
    this.#method = method;
    this.#onMessage = onMessage;
    this.#stream = session.request({
      ":method": "POST",
      ":path": `/${method.parent.typeName}/${method.name}`,
      "content-type": "application/grpc",
      te: "trailers",
    });
    this.#stream.on("data", (bytes: Buffer) => this.#take(bytes));
    this.ended = statusOf(this.#stream);
    this.ended.catch(() => undefined); // also told to those who ask later
  }

  send(message: MessageShape<M["input"]>): void {
    if (this.#stream.writableEnded || this.#stream.destroyed) return;
    const bytes = toBinary(this.#method.input, message);
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE(bytes.length, 1);
    this.#stream.write(head);
    this.#stream.write(bytes);
  }

  /** Nothing more will be said. */
  end(): void {
    this.#stream.end();
  }

  #take(bytes: Buffer): void {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= HEAD_BYTES) {
      const end = HEAD_BYTES + this.#rest.readUInt32BE(1);
      if (this.#rest.length < end) return;
      this.#onMessage(
        fromBinary(this.#method.output, this.#rest.subarray(HEAD_BYTES, end)) as MessageShape<M["output"]>,
      );
      this.#rest = this.#rest.subarray(end);
    }
  }
}

/** Say one thing and hear one thing. */
export async function ask<M extends DescMethod>(
  session: ClientHttp2Session,
  method: M,
  message: MessageShape<M["input"]>,
): Promise<MessageShape<M["output"]>> {
  const answers: MessageShape<M["output"]>[] = [];
  const call = new GrpcCall(session, method, (answer) => answers.push(answer));
  call.send(message);
  call.end();
  await call.ended;
  const [answer] = answers;
  if (answer === undefined) throw new Error(`${method.name} gave no answer`);
  return answer;
}

function statusOf(stream: ClientHttp2Stream): Promise<void> {
  return new Promise((resolve, reject) => {
    let status: string | undefined;
    let problem = "the stream broke";
    const note = (headers: Record<string, string | string[] | undefined>) => {
      if (headers["grpc-status"] === undefined) return;
      status = String(headers["grpc-status"]);
      problem = `${status} ${decodeURIComponent(String(headers["grpc-message"] ?? ""))}`;
    };
    stream.on("response", note);
    stream.on("trailers", note);
    stream.on("error", (error) => {
      problem = String(error);
    });
    stream.on("close", () => (status === "0" ? resolve() : reject(new Error(problem))));
  });
}
