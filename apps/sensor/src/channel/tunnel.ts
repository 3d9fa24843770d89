import { request } from "node:http";
import type { Socket, TcpNetConnectOpts } from "node:net";

/** A proxy that does not answer in this time is none. */
const ANSWER_MS = 15_000;

/** The name or address in `HOST:PORT` or `[IPV6]:PORT`. */
export function hostOf(endpoint: string): string {
  return endpoint.slice(0, endpoint.lastIndexOf(":")).replace(/^\[(.*)\]$/, "$1");
}

/**
 * A TCP connection to `target` (`HOST:PORT`) through an HTTP proxy, which learns the target and sees TLS.
 *
 * Errors: rejects when the proxy does not answer, or not with 200.
 * Source: RFC 9110, 9.3.6
 */
export function openTunnel(proxy: string, target: string, dial: Partial<TcpNetConnectOpts>): Promise<Socket> {
  const port = Number(proxy.slice(proxy.lastIndexOf(":") + 1));
  return new Promise((resolve, reject) => {
    // An agent of its own: the shared one may go by the environment.
    const asked = request({ ...dial, agent: false, host: hostOf(proxy), port, method: "CONNECT", path: target });
    asked.setHeader("host", target);
    asked.setTimeout(ANSWER_MS, () => asked.destroy(new Error(`the proxy ${proxy} does not answer`)));
    asked.once("connect", ({ statusCode }, socket: Socket) => {
      if (statusCode === 200) return resolve(socket.setTimeout(0));
      socket.destroy();
      reject(new Error(`the proxy ${proxy} answers ${statusCode}`));
    });
    asked.once("error", reject);
    asked.end();
  });
}
