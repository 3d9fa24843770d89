/** A Collector and its operator in a process of their own, so that its memory is nobody else's; ends with its parent. */
import { startFleet } from "../test/running-fleet.ts";

const fleet = await startFleet();
const { operator, operatorKeys, caPem, collector } = fleet;
const signingKey = operator.signingKey.export({ type: "pkcs8", format: "pem" }).toString();
process.send?.({ port: collector.port, caPem, operatorKeys, signingKey, dir: fleet.dir });

/** Anything said is a wish for the memory that is in use, without what the collector of garbage keeps for later. */
process.on("message", () => {
  global.gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
  setTimeout(() => {
    global.gc?.({ type: "major", execution: "sync", flavor: "last-resort" });
    process.send?.({ rss: process.memoryUsage.rss() });
  }, 500);
});
process.on("disconnect", () => void fleet.stop().finally(() => process.exit(0)));
