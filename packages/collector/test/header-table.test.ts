import { once } from "node:events";
import { connect } from "node:http2";
import { expect, onTestFinished, test } from "vitest";
import { startFleet } from "./running-fleet.ts";

test("a connection keeps no headers of the answers that it gave", async () => {
  const fleet = await startFleet();
  onTestFinished(() => fleet.stop());
  const http2 = connect(`https://127.0.0.1:${fleet.collector.port}`, { ca: fleet.caPem });
  onTestFinished(() => http2.destroy());

  const [headers] = (await once(http2.request({ ":path": "/none" }), "response")) as [Record<string, unknown>];
  expect(headers).toMatchObject({ ":status": 404, date: expect.any(String) });
  expect(http2.state.inflateDynamicTableSize).toBe(0);
});
