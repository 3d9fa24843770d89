import { linesMatching } from "../entries/lines.ts";
import { parseBusService } from "../entries/more.ts";
import type { Mechanism } from "./mechanism.ts";

/** D-Bus activation. */
export const BUS: readonly Mechanism[] = [
  {
    id: "dbus_system",
    row: 102,
    technique: "T1543",
    doc: "D-Bus services of the system bus",
    trigger: "bus_name",
    runsAs: "root",
    paths: { any: ["/{usr/share,usr/local/share,usr/lib,lib,run,etc}/dbus-1/system-services/*.service"] },
    parse: parseBusService,
  },
  {
    id: "dbus_session",
    row: 103,
    technique: "T1543",
    doc: "D-Bus services of session buses",
    trigger: "bus_name",
    runsAs: "*",
    paths: {
      any: ["/{usr/share,usr/local/share,etc}/dbus-1/services/*.service", "~/.local/share/dbus-1/services/*.service"],
    },
    parse: parseBusService,
  },
  {
    id: "dbus_config",
    row: 102,
    technique: "T1543",
    doc: "Helpers and service directories of the buses",
    trigger: "bus_name",
    runsAs: "root",
    paths: {
      any: [
        "/{etc,usr/share}/dbus-1/{system,session}{,-local}.conf",
        "/{etc,usr/share}/dbus-1/{system,session}.d/*.conf",
      ],
    },
    parse: linesMatching({
      match: /<(?<key>servicehelper|servicedir)>\s*(?<command>[^<\s]+)/,
      comment: /^\s*<!--/,
      words: true,
    }),
  },
];
