import { constants, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import type { DescMethod } from "@bufbuild/protobuf";
import { Code, ConnectError, createContextValues, type ServiceImpl } from "@connectrpc/connect";
import {
  type FetchPackageResponse,
  FetchPackageResponseSchema,
  OperatorService,
  SensorChannelService,
} from "@livetriage/proto-types";
import type { Call } from "./call.ts";
import { toCallError } from "./call-errors.ts";
import { callerKey } from "./caller.ts";
import type { Connections } from "./connections.ts";
import type { Failures } from "./failures.ts";
import type { Gate } from "./gate.ts";
import { endCall, messagesOf, sendBytes, sendMessage } from "./grpc-stream.ts";

const { NGHTTP2_CANCEL } = constants;
const GONE = new ConnectError("the call has ended", Code.Canceled);

/** The operator's call that is answered here. */
const FETCH = OperatorService.method.fetchPackage;

export interface ChannelOptions {
  readonly service: ServiceImpl<typeof SensorChannelService> &
    Pick<ServiceImpl<typeof OperatorService>, "fetchPackage">;
  readonly gate: Gate;
  readonly connections: Connections;
  /** A call that is no stream ends within. */
  readonly callMs: number;
  readonly failures: Failures;
}

type Answer = Record<string, unknown>;
type Unary = (request: unknown, call: Call) => Promise<Answer>;
type Fetch = (request: unknown, call: Call) => AsyncIterable<FetchPackageResponse>;
type BiDi = (requests: AsyncIterable<unknown>, call: Call) => AsyncIterable<Answer>;

/**
 * Answer the calls of sensors and those that bring packages to operators, straight from their HTTP/2 streams; false for
 * any other call.
 *
 * Through connect a standing session costs 40 KB more and an upload twice the time, in chains of generators, and a
 * package is copied three times before it is sent.
 */
export function answerChannel(options: ChannelOptions) {
  const methods = new Map<string, DescMethod>(
    [...SensorChannelService.methods, FETCH].map((method) => [`/${method.parent.typeName}/${method.name}`, method]),
  );
  return (stream: ServerHttp2Stream, headers: IncomingHttpHeaders): boolean => {
    const method = methods.get(headers[":path"] ?? "");
    if (method === undefined) return false;
    const session = stream.session as ServerHttp2Session | undefined;
    if (session === undefined) return true; // gone before it was looked at
    stream.on("error", () => undefined); // whoever reads or writes it hears of that
    stream.once("close", options.connections.enter(session));
    const refusal = headers[":method"] !== "POST" ? 405 : isGrpc(headers["content-type"]) ? null : 415;
    if (refusal === null) void answer(method, stream, session, options, headers);
    else stream.respond({ ":status": refusal }, { endStream: true });
    return true;
  };
}

function isGrpc(contentType = ""): boolean {
  return contentType === "application/grpc" || contentType === "application/grpc+proto";
}

async function answer(
  method: DescMethod,
  stream: ServerHttp2Stream,
  session: ServerHttp2Session,
  options: ChannelOptions,
  headers: IncomingHttpHeaders,
): Promise<void> {
  const ended = new AbortController();
  const timer = limitOf(method, headers["grpc-timeout"], options, stream);
  stream.once("close", () => {
    clearTimeout(timer);
    ended.abort(GONE); // with a reason: the default one is made with a stack trace
  });
  const values = createContextValues().set(callerKey, options.connections.caller(session));
  const call: Call = { service: method.parent, method, values, signal: ended.signal };
  try {
    await options.gate(call);
    await invoke(options.service, call, stream);
    endCall(stream, null);
  } catch (thrown) {
    if (!(thrown instanceof ConnectError)) options.failures.note(`call ${method.name} failed`, thrown);
    const error = toCallError(thrown);
    endCall(stream, error instanceof ConnectError ? error : new ConnectError("internal error", Code.Internal));
  }
}

async function invoke(service: ChannelOptions["service"], call: Call, stream: ServerHttp2Stream): Promise<void> {
  const { method } = call;
  const implementation = service[method.localName as keyof typeof service] as unknown;
  const messages = messagesOf(stream, method.input, method === SensorChannelService.method.putChunks);
  if (method.methodKind === "bidi_streaming") {
    const answers = (implementation as BiDi)(messages, call);
    for await (const answer of answers) await sendMessage(stream, method.output, answer);
    return;
  }
  const { done, value } = await messages.next();
  if (done === true) throw new ConnectError("the call has no message", Code.Unimplemented);
  if (method === FETCH) await sendPackage(stream, (implementation as Fetch)(value, call));
  else await sendMessage(stream, method.output, await (implementation as Unary)(value, call));
}

async function sendPackage(stream: ServerHttp2Stream, parts: AsyncIterable<FetchPackageResponse>): Promise<void> {
  const { field } = FetchPackageResponseSchema;
  for await (const { part } of parts) {
    if (part.case === "sealed") await sendBytes(stream, field.sealed, part.value);
    else await sendMessage(stream, FetchPackageResponseSchema, { part });
  }
}

const MS_OF: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 0.001, n: 0.000001 };

/** The time that the caller gives a call, and that one which is no stream has at most. */
function limitOf(
  { methodKind }: DescMethod,
  timeout: string | string[] | undefined,
  { callMs }: ChannelOptions,
  stream: ServerHttp2Stream,
): NodeJS.Timeout | undefined {
  const [, count, unit] = /^(\d{1,8})([HMSmun])$/.exec(String(timeout)) ?? [];
  const asked = unit === undefined ? Number.POSITIVE_INFINITY : Number(count) * (MS_OF[unit] ?? 1);
  const ms = Math.min(asked, methodKind === "unary" ? callMs : Number.POSITIVE_INFINITY);
  return ms < 2 ** 31 ? setTimeout(() => stream.close(NGHTTP2_CANCEL), ms).unref() : undefined;
}
