import { runCollection } from "@livetriage/triage-core";
import { beNice, tuneEngine } from "@livetriage/triage-core/host";
import { ABOUT_OPTIONS, COLLECT_OPTIONS } from "../args/collect-options.ts";
import { collectRequest } from "../args/collect-request.ts";
import { plannedPhases } from "../args/planned-phases.ts";
import { collectionOptions } from "../collection/collection-options.ts";
import { knownPhases, PHASE_MODULE } from "../collection/known-phases.ts";
import { budgetMs, niceness, rootDirectory } from "../collection/limits.ts";
import { deliver } from "../delivery/deliver.ts";
import { DELIVERY_OPTIONS, deliveryOptions } from "../delivery/options.ts";
import { openDestination } from "../output/destination.ts";
import type { Command } from "./command.ts";

/** `livetriage collect` */
export const collect: Command = {
  name: "collect",
  doc: "Take a snapshot of this host and write it out",
  positionals: [],
  options: [...COLLECT_OPTIONS, PHASE_MODULE, ...ABOUT_OPTIONS, ...DELIVERY_OPTIONS],
  async run(args, io) {
    const delivery = deliveryOptions(args, io);
    const registry = knownPhases(args);
    const phases = plannedPhases(registry, collectRequest(registry, args));
    const nice = niceness(args);
    const limits = { registry, root: await rootDirectory(args), budgetMs: budgetMs(args) };
    const destination = await openDestination(delivery, args.list("seal-to"), io.stdout);
    beNice(nice, io.earlyReader);
    tuneEngine();
    const options = await collectionOptions(phases, limits, args, io);
    return deliver(runCollection(options), registry, delivery, destination, io);
  },
};
