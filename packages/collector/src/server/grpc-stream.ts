import { once } from "node:events";
import type { ServerHttp2Stream } from "node:http2";
import {
  create,
  type DescField,
  type DescMessage,
  fromBinary,
  type MessageInitShape,
  toBinary,
} from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { Code, ConnectError } from "@connectrpc/connect";
import { MAX_MESSAGE_BYTES } from "@livetriage/proto-types";
import { giveBack, lendBuffer } from "./message-buffers.ts";

/** A flag byte and the length of the message (u32be). */
const PREFIX_BYTES = 5;
const HEADERS = { ":status": 200, "content-type": "application/grpc+proto" };

/** What a call is told when its peer has gone. */
const GONE = new ConnectError("the caller is gone", Code.Canceled);

/**
 * The messages of a gRPC call, read from its HTTP/2 stream one by one as they are asked for: what is not asked for
 * fills the stream's window. Bytes of a message that is `lent` are another's when the next one is asked for.
 *
 * Errors: ConnectError for what is too long, compressed, torn or no message, and when the peer is gone.
 */
export async function* messagesOf<Desc extends DescMessage>(stream: ServerHttp2Stream, schema: Desc, lent = false) {
  const fill = filler(stream);
  for (;;) {
    const prefix = Buffer.alloc(PREFIX_BYTES);
    if (!(await fill(prefix))) return;
    if (prefix[0] !== 0) throw new ConnectError("compressed messages are not taken", Code.Unimplemented);
    const length = prefix.readUInt32BE(1);
    if (length > MAX_MESSAGE_BYTES) throw new ConnectError("the message is larger than 1 MiB", Code.ResourceExhausted);
    const bytes = lent ? lendBuffer(length) : Buffer.alloc(length);
    if (length > 0 && !(await fill(bytes))) throw torn();
    yield decode(schema, bytes);
    if (lent) giveBack(bytes);
  }
}

function decode<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array) {
  try {
    return fromBinary(schema, bytes);
  } catch (error) {
    throw new ConnectError(`not a ${schema.name}: ${String(error)}`, Code.Internal);
  }
}

/** Fills a buffer with what comes next in a stream; false at its end. */
function filler(stream: ServerHttp2Stream): (buffer: Buffer) => Promise<boolean> {
  let rest: Buffer = Buffer.alloc(0);
  let missing = rest;
  let wake: () => void = () => undefined;
  const take = (piece: Buffer) => {
    const taken = piece.copy(missing);
    missing = missing.subarray(taken);
    rest = piece.subarray(taken);
    if (missing.length > 0) return;
    stream.pause();
    wake();
  };
  stream.on("data", take).pause();
  for (const event of ["end", "close"]) stream.on(event, () => wake());
  return async (buffer) => {
    missing = buffer;
    take(rest);
    while (missing.length > 0) {
      if (stream.destroyed && !stream.readableEnded) throw GONE;
      if (stream.readableEnded && missing.length < buffer.length) throw torn();
      if (stream.readableEnded) return false;
      await new Promise<void>((resolve) => {
        wake = resolve;
        stream.resume();
      });
    }
    return true;
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
  begin(stream);
  const bytes = toBinary(schema, create(schema, message));
  if (stream.write(Buffer.concat([prefixOf(bytes.length), bytes]))) return;
  const drained = new AbortController();
  const { signal } = drained;
  await Promise.race([once(stream, "drain", { signal }), once(stream, "close", { signal })]).catch(() => undefined);
  drained.abort();
}

/** Send a message of this one field. Its bytes are not copied: they may be others when this is fulfilled. */
export async function sendBytes(stream: ServerHttp2Stream, { number }: DescField, bytes: Uint8Array): Promise<void> {
  begin(stream);
  const tag = new BinaryWriter().tag(number, WireType.LengthDelimited).uint32(bytes.length).finish();
  stream.write(Buffer.concat([prefixOf(tag.length + bytes.length), tag]));
  await new Promise<void>((resolve, reject) => {
    const gone = () => reject(GONE);
    stream.once("close", gone);
    stream.write(bytes, (error) => {
      stream.off("close", gone);
      if (error == null) resolve();
      else gone();
    });
  });
}

function begin(stream: ServerHttp2Stream): void {
  if (stream.destroyed) throw GONE;
  if (!stream.headersSent) stream.respond(HEADERS, { waitForTrailers: true });
}

function prefixOf(length: number): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(length, 1);
  return prefix;
}

/** End a call: well, or with an error. What the caller still has to say is not heard. */
export function endCall(stream: ServerHttp2Stream, error: ConnectError | null): void {
  if (stream.destroyed) return;
  stream.resume(); // to its end, if that has come: such a stream closes by itself
  const code = error?.code ?? 0;
  const status = {
    "grpc-status": String(code),
    ...(error !== null && { "grpc-message": encodeURIComponent(error.rawMessage) }),
  };
  const close = () =>
    setImmediate(() => {
      if (!stream.readableEnded) stream.close();
    });
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
