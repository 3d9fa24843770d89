import type { SignedDocument } from "@livetriage/proto-types";
import type { Args } from "../args/option.ts";
import type { Io } from "../io.ts";
import type { CollectorSession } from "./collector-session.ts";
import { DAY_MS } from "./order-options.ts";
import { type Own, signCommand, toCommands } from "./to-command.ts";

/** A signed command that ends collections: for everyone, without a rollout, for as long as a command can be valid. */
export function stopCommand(
  session: Pick<CollectorSession, "keys" | "fleet">,
  own: Own,
  args: Args,
  io: Io,
): SignedDocument {
  const order = { reason: args.text("reason") ?? "", caseId: "", validMs: DAY_MS };
  const [command] = toCommands(session, order, { everyone: true }, own, io);
  if (command === undefined) throw new TypeError("a run has a command");
  return signCommand(session, command);
}
