import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "./machines.ts";
import { type Document, otherHashes, sameItems } from "./same-items.ts";

/** What must hold, what was seen, and whether it held. */
interface Row {
  readonly promise: string;
  readonly seen: string;
  readonly held: boolean;
}

/** What came of a guest on its machine, as a page; `folder` is what its script handed over. */
export function reportOf(folder: string, machine: Machine): { readonly text: string; readonly failed: boolean } {
  const read = (name: string): string =>
    existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8").trim() : "";
  const later = machine.isTimely ? [...timeRows(read), upgradeRow(folder), ...lifeRows(read)] : [];
  const rows = [...unitRows(read), ...packageRows(folder, read), ...later];
  const table = rows.map(({ promise, seen, held }) => `| ${promise} | ${seen} | ${held ? "yes" : "**no**"} |`);
  const text = `# The sensor's package, booted

Written by \`${machine.command}\`: the package installed with dpkg on Debian 12, ${read("systemd")} as process 1 of
${machine.title}, Linux ${read("kernel")}.${machine.isTimely ? "" : `\n\n${UNTIMELY}`}

| promise | seen | held |
|---|---|---|
${table.join("\n")}

What hashing tells differs by design: reading a file changes its time of access unless the reader owns it or has CAP_FOWNER,
which the sensor's user has not, so it hashes no file of a package. \`sha256\` is null there; a package's file that was changed is
\`packaged\` or \`config\`, not \`modified\` or \`config_modified\`; and a copy of a packaged template is \`local\` with an excerpt,
not \`generated\`.
`;
  return { text, failed: rows.some(({ held }) => !held) };
}

const UNTIMELY = `A program takes some 15 times as long here, so the units' limits on time and processor are lifted, a collection may take
ten minutes, and what is promised within a time is tried [in a container](booted-sensor.md) alone.`;

function unitRows(read: (name: string) => string): Row[] {
  const value = (file: string, name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(read(file))?.[1] ?? "unknown";
  const daemon = read("daemon-status");
  const capabilities = [...daemon.matchAll(/^Cap(?:Inh|Prm|Eff|Bnd|Amb):\t(\w+)$/gm)].map(([, mask]) => mask ?? "");
  const waits = /network-online|nss-lookup|time-sync|remote-fs/.exec(read("order"))?.[0];
  const before = `${value("not-enrolled", "UnitFileState")}, ${value("not-enrolled", "ActiveState")}, condition ${value("not-enrolled", "ConditionResult")}`;
  const status = /^collecting side +(.*)$/m.exec(read("status"))?.[1] ?? read("status");
  return [
    row("a host that has not enrolled starts no sensor", before, before === "enabled, inactive, condition no"),
    row("the units wait for no network and no names", waits ?? "none of them", waits === undefined),
    row("systemd hears READY", value("started", "ActiveState"), value("started", "ActiveState") === "active"),
    row(
      "the process with the network has no capability",
      [...new Set(capabilities)].join(", "),
      capabilities.length === 5 && capabilities.every((mask) => /^0+$/.test(mask)),
    ),
    row(
      "the collecting side is systemd's, with two capabilities",
      status,
      /^systemd, uid \d+, capabilities 0000000000080004$/.test(status),
    ),
  ];
}

function timeRows(read: (name: string) => string): Row[] {
  const [start, stop] = ["start-time", "stop-time"].map((name) => {
    const [began, ended] = read(name).split(" ").map(Number);
    return Math.round(((ended ?? Number.NaN) - (began ?? Number.NaN)) * 100) / 100;
  }) as [number, number];
  const stopped = /^Result=(.*)$/m.exec(read("stopped"))?.[1] ?? "unknown";
  return [
    row("READY within a second of `systemctl start`", `${start} s`, start <= 1),
    row(
      "stopped in the midst of a collection it ends within 5 s",
      `${stop} s, ${stopped}`,
      stop <= 5 && stopped === "success",
    ),
  ];
}

function packageRows(folder: string, read: (name: string) => string): Row[] {
  const [package_] = packagesIn(join(folder, "fetched"));
  if (package_ === undefined) return [row("a signed command gives a package", read("fetch"), false)];
  const command = JSON.parse(read("command.json")) as Document;
  const same = sameItems(package_, command);
  const hashes = otherHashes(package_, command);
  return [
    row(
      "a signed command gives a package, read through process 1",
      package_.vantage.host_root ?? "/",
      package_.vantage.host_root === "/proc/1/root",
    ),
    row(
      "its items are those of root's `livetriage collect` on the host, but for what hashing tells",
      same.text,
      same.held,
    ),
    row("what hashing tells: `sha256` is root's or null", `differ: ${hashes.text}`, hashes.held),
  ];
}

function upgradeRow(folder: string): Row {
  const { length } = packagesIn(join(folder, "fetched-upgraded"));
  return row("an upgrade in the midst of a collection ends in one package", `${length}`, length === 1);
}

function lifeRows(read: (name: string) => string): Row[] {
  const left = read("left");
  const isPurged = /^Purging configuration files/m.test(read("purge"));
  const [before, joined] = [read("enrolled"), read("joined")].map(
    (text) => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(text)?.[0],
  );
  const side = /^collecting side +(\w+)/m.exec(read("joined"))?.[1] ?? read("joined");
  return [
    row("purged while it runs, it leaves no file, user or unit", left || "none", isPurged && left === ""),
    row(
      "a host with `join.json` enrolls when its units start",
      joined === undefined ? side : "as another sensor",
      joined !== undefined && joined !== before && side === "systemd",
    ),
  ];
}

function packagesIn(folder: string): Document[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /^[0-9a-f]{32}\.json$/.test(name));
  return names.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Document);
}

const row = (promise: string, seen: string, held: boolean): Row => ({ promise, seen, held });
