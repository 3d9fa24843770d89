/** A Collector and its operator in a process of their own, so that its memory is nobody else's; ends with its parent. */
import { startFleet } from "../test/running-fleet.ts";

const fleet = await startFleet();
const { operator, operatorKeys, caPem, collector } = fleet;
const signingKey = operator.signingKey.export({ type: "pkcs8", format: "pem" }).toString();
process.send?.({ port: collector.port, caPem, operatorKeys, signingKey, dir: fleet.dir });

/** Anything said is a wish for the memory that is in use. */
process.on("message", () => {
  global.gc?.();
  setTimeout(() => {
    global.gc?.();
    process.send?.({ rss: process.memoryUsage.rss() });
  }, 500);
});
process.on("disconnect", () => void fleet.stop().finally(() => process.exit(0)));
