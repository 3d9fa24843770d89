import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { EXIT } from "../../exit.ts";
import { withCollector } from "../collector-session.ts";
import { printTable } from "../print-table.ts";
import { listSensors, type Sensor } from "../sensors.ts";
import { momentText, sensorWord } from "../words.ts";

/** `livetriage fleet sensors` */
export const sensors: Command = {
  name: "sensors",
  doc: "List the hosts of the fleet, and which of them are connected",
  positionals: [],
  options: [{ flag: "all", doc: "Also those that have been silent for so long that they are archived" }, KEYS_OPTION],
  run: (args, io) =>
    withCollector(args, io, async (session) => {
      const listed = (await listSensors(session)).filter(({ archived }) => args.has("all") || !archived);
      await printTable(io, {
        title: "SENSORS",
        columns: ["host", "state", "last seen", "build", "certificate until", "labels", "sensor"].map((title) => ({
          title,
          sparse: title === "labels",
        })),
        rows: listed.map(toRow),
        more: "",
      });
      return EXIT.ok;
    }),
};

function toRow(sensor: Sensor): string[] {
  return [
    sensor.hostname,
    sensor.archived ? "archived" : sensorWord(sensor.standing, sensor.connected),
    momentText(sensor.lastSeenMs),
    sensor.build || "-",
    momentText(sensor.certificateExpiresAtMs),
    sensor.labels.map(({ name, value }) => `${name}=${value}`).join(" ") || "-",
    sensor.sensorId,
  ];
}
