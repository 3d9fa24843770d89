import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { PersistenceItem } from "../../src/item.ts";
import type { Expected, Plant } from "./plant.ts";

const PATH = "/var/lib/rpm/rpmdb.sqlite";

/** A database that rpm made: two signed packages, one of them with scripts, and one that nobody signed. */
const DATABASE = gunzipSync(readFileSync(new URL("../../../../fixtures/files/rpm/scripts.sqlite.gz", import.meta.url)));

/** The same with other words in the script of a signed package. */
function changed(): Uint8Array {
  const bytes = Uint8Array.from(DATABASE);
  const at = DATABASE.lastIndexOf("echo post-install");
  bytes.set(Buffer.from("/tmp/x; :-install"), at);
  return bytes;
}

const script = (name: string, key: string, command: string, more: Partial<PersistenceItem> = {}): Expected => ({
  mechanism: "rpm_scriptlet",
  path: PATH,
  name,
  key,
  trigger: "package_operation",
  runs_as: "root",
  command,
  argv: null,
  state: "enabled",
  ...more,
});

const OWN = { provenance: "local", package: "unsigned", context: ["target_missing", "unsigned_package"] } as const;
const own = { ...OWN, context: [...OWN.context] };

/** Scripts in rpm's database. */
export const RPM_SCRIPT_PLANTS: readonly Plant[] = [
  {
    name: "rpm: scripts of an unsigned package among signed ones",
    files: { [PATH]: DATABASE },
    only: true,
    expect: [
      script("unsigned", "%post", "echo post-install\n/opt/planted --post &", { ...own, interpreter: "/bin/sh" }),
      script("unsigned", "%preun", "/sbin/ldconfig", { ...own, argv: ["/sbin/ldconfig"] }),
      script("unsigned", "%postun", "/opt/planted --postun", { ...own, interpreter: "/bin/bash" }),
      script("unsigned", "%trigger", "/opt/planted --trigger", own),
      script("unsigned", "%filetrigger", "/opt/planted --filetrigger", own),
      script("unsigned", "%transfiletrigger", 'print("x")', {
        ...own,
        interpreter: "<lua>",
        context: ["unsigned_package"],
      }),
    ],
  },
  {
    name: "rpm: a script of a signed package that was changed in the database",
    trap: true,
    files: { [PATH]: changed() },
    expect: [
      script("scripted", "%post", "/tmp/x; :-install\n/opt/planted --post &", {
        provenance: "modified",
        package: "scripted",
        signals: ["package_database_changed", "target_in_temporary_directory"],
      }),
    ],
  },
];
