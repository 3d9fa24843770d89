import { constants, type Http2ServerRequest, type Http2ServerResponse, type ServerHttp2Session } from "node:http2";
import { Code, ConnectError, type ConnectRouter, createConnectRouter, createContextValues } from "@connectrpc/connect";
import type { UniversalHandler, UniversalServerRequest } from "@connectrpc/connect/protocol";
import { universalRequestFromNodeRequest, universalResponseToNodeResponse } from "@connectrpc/connect-node";
import { MAX_MESSAGE_BYTES } from "@livetriage/proto-types";
import { callerKey } from "./caller.ts";
import type { Connections } from "./connections.ts";
import type { Failures } from "./failures.ts";
import type { Gate } from "./gate.ts";

const { NGHTTP2_CANCEL } = constants;

export interface AnswerOptions {
  readonly routes: (router: ConnectRouter) => void;
  readonly gate: Gate;
  readonly connections: Connections;
  /** A call that is no stream ends within. */
  readonly callMs: number;
  readonly shutdown: AbortSignal;
  readonly failures: Failures;
}

/**
 * Answer HTTP/2 requests as gRPC calls.
 *
 * connect-node's own adapter does nearly this; it lets an `:authority` that is no host throw where nobody catches it,
 * writes failures to the console and sets calls no time.
 */
export function answerCalls(
  options: AnswerOptions,
): (request: Http2ServerRequest, response: Http2ServerResponse) => void {
  const router = createConnectRouter({
    connect: false,
    grpcWeb: false,
    acceptCompression: [], // nothing that a stranger sends is inflated
    readMaxBytes: MAX_MESSAGE_BYTES,
    writeMaxBytes: MAX_MESSAGE_BYTES,
    requestGate: options.gate,
    shutdownSignal: options.shutdown,
  });
  options.routes(router);
  const handlers = new Map(router.handlers.map((handler) => [handler.requestPath, handler]));
  return (request, response) => {
    const { stream } = response;
    const session = stream.session as ServerHttp2Session | undefined;
    if (session === undefined) return; // gone before it was looked at
    response.once("close", options.connections.enter(session));
    const handler = handlers.get(request.url);
    if (handler !== undefined && URL.canParse(`https://${request.authority}`)) {
      const values = createContextValues().set(callerKey, options.connections.caller(session));
      void answer(handler, universalRequestFromNodeRequest(request, response, undefined, values), response, options);
    } else response.writeHead(handler === undefined ? 404 : 400).end();
  };
}

async function answer(
  handler: UniversalHandler,
  request: UniversalServerRequest,
  response: Http2ServerResponse,
  { callMs, failures }: AnswerOptions,
): Promise<void> {
  const isStream = handler.method.methodKind !== "unary";
  const timer = isStream ? undefined : setTimeout(() => response.stream.close(NGHTTP2_CANCEL), callMs).unref();
  response.once("finish", () => response.stream.close()); // what the caller still has to say is not heard
  response.once("close", () => clearTimeout(timer));
  try {
    await universalResponseToNodeResponse(await handler(request), response);
  } catch (error) {
    const { code } = ConnectError.from(error);
    if (code !== Code.Aborted && code !== Code.Canceled) failures.note(`call ${handler.method.name} failed`, error);
  }
}
