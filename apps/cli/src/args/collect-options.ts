import { registry } from "../registry.ts";
import type { Option } from "./option.ts";
import { phaseOptions, phaseParams } from "./phase-flags.ts";

/** What a collection of a live host or of an image may be told. */
export const COLLECT_OPTIONS: readonly Option[] = [
  {
    flag: "phase",
    value: "NAME",
    many: true,
    doc: `Only these phases: ${registry.map((phase) => phase.name).join(", ")}`,
  },
  { flag: "root", value: "DIR", doc: "Collect from a mounted image instead of this host" },
  ...phaseOptions(phaseParams(registry)),
  { flag: "cap", value: "PHASE.CAP=N", many: true, doc: "Change a cap (livetriage phases lists them)" },
  { flag: "set", value: "PHASE.NAME=VALUE", many: true, doc: "Set a param of a phase that has no flag" },
  {
    flag: "no-redact",
    doc: "Keep secrets of arguments, environments and files in clear; never password hashes and private keys",
  },
  {
    flag: "budget",
    value: "60s",
    doc: "Time for the whole collection, 60s when not given; what was found until then is delivered",
  },
  { flag: "nice", value: "N", doc: "Let everybody else go first: 0 to 19, 10 when not given" },
];

/** Who collects, and why. */
export const ABOUT_OPTIONS: readonly Option[] = [
  { flag: "case", value: "ID", doc: "Case that the package belongs to" },
  { flag: "operator", value: "NAME", doc: "Who collects" },
  { flag: "reason", value: "TEXT", doc: "Why" },
  { flag: "note", value: "TEXT", doc: "Anything else to keep with the package" },
];
