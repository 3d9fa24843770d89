import type { TriagePackage } from "../schema/envelope.ts";
import { createFold } from "./fold.ts";
import { type CollectionOptions, runCollection } from "./run-collection.ts";

/** Collect and wait for the whole document. For streams use `runCollection`. */
export async function collectTriagePackage(options: CollectionOptions): Promise<TriagePackage> {
  const document = createFold();
  for await (const frame of runCollection(options)) document.push(frame);
  return document.result() as TriagePackage;
}
