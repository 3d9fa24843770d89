import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { triageErrorSchema } from "../schema/error.ts";
import { factSchema } from "../schema/fact.ts";
import { truncationSchema } from "../schema/truncation.ts";
import type { SingleEvent } from "./collect-events.ts";

/** Faults of events: what does not fit its schema exactly, or would not survive JSON. */
export function checkEvents(events: readonly SingleEvent[], item: z.ZodType): string[] {
  return events.flatMap((event, i) => {
    const [schema, value] = bodyOf(event, item);
    return faultsOf(schema, value).map((fault) => `${event.kind} ${i}: ${fault}`);
  });
}

function bodyOf(event: SingleEvent, item: z.ZodType): readonly [z.ZodType, unknown] {
  if (event.kind === "item") return [item, event.item];
  if (event.kind === "fact") return [factSchema, event.fact];
  return event.kind === "error" ? [triageErrorSchema, event.error] : [truncationSchema, event.truncation];
}

function faultsOf(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value);
  if (!parsed.success) return [`does not fit its schema: ${z.prettifyError(parsed.error)}`];
  if (!isDeepStrictEqual(parsed.data, value))
    return [`has keys that its schema does not know: ${JSON.stringify(value)}`];
  const text = JSON.stringify(value);
  if (!isDeepStrictEqual(JSON.parse(text), value)) return [`does not survive JSON: ${text}`];
  return hasLoneSurrogate(value) ? [`holds text that is not valid Unicode: ${text}`] : [];
}

function hasLoneSurrogate(value: unknown): boolean {
  if (typeof value === "string") return !value.isWellFormed();
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, below]) => !key.isWellFormed() || hasLoneSurrogate(below));
}
