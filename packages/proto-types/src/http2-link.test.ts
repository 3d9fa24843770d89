import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Http2Link } from "./http2-link.ts";
import { wasTurnedAway } from "./turned-away.ts";

async function failureAt(port: number): Promise<unknown> {
  const link = new Http2Link(`127.0.0.1:${port}`, {});
  return link.connect().catch((error: unknown) => error);
}

test("who closes before TLS turns away; who does not listen does not", async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const turnedAway = await failureAt(port);
  expect(wasTurnedAway(turnedAway)).toBe(true);
  expect(wasTurnedAway(new Error("of a call", { cause: turnedAway }))).toBe(true);
  server.close();
  await once(server, "close");
  expect(wasTurnedAway(await failureAt(port))).toBe(false);
});
