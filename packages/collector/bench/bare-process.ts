/** The least that Node needs for a session: TLS 1.3 with client certificates, HTTP/2, one stream that stands; nothing else. */
import { constants } from "node:crypto";
import { createSecureServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { tellUse } from "./tell-use.ts";

const [, , key = "", cert = ""] = process.argv;
const server = createSecureServer({
  key,
  cert,
  requestCert: true,
  rejectUnauthorized: false,
  ecdhCurve: "X25519:P-256",
  minVersion: "TLSv1.3",
  secureOptions: constants.SSL_OP_NO_TICKET,
});
server.on("session", (session) => session.on("error", () => session.destroy()));
server.on("stream", (stream) => {
  stream.on("error", () => undefined).resume();
  stream.respond({ ":status": 200 });
  stream.write("welcome");
});
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
tellUse();
process.on("disconnect", () => process.exit(0));
