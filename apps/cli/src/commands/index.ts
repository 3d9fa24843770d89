import { collect } from "./collect.ts";
import type { Command } from "./command.ts";
import { exportTimeline } from "./export.ts";
import { phases } from "./phases.ts";
import { record } from "./record.ts";
import { replay } from "./replay.ts";
import { schema } from "./schema.ts";
import { show } from "./show.ts";
import { verify } from "./verify.ts";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [collect, show, verify, exportTimeline, phases, schema, record, replay];
