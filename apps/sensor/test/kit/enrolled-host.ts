import { afterAll } from "vitest";
import { FakeCollector } from "./fake-collector.ts";
import { TestHost } from "./sensor-process.ts";
import { newFleet } from "./test-fleet.ts";

/** A Collector that answers and a host that has enrolled with it; both end with the tests of the file. */
export async function enrolledHost(): Promise<{ collector: FakeCollector; host: TestHost }> {
  const collector: FakeCollector = new FakeCollector(await newFleet(() => collector.sensorId));
  await collector.listen();
  const host = new TestHost();
  afterAll(async () => {
    await host.close();
    await collector.close();
  });
  await host.enroll(collector);
  return { collector, host };
}
