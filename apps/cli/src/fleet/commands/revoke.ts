import { SensorStanding } from "@livetriage/proto-types";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { EXIT } from "../../exit.ts";
import { note } from "../../io.ts";
import { printable } from "../../terminal/printable.ts";
import { approved } from "../approved.ts";
import { withCollector } from "../collector-session.ts";
import { YES_OPTION } from "../order-options.ts";
import { listSensors, sensorsNamed } from "../sensors.ts";

/** `livetriage fleet revoke` */
export const revoke: Command = {
  name: "revoke",
  doc: "Refuse a sensor's certificate from now on: its session ends, and it has to enroll again",
  positionals: ["SENSOR"],
  options: [{ ...YES_OPTION, doc: "Revoke without asking" }, KEYS_OPTION],
  async run(args, io) {
    return withCollector(args, io, async (session) => {
      const [sensor] = sensorsNamed(args.positionals, await listSensors(session));
      if (sensor === undefined) return EXIT.nothing;
      const name = `${printable(sensor.hostname)} (${sensor.sensorId})`;
      if (!(await approved(`Revoke ${name}?`, args.has("yes"), io))) return EXIT.nothing;
      await session.operator.setStanding({ sensorId: sensor.sensorId, standing: SensorStanding.REVOKED });
      await note(io, `${name} is revoked`);
      return EXIT.ok;
    });
  },
};
