import { TargetState } from "@livetriage/proto-types";
import { signedCommand } from "../test/commands.ts";
import { LABEL, type SimulatedFleet } from "./simulated-fleet.ts";
import { wait } from "./until.ts";

/** How many targets of a command stand at one place, by the name of the place. */
export type Places = Readonly<Record<string, number>>;

const AGAIN_MS = 200;

/** Hand in a signed command; gives its id. */
export async function submit(fleet: SimulatedFleet, more: Parameters<typeof signedCommand>[2]): Promise<Uint8Array> {
  const { commandId, document } = signedCommand(fleet.signingKey, [], more);
  await fleet.operatorClient().submit({ command: document });
  return commandId;
}

/** Ask the whole fleet for a package each; gives the command's id. */
export function commandAll(fleet: SimulatedFleet): Promise<Uint8Array> {
  return submit(fleet, { targets: { labels: [LABEL] } });
}

/** Where the targets of a command stand when all have ended, or after so long. */
export async function placesOf(fleet: SimulatedFleet, commandId: Uint8Array, ms: number): Promise<Places> {
  const last = new Map<string, TargetState>();
  const end = performance.now() + ms;
  for (let over = false; !over && performance.now() < end; ) {
    try {
      const watched = fleet.operatorClient().watchRun({ commandId }, { timeoutMs: Math.ceil(end - performance.now()) });
      for await (const { sensorId, state } of watched) if (sensorId !== "") last.set(sensorId, state);
      over = true;
    } catch {
      await wait(AGAIN_MS); // the time is over, or the connection broke: whoever watches anew is told all
    }
  }
  const names = [...last.values()].map((state) => TargetState[state].toLowerCase());
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}
