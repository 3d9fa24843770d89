import { z } from "zod";

/**
 * The two lists that every item carries: plain facts that an analyst should look at, and facts that have a common
 * harmless cause and are shown only on demand. Ids are stable and documented in the phase's README. No scores.
 */
export const signalFields: { readonly signals: z.ZodArray<z.ZodString>; readonly context: z.ZodArray<z.ZodString> } = {
  signals: z
    .array(z.string())
    .describe("Ids of facts worth a look")
    .meta({ examples: [["exe_deleted"]] }),
  context: z.array(z.string()).describe("Ids of facts with a common harmless cause"),
};
