import { once } from "node:events";
import type { ServerHttp2Stream } from "node:http2";
import { create, type DescMessage, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { MAX_MESSAGE_BYTES } from "@livetriage/proto-types";

/** A flag byte and the length of the message (u32be). */
const PREFIX_BYTES = 5;
const HEADERS = { ":status": 200, "content-type": "application/grpc+proto" };

/** What a call is told when its peer has gone. */
const GONE = new ConnectError("the caller is gone", Code.Canceled);

/**
 * The messages of a gRPC call, read from its HTTP/2 stream one by one as they are asked for: what is not asked for
 * fills the stream's window.
 *
 * Errors: ConnectError for what is too long, compressed, torn or no message, and when the peer is gone.
 */
export async function* messagesOf<Desc extends DescMessage>(stream: ServerHttp2Stream, schema: Desc) {
  const take = taker(stream);
  for (;;) {
    const prefix = await take(PREFIX_BYTES);
    if (prefix === null) return;
    if (prefix[0] !== 0) throw new ConnectError("compressed messages are not taken", Code.Unimplemented);
    const length = prefix.readUInt32BE(1);
    if (length > MAX_MESSAGE_BYTES) throw new ConnectError("the message is larger than 1 MiB", Code.ResourceExhausted);
    const bytes = length === 0 ? new Uint8Array() : await take(length);
    if (bytes === null) throw torn();
    yield decode(schema, bytes);
  }
}

function decode<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array) {
  try {
    return fromBinary(schema, bytes);
  } catch (error) {
    throw new ConnectError(`not a ${schema.name}: ${String(error)}`, Code.Internal);
  }
}

/** Takes so many bytes from a stream; null at its end. */
function taker(stream: ServerHttp2Stream): (count: number) => Promise<Buffer | null> {
  let wake: () => void = () => undefined;
  for (const event of ["readable", "end", "close"]) stream.on(event, () => wake());
  return async (count) => {
    for (;;) {
      const bytes = stream.read(count) as Buffer | null;
      if (bytes !== null && bytes.length < count) throw torn();
      if (bytes !== null) return bytes;
      if (stream.readableEnded) return null;
      if (stream.destroyed) throw GONE;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}

function torn(): ConnectError {
  return new ConnectError("the stream ends within a message", Code.InvalidArgument);
}

/** Send a message; fulfilled when the stream takes another. */
export async function sendMessage<Desc extends DescMessage>(
  stream: ServerHttp2Stream,
  schema: Desc,
  message: MessageInitShape<Desc>,
): Promise<void> {
  if (stream.destroyed) throw GONE;
  if (!stream.headersSent) stream.respond(HEADERS, { waitForTrailers: true });
  const bytes = toBinary(schema, create(schema, message));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(bytes.length, 1);
  if (stream.write(Buffer.concat([prefix, bytes]))) return;
  const drained = new AbortController();
  const { signal } = drained;
  await Promise.race([once(stream, "drain", { signal }), once(stream, "close", { signal })]).catch(() => undefined);
  drained.abort();
}

/** End a call: well, or with an error. What the caller still has to say is not heard. */
export function endCall(stream: ServerHttp2Stream, error: ConnectError | null): void {
  if (stream.destroyed) return;
  const code = error?.code ?? 0;
  const status = {
    "grpc-status": String(code),
    ...(error !== null && { "grpc-message": encodeURIComponent(error.rawMessage) }),
  };
  const close = () => setImmediate(() => stream.close());
  if (stream.headersSent) {
    stream.once("wantTrailers", () => {
      stream.sendTrailers(status);
      close();
    });
    stream.end();
  } else {
    stream.respond({ ...HEADERS, ...status }, { endStream: true });
    close();
  }
}
