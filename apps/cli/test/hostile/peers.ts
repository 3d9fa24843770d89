import type { Condition, Peer } from "./condition.ts";
import { runScene } from "./stage/run-scene.ts";

/** What became of what people use instead: it does not come back, says what is there, or does not. */
export type PeerVerdict = "hangs" | "tells" | "misses";

/** `timeout` ended it, or could not. */
const HANGS = ["", "124", "137"];

/** Bring a condition about once more and run a peer in it. */
export async function runPeer({ script }: Condition, { command, tells }: Peer, tree: string): Promise<PeerVerdict> {
  const { told } = await runScene({ tree, script: `PEER='${command.replaceAll("'", "'\\''")}'\n${script}` });
  if (HANGS.includes(told["peer-code"] ?? "")) return "hangs";
  return tells.test(Buffer.from(told["peer-said"] ?? "", "base64").toString()) ? "tells" : "misses";
}
