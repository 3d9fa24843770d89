/** A Collector and its operator in a process of their own, so that its memory is nobody else's; ends with its parent. */
import { startFleet } from "../test/running-fleet.ts";
import { tellUse } from "./tell-use.ts";

const fleet = await startFleet();
const { operator, operatorKeys, caPem, collector } = fleet;
const signingKey = operator.signingKey.export({ type: "pkcs8", format: "pem" }).toString();
tellUse();
process.send?.({ port: collector.port, caPem, operatorKeys, signingKey, dir: fleet.dir });
process.on("disconnect", () => void fleet.stop().finally(() => process.exit(0)));
