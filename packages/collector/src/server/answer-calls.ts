import type { Http2ServerRequest, Http2ServerResponse, ServerHttp2Session } from "node:http2";
import { Code, ConnectError, type ConnectRouter, createConnectRouter, createContextValues } from "@connectrpc/connect";
import { universalRequestFromNodeRequest, universalResponseToNodeResponse } from "@connectrpc/connect-node";
import { MAX_MESSAGE_BYTES } from "@livetriage/proto-types";
import { callerKey } from "./caller.ts";
import type { Connections } from "./connections.ts";
import type { Gate } from "./gate.ts";

export interface AnswerOptions {
  readonly routes: (router: ConnectRouter) => void;
  readonly gate: Gate;
  readonly connections: Connections;
  /** A call that is no stream ends within. */
  readonly callMs: number;
  readonly shutdown: AbortSignal;
  /** A call failed for a reason that is not the caller's. */
  readonly onFailure: (method: string, error: unknown) => void;
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

  const answer = async (request: Http2ServerRequest, response: Http2ServerResponse, session: ServerHttp2Session) => {
    const handler = handlers.get(request.url);
    if (handler === undefined || !URL.canParse(`https://${request.authority}`)) {
      response.writeHead(handler === undefined ? 404 : 400).end();
      return;
    }
    const values = createContextValues().set(callerKey, options.connections.caller(session));
    const isStream = handler.method.methodKind !== "unary";
    const timer = isStream ? undefined : setTimeout(() => response.stream.close(), options.callMs).unref();
    response.once("finish", () => response.stream.close()); // what the caller still has to say is not heard
    response.once("close", () => clearTimeout(timer));
    try {
      const universal = universalRequestFromNodeRequest(request, response, undefined, values);
      await universalResponseToNodeResponse(await handler(universal), response);
    } catch (error) {
      const { code } = ConnectError.from(error);
      if (code !== Code.Aborted && code !== Code.Canceled) options.onFailure(handler.method.name, error);
    }
  };

  return (request, response) => {
    const { session } = response.stream;
    if (session === undefined) return; // gone before it was looked at
    response.once("close", options.connections.enter(session as ServerHttp2Session));
    void answer(request, response, session as ServerHttp2Session);
  };
}
