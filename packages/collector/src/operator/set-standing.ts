import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import { SensorStanding, type SetStandingRequest } from "@livetriage/proto-types";
import type { Collector } from "../collector.ts";
import { callerName } from "../server/call-errors.ts";

/** The `SetStanding` call. A sensor that is no longer trusted loses what it has open, and comes back as what it is now. */
export function setStanding({ storage, audit, sessions, turns }: Collector) {
  return async ({ sensorId, standing }: SetStandingRequest, context: HandlerContext) => {
    if (standing === SensorStanding.UNSPECIFIED || SensorStanding[standing] === undefined) {
      throw new ConnectError("standing is not known", Code.InvalidArgument);
    }
    return turns.take(sensorId, async () => {
      const sensor = await storage.sensor(sensorId);
      if (sensor === null) throw new ConnectError("no such sensor", Code.NotFound);
      const fields = { operator: callerName(context), sensor_id: sensorId, standing: SensorStanding[standing] };
      await audit.append("standing", fields);
      await storage.saveSensor({ ...sensor, standing });
      sessions.get(sensorId)?.facts.disconnect();
      return {};
    });
  };
}
