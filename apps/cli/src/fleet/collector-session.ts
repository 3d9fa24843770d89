import { join } from "node:path";
import { type Client, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { Http2Link, MAX_MESSAGE_BYTES, OperatorService } from "@livetriage/proto-types";
import type { Args } from "../args/option.ts";
import { type Fleet, type OperatorKeys, readFleet, readOperatorKeys } from "../config/fleet-files.ts";
import { keysDirectory } from "../config/operator-directory.ts";
import { EXIT, Exit, type ExitCode } from "../exit.ts";
import { type Io, interruptedBy } from "../io.ts";
import { rpcFailure } from "./rpc-failure.ts";

/** An operator before his Collector. */
export interface CollectorSession {
  readonly keys: OperatorKeys;
  readonly fleet: Fleet;
  readonly operator: Client<typeof OperatorService>;
}

const CONNECT_MS = 10_000;

/** A port that nobody listens on is asked so often. */
const ROUNDS = 10;
const ROUND_MS = 500;

/** Does `work` with the Collector; what goes wrong on the way is one sentence. */
export async function withCollector(
  args: Args,
  io: Io,
  work: (session: CollectorSession) => Promise<ExitCode>,
): Promise<ExitCode> {
  const directory = keysDirectory(args, io);
  const keys = await readOperatorKeys(directory, io);
  const fleet = await readFleet(join(directory, "fleet.json"), io);
  const link = await connect(fleet, keys);
  const transport = createGrpcTransport({
    baseUrl: link.authority,
    sessionManager: link,
    readMaxBytes: MAX_MESSAGE_BYTES,
    writeMaxBytes: MAX_MESSAGE_BYTES,
  });
  try {
    return await work({ keys, fleet, operator: createClient(OperatorService, transport) });
  } catch (error) {
    const signal = interruptedBy(io);
    if (signal !== null) return EXIT[signal];
    throw rpcFailure(error);
  } finally {
    link.close();
  }
}

/** A connection to the fleet's Collector; one that is just starting is waited for. */
async function connect(fleet: Fleet, keys: OperatorKeys): Promise<Http2Link> {
  for (let round = 1; ; round++) {
    const problems: string[] = [];
    for (const endpoint of fleet.endpoints) {
      const answer = await dial(endpoint, fleet, keys);
      if (answer instanceof Http2Link) return answer;
      problems.push(`${endpoint}: ${answer}`);
    }
    if (round === ROUNDS || !problems.every((problem) => problem.includes("ECONNREFUSED"))) {
      const reasons = problems.join("; ");
      throw new Exit(EXIT.unavailable, `the Collector of fleet ${fleet.fleetId} cannot be reached: ${reasons}`);
    }
    await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
  }
}

/** A connection whose other side proves to be the fleet's Collector, or why there is none. */
async function dial(
  endpoint: string,
  { caPem, certificatePem }: Fleet,
  { tlsKeyPem }: OperatorKeys,
): Promise<Http2Link | string> {
  const link = new Http2Link(endpoint, { ca: caPem, cert: certificatePem, key: tlsKeyPem });
  const timer = setTimeout(() => link.close(), CONNECT_MS);
  try {
    await link.connect();
    return link;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
  }
}
