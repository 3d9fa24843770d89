/** Sensors that deliver, in a process of their own: with the idle ones' memory V8 would be busy at the Collector's cost. */
import { createPrivateKey } from "node:crypto";
import { once } from "node:events";
import { preparePackage } from "../sim/prepared-package.ts";
import type { ClientKeys } from "../test/running-fleet.ts";
import { BareSender } from "./bare-sender.ts";

/** What the parent says first. */
export interface Delivery {
  readonly port: number;
  readonly caPem: string;
  readonly sensors: readonly { readonly sensorId: string; readonly keys: ClientKeys }[];
  readonly commandIds: string[];
  readonly packageBytes: number;
}

/** What it is told when so many rounds as it asked for are over. */
export interface Delivered {
  readonly seconds: number;
  readonly cpuMs: number;
}

process.on("disconnect", () => process.exit(0));
const [delivery] = (await once(process, "message")) as [Delivery];
const { sensors, commandIds, packageBytes } = delivery;
const pack = preparePackage(packageBytes);
const senders = await Promise.all(
  sensors.map(({ sensorId, keys }) =>
    BareSender.connect(delivery, { sensorId, keys, privateKey: createPrivateKey(keys.key) }),
  ),
);
process.on("message", (rounds: number) => void deliverRounds(commandIds.splice(0, rounds)));
process.send?.("connected");

async function deliverRounds(ids: readonly string[]): Promise<void> {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  const deliverAll = async (sender: BareSender) => {
    for (const id of ids) await sender.deliver(Buffer.from(id, "hex"), pack);
  };
  await Promise.all(senders.map(deliverAll));
  const { user, system } = process.cpuUsage(before);
  process.send?.({ seconds: (performance.now() - begun) / 1000, cpuMs: (user + system) / 1000 } satisfies Delivered);
}
