import { join } from "node:path";
import { type Client, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcTransport, Http2SessionManager } from "@connectrpc/connect-node";
import { MAX_MESSAGE_BYTES, OperatorService } from "@livetriage/proto-types";
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

const KEEPALIVE = { pingIntervalMs: 30_000, pingTimeoutMs: 10_000, pingIdleConnection: true };
const CONNECT_MS = 10_000;

/** Does `work` with the Collector; what goes wrong on the way is one sentence. */
export async function withCollector(
  args: Args,
  io: Io,
  work: (session: CollectorSession) => Promise<ExitCode>,
): Promise<ExitCode> {
  const directory = keysDirectory(args, io);
  const keys = await readOperatorKeys(directory, io);
  const fleet = await readFleet(join(directory, "fleet.json"), io);
  const sessionManager = await connect(fleet, keys);
  const transport = createGrpcTransport({
    baseUrl: sessionManager.authority,
    sessionManager,
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
    sessionManager.abort();
  }
}

/** A connection to the first endpoint that answers and proves to be the fleet's Collector. */
async function connect(fleet: Fleet, keys: OperatorKeys): Promise<Http2SessionManager> {
  const tls = { ca: fleet.caPem, cert: fleet.certificatePem, key: keys.tlsKeyPem, minVersion: "TLSv1.3" as const };
  const problems: string[] = [];
  for (const endpoint of fleet.endpoints) {
    const manager = new Http2SessionManager(`https://${endpoint}`, KEEPALIVE, tls);
    const timer = setTimeout(() => manager.abort(new Error(`no answer in ${CONNECT_MS / 1000} s`)), CONNECT_MS);
    const state = await manager.connect();
    clearTimeout(timer);
    if (state !== "error") return manager;
    problems.push(`${endpoint}: ${messageOf(manager.error())}`);
  }
  throw new Exit(EXIT.unavailable, `the Collector of fleet ${fleet.fleetId} cannot be reached: ${problems.join("; ")}`);
}

function messageOf(error: unknown): string {
  return error instanceof ConnectError ? error.rawMessage : String(error);
}
