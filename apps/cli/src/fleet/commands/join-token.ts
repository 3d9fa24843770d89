import { create } from "@bufbuild/protobuf";
import { encodeTextFile, JoinFileSchema } from "@livetriage/proto-types";
import { parseDuration } from "@livetriage/triage-core/text";
import type { Args } from "../../args/option.ts";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { EXIT, usageError } from "../../exit.ts";
import { print } from "../../io.ts";
import { withCollector } from "../collector-session.ts";
import { parseLabel } from "../select-sensors.ts";

const MOST_USES = 10_000;
const MOST_SECONDS = 604_800;

/** `livetriage fleet join-token` */
export const joinToken: Command = {
  name: "join-token",
  doc: "Print what a host needs to enroll; who has it can add hosts to the fleet until it lapses",
  positionals: [],
  options: [
    { flag: "uses", value: "N", doc: "Hosts that may enroll with it, 1 when not given" },
    { flag: "ttl", value: "1h", doc: "How long it holds, up to 7d, 1h when not given" },
    { flag: "label", value: "NAME=VALUE", many: true, doc: "Label in the certificates of these hosts" },
    { flag: "cidr", value: "10.0.0.0/8", many: true, doc: "Network from which it may be used, any when not given" },
    KEYS_OPTION,
  ],
  async run(args, io) {
    const labels = args.list("label").map(parseLabel);
    const request = { uses: usesOf(args), ttlSeconds: ttlOf(args), labels, networks: [...args.list("cidr")] };
    return withCollector(args, io, async ({ fleet, operator }) => {
      const { token } = await operator.createJoinToken(request);
      const { fleetId, endpoints, caPem, rootKey } = fleet;
      const file = create(JoinFileSchema, { fleetId, endpoints: [...endpoints], caPem, rootKey, token });
      await print(io, encodeTextFile(JoinFileSchema, file));
      return EXIT.ok;
    });
  },
};

function usesOf(args: Args): number {
  const text = args.text("uses") ?? "1";
  if (/^[1-9]\d{0,4}$/.test(text) && Number(text) <= MOST_USES) return Number(text);
  throw usageError(`--uses takes a number from 1 to ${MOST_USES}, not '${text}'`);
}

function ttlOf(args: Args): number {
  const text = args.text("ttl") ?? "1h";
  const seconds = Number((parseDuration(text) ?? 0n) / 1_000_000_000n);
  if (seconds >= 1 && seconds <= MOST_SECONDS) return seconds;
  throw usageError(`--ttl takes a duration up to 7d such as 1h or 15m, not '${text}'`);
}
