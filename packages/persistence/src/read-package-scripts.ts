import type { PackageScript, Tables } from "@livetriage/triage-core";
import type { PlacedEntry } from "./candidate.ts";
import type { Entry } from "./entries/entry.ts";
import { payloadOfArgv, payloadOfShell } from "./parse/payload.ts";
import type { Place } from "./place.ts";

/** The scripts of rpm's database that are not as their packages brought them. */
export async function readPackageScripts(tables: Tables, places: readonly Place[]): Promise<PlacedEntry[]> {
  for (const place of places) {
    const mechanism = place.mechanisms.find(({ id }) => id === "rpm_scriptlet");
    if (mechanism === undefined) continue;
    const scripts = await tables.packageScripts();
    return scripts.map((script) => ({ mechanism, place, entry: toEntry(script) }));
  }
  return [];
}

/** A script of which only the interpreter is said is that program. */
function toEntry({ package: name, kind, interpreter, text, standing }: PackageScript): Entry {
  const program = interpreter === "" ? "/bin/sh" : interpreter;
  const argv = program.split(" ");
  const isShell = argv[0]?.endsWith("sh") === true;
  const run =
    text === ""
      ? { command: program, argv, payload: payloadOfArgv(argv) }
      : { command: text, interpreter: program, payload: isShell ? payloadOfShell(text) : null };
  const origin = { package: name, rule: null, checked: null };
  return standing === "changed"
    ? { name, key: kind, ...run, origin: { ...origin, provenance: "modified" }, signals: ["package_database_changed"] }
    : { name, key: kind, ...run, origin: { ...origin, provenance: "local" }, context: ["unsigned_package"] };
}
