import type { PackageScript } from "../../contract/tables.ts";
import { hashBytes } from "../../host/hash-bytes.ts";
import type { RpmScripts } from "../parse/rpm-scripts.ts";

/** Keys for signatures stand among packages. */
const KEY = "gpg-pubkey";

const MAX_SCRIPTS = 256;
const MAX_TEXT = 65_536;

/**
 * Scripts in an rpm database that are not as their packages brought them: those of a header that is not what was built, and
 * those of packages without a signature where most have one.
 */
export function foreignScripts(packages: readonly RpmScripts[]): PackageScript[] {
  const signable = packages.filter(({ name }) => name !== KEY);
  const mostAreSigned = signable.filter(({ signed }) => signed).length * 2 > signable.length;
  const found: PackageScript[] = [];
  for (const one of packages) {
    const standing = one.scripts.length === 0 ? null : standingOf(one, mostAreSigned);
    if (standing === null) continue;
    const scripts = one.scripts.map(({ text, ...script }) => ({ ...script, text: text.slice(0, MAX_TEXT) }));
    found.push(...scripts.map((script) => ({ package: one.name, ...script, standing })));
    if (found.length >= MAX_SCRIPTS) break;
  }
  return found.slice(0, MAX_SCRIPTS);
}

function standingOf({ built, sha256, signed }: RpmScripts, mostAreSigned: boolean): PackageScript["standing"] | null {
  const bytes = sha256 === null ? null : built();
  if (bytes !== null && hashBytes({ bytes, more: false }, {}).sha256 !== sha256) return "changed";
  return mostAreSigned && !signed ? "unsigned" : null;
}
