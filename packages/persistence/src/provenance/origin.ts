import type { FileOwner, HostFacts, OwnerTable } from "@livetriage/triage-core";
import type { LosslessString } from "@livetriage/triage-core/text";

/** Where a file comes from. */
export type Provenance =
  | "packaged"
  | "modified"
  | "config"
  | "config_modified"
  | "generated"
  | "image"
  | "local"
  | "unknown";

/** Where a file comes from, and how that is known. */
export interface Origin {
  readonly provenance: Provenance;
  readonly package: string | null;
  /** The rule by which a generated file is known. */
  readonly rule: string | null;
  /** Whether a generated file is what its rule makes of its source. */
  readonly checked: boolean | null;
}

/** What a table of owners and the mounts say of a path that holds no links; null: in no package of a readable database. */
export function originOfPath(path: LosslessString, table: OwnerTable, facts: HostFacts): Origin | null {
  const owner = table.owners.get(path);
  if (owner !== undefined) return { ...ownedOrigin(owner), package: owner.package, rule: null, checked: null };
  if (isImage(path, facts)) return unowned("image");
  return table.databases.length === 0 ? unowned("unknown") : null;
}

/** An origin without package or rule. */
export function unowned(provenance: Provenance): Origin {
  return { provenance, package: null, rule: null, checked: null };
}

/** A file made on this host by a known tool. */
export function generated(rule: string, checked: boolean): Origin {
  return { provenance: "generated", package: null, rule, checked };
}

function ownedOrigin({ config, digest }: FileOwner): { provenance: Provenance } {
  if (digest === "changed") return { provenance: config ? "config_modified" : "modified" };
  return { provenance: config ? "config" : "packaged" };
}

/** A place that the image gives and nobody can write: a Nix store, a read-only /usr. */
function isImage(path: LosslessString, { mounts }: HostFacts): boolean {
  if (path.startsWith("/nix/store/")) return true;
  const usr = mounts.findLast(({ mount_point }) => mount_point === "/usr");
  return usr !== undefined && /(^|,)ro(,|$)/.test(usr.options) && path.startsWith("/usr/");
}

/** Is this one that an analyst wants to see before the distribution's own? */
export function isForeign({ provenance, checked }: Origin): boolean {
  return /^(modified|local|unknown)$/.test(provenance) || (provenance === "generated" && checked === false);
}
