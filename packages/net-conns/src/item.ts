import { signalFields } from "@livetriage/triage-core";
import { z } from "zod";
import { ownerFields, type ownerSchema } from "./item/owner-fields.ts";
import { otherFamilyFields, placeFields } from "./item/place-fields.ts";
import { trafficFields } from "./item/traffic-fields.ts";
import { DETAILS } from "./item/words.ts";

/** One socket of one network namespace. */
export const networkConnectionSchema = z.object({
  ...placeFields,
  ...otherFamilyFields,
  ...ownerFields,
  ...trafficFields,
  ...signalFields,
  detail: z.enum(DETAILS).describe("Which columns the row has"),
});

export type NetworkConnection = z.infer<typeof networkConnectionSchema>;
export type SocketOwner = z.infer<typeof ownerSchema>;

/** Fields that a row has at a level and above only. */
export const LEVELS = {
  full: ["drops"],
  standard: [
    "process_exe",
    "container_id",
    "container",
    "v4_mapped",
    "tx_queue",
    "rx_queue",
    "timer",
    "timer_ticks",
    "retransmits",
    "interface_name",
  ],
} as const;
