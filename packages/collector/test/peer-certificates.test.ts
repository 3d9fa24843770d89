import { connect, type TLSSocket } from "node:tls";
import { expect, onTestFinished, test, vi } from "vitest";
import { TestSession } from "./open-session.ts";
import { startFleet } from "./running-fleet.ts";

/** Node's own half of a TLS socket, of which only it knows. */
interface Handle {
  getPeerX509Certificate(): unknown;
}

test("nobody's certificate is asked for in the way in which Node never frees one that came with it", async () => {
  const fleet = await startFleet();
  onTestFinished(() => fleet.stop());
  const stranger: TLSSocket & { _handle?: Handle } = connect({ port: fleet.collector.port, ca: fleet.caPem });
  stranger.on("error", () => undefined);
  const asked = vi.spyOn(Object.getPrototypeOf(stranger._handle) as Handle, "getPeerX509Certificate");
  onTestFinished(() => asked.mockRestore());
  stranger.destroy();

  const session = new TestSession(fleet.sensorClient(await fleet.enroll())); // sends its CA along, as OpenSSL does
  session.hello();
  await session.next("welcome");
  expect(asked).not.toHaveBeenCalled();
});
