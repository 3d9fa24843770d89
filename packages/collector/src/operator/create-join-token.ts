import { createHash, randomBytes } from "node:crypto";
import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import type { CreateJoinTokenRequest } from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import { parseNetwork } from "../enrollment/networks.ts";
import { callerName } from "../server/call-errors.ts";

const MAX_USES = 10_000;
const MAX_TTL_SECONDS = 604_800;
const MAX_LABELS = 32;
const MAX_NETWORKS = 32;
const MAX_LABEL_CHARACTERS = 128;

/** The `CreateJoinToken` call: the token itself is told once and kept nowhere. */
export function createJoinToken({ storage, audit, clock }: Collector) {
  return async (request: CreateJoinTokenRequest, context: HandlerContext) => {
    const { uses, ttlSeconds, labels, networks } = request;
    const problem = check(request);
    if (problem !== null) throw new ConnectError(problem, Code.InvalidArgument);
    const token = randomBytes(32);
    const digest = digestOf(token);
    await audit.append("join-token", { operator: callerName(context), token: digest, uses, ttl_seconds: ttlSeconds });
    const expiresAtMs = nowMs(clock) + ttlSeconds * 1000;
    await storage.addToken({ digest, usesLeft: uses, expiresAtMs, labels, networks });
    return { token };
  };
}

/** How a token is kept. */
export function digestOf(token: Uint8Array): string {
  return createHash("sha256").update(token).digest("hex");
}

function check({ uses, ttlSeconds, labels, networks }: CreateJoinTokenRequest): string | null {
  if (uses < 1 || uses > MAX_USES) return "uses is not 1 to 10,000";
  if (ttlSeconds < 1 || ttlSeconds > MAX_TTL_SECONDS) return "ttl_seconds is not 1 to 604,800";
  if (labels.length > MAX_LABELS) return "more than 32 labels";
  if (networks.length > MAX_NETWORKS) return "more than 32 networks";
  const wrong = networks.find((text) => parseNetwork(text) === null);
  if (wrong !== undefined) return `not a network such as 10.0.0.0/8: ${wrong.slice(0, 64)}`;
  const fits = (text: string) => text.length > 0 && text.length <= MAX_LABEL_CHARACTERS;
  return labels.every(({ name, value }) => fits(name) && fits(value)) ? null : "a label is not 1 to 128 characters";
}
