import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { EXIT } from "../../exit.ts";
import { note } from "../../io.ts";
import { withCollector } from "../collector-session.ts";
import { REASON_OPTION } from "../order-options.ts";
import { runId } from "../runs.ts";

/** `livetriage fleet pause` */
export const pause = pauseCommand("pause", "Begin no more hosts of a run, or of all runs; those that have begun go on");

/** `livetriage fleet resume` */
export const resume = pauseCommand(
  "resume",
  "Go on with a run, or with all; one that had paused itself counts failures anew, with other canaries",
);

function pauseCommand(name: "pause" | "resume", doc: string): Command {
  return {
    name,
    doc: `${doc}; the whole fleet without RUN`,
    positionals: ["[RUN]"],
    options: [REASON_OPTION, KEYS_OPTION],
    async run(args, io) {
      const [text] = args.positionals;
      const id = text === undefined ? new Uint8Array() : runId(text);
      return withCollector(args, io, async ({ operator }) => {
        await operator.setPause({ runId: id, paused: name === "pause", reason: args.text("reason") ?? "" });
        await note(io, `${text === undefined ? "the whole fleet" : "the run"} is ${name}d`);
        return EXIT.ok;
      });
    },
  };
}
