import { afterAll } from "vitest";
import { FakeCollector } from "./fake-collector.ts";
import { TestHost } from "./sensor-process.ts";
import { newFleet } from "./test-fleet.ts";

/** A Collector that answers and a host that has enrolled with it. */
export interface EnrolledHost {
  readonly collector: FakeCollector;
  readonly host: TestHost;
}

/** Both end with the tests of the file, or, given `onTestFinished`, with the test. */
export async function enrolledHost(
  settings = "",
  atEnd: (close: () => Promise<void>) => void = afterAll,
): Promise<EnrolledHost> {
  const collector: FakeCollector = new FakeCollector(await newFleet(() => collector.sensorId));
  await collector.listen();
  const host = new TestHost(settings);
  atEnd(async () => {
    await host.close();
    await collector.close();
  });
  await host.enroll(collector);
  return { collector, host };
}
