import { join } from "node:path";
import { planCollection, runCollection } from "@livetriage/triage-core";
import { parseRecording, type Recording } from "@livetriage/triage-core/host";
import { cancelledBy } from "../collection/cancelled-by.ts";
import { readIfThere, readOperatorFile } from "../config/operator-file.ts";
import { deliver } from "../delivery/deliver.ts";
import { DELIVERY_OPTIONS, deliveryOptions } from "../delivery/options.ts";
import { EXIT, Exit } from "../exit.ts";
import type { Io } from "../io.ts";
import { openDestination } from "../output/destination.ts";
import { type ReplayMeta, replayMetaSchema } from "../recording/replay-meta.ts";
import { replayOptions } from "../recording/replay-options.ts";
import { registry } from "../registry.ts";
import type { Command } from "./command.ts";

const BUDGET_MS = 600_000;

/** `livetriage replay` */
export const replay: Command = {
  name: "replay",
  doc: "Collect again from what `record` kept in DIR",
  positionals: ["DIR"],
  options: DELIVERY_OPTIONS,
  async run(args, io) {
    const delivery = deliveryOptions(args, io);
    const { recording, meta } = await readRecording(args.positionals[0] as string, io);
    const { phases, ...rest } = meta.request;
    const plan = planCollection(registry, phases === undefined ? rest : { phases, ...rest });
    if (!plan.ok) throw new Exit(EXIT.dataErr, `meta.json: ${plan.problem}`);
    const destination = await openDestination(delivery, args.list("seal-to"), io.stdout);
    const settings = { budgetMs: BUDGET_MS, signal: cancelledBy(io.interrupted) };
    const options = replayOptions(recording, meta.root, plan.phases, settings);
    return deliver(runCollection(options), registry, delivery, destination, io);
  },
};

async function readRecording(
  folder: string,
  io: Io,
): Promise<{ readonly recording: Recording; readonly meta: ReplayMeta }> {
  const text = Buffer.from(await readOperatorFile(join(folder, "recording.jsonl"), io)).toString("utf8");
  const meta = Buffer.from((await readIfThere(join(folder, "meta.json"), io)) ?? Buffer.from("{}")).toString("utf8");
  try {
    return { recording: parseRecording(text), meta: replayMetaSchema.parse(JSON.parse(meta)) };
  } catch {
    throw new Exit(EXIT.dataErr, `${folder} holds no recording of this program`);
  }
}
