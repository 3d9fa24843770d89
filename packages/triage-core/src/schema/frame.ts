import { z } from "zod";
import { collectionSchema, footprintSchema } from "./collection.ts";
import { headSchema, phaseSectionSchema } from "./envelope.ts";
import { instant } from "./identity.ts";

/** First frame: the head of the document and the phases to come. */
export const headerFrameSchema = z.object({
  frame: z.literal("header"),
  head: headSchema,
  phases: z.array(z.string()),
});

export const phaseStartFrameSchema = z.object({
  frame: z.literal("phase-start"),
  phase: z.string(),
  ...phaseSectionSchema.pick({ version: true, schema: true, caps: true, params: true }).shape,
  started_at: instant,
});

export const itemFrameSchema = z.object({
  frame: z.literal("item"),
  phase: z.string(),
  item: z.unknown(),
});

export const phaseEndFrameSchema = z.object({
  frame: z.literal("phase-end"),
  phase: z.string(),
  ...phaseSectionSchema.pick({ status: true, error: true, errors: true, truncations: true, facts: true }).shape,
  duration_ms: z.number().nullable(),
  items: z.int().describe("Item frames of this phase"),
});

/** Last frame. A stream without it is a valid partial package. */
export const trailerFrameSchema = z.object({
  frame: z.literal("trailer"),
  finished_at: instant,
  duration_ms: z.number(),
  ended: z.enum(["finished", "deadline", "cancelled"]),
  clocks_end: collectionSchema.shape.clocks_end,
  footprint: footprintSchema,
  sha256: z.string().describe("Over every byte of the stream before this frame"),
});

export const frameSchema = z.discriminatedUnion("frame", [
  headerFrameSchema,
  phaseStartFrameSchema,
  itemFrameSchema,
  phaseEndFrameSchema,
  trailerFrameSchema,
]);

export type Frame = z.infer<typeof frameSchema>;
