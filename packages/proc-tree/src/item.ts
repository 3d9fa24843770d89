import { z } from "zod";
import { basicFields } from "./item/basic-fields.ts";
import { fullFields } from "./item/full-fields.ts";
import { indexFields } from "./item/index-fields.ts";
import { standardFields } from "./item/standard-fields.ts";

export const processNodeSchema = z.object({ ...indexFields, ...basicFields, ...standardFields, ...fullFields });

/**
 * One process. With the document's boot_id, (pid, start_ticks) names it for ever.
 *
 * A column that the row's `detail` does not have is absent; null means looked and unknown.
 */
export type ProcessNode = z.infer<typeof processNodeSchema>;
