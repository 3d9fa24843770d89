import { planCollection, runCollection } from "@livetriage/triage-core";
import { collectRequest } from "../args/collect-request.ts";
import type { Option } from "../args/option.ts";
import { phaseOptions, phaseParams } from "../args/phase-flags.ts";
import { collectionOptions } from "../collection/collection-options.ts";
import { budgetMs, rootDirectory } from "../collection/limits.ts";
import { deliver } from "../delivery/deliver.ts";
import { DELIVERY_OPTIONS, deliveryOptions } from "../delivery/options.ts";
import { usageError } from "../exit.ts";
import { openDestination } from "../output/destination.ts";
import { registry } from "../registry.ts";
import type { Command } from "./command.ts";

/** What a collection of a live host or of an image may be told. */
const COLLECT_OPTIONS: readonly Option[] = [
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
  { flag: "budget", value: "60s", doc: "Time for the whole collection; what was found until then is delivered" },
  { flag: "case", value: "ID", doc: "Case that the package belongs to" },
  { flag: "operator", value: "NAME", doc: "Who collects" },
  { flag: "reason", value: "TEXT", doc: "Why" },
  { flag: "note", value: "TEXT", doc: "Anything else to keep with the package" },
];

/** `livetriage collect` */
export const collect: Command = {
  name: "collect",
  doc: "Take a snapshot of this host and write it out",
  positionals: [],
  options: [...COLLECT_OPTIONS, ...DELIVERY_OPTIONS],
  async run(args, io) {
    const delivery = deliveryOptions(args, io);
    const plan = planCollection(registry, collectRequest(registry, args));
    if (!plan.ok) throw usageError(plan.problem);
    const limits = { root: await rootDirectory(args), budgetMs: budgetMs(args) };
    const destination = await openDestination(delivery, args.list("seal-to"), io.stdout);
    const options = await collectionOptions(plan.phases, limits, args, io);
    return deliver(runCollection(options), delivery, destination, io);
  },
};
