import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";

/** An HTTP proxy that knows CONNECT and nothing else; tells what it was asked for. */
export async function connectProxy(host: string, port: number, addressOf: (name: string) => string) {
  const asked: string[] = [];
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on("connect", ({ url = "" }, client, head) => {
    asked.push(url);
    const [, name = "", to] = /^\[?(.*?)\]?:(\d+)$/.exec(url) ?? [];
    const upstream = connect(Number(to), addressOf(name), () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) {
      socket.on("error", () => undefined);
      socket.on("close", () => [client, upstream].forEach((one) => one.destroy()));
    }
  });
  server.listen(port, host);
  await once(server, "listening");
  return { asked };
}
