import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { type Client, createClient } from "@connectrpc/connect";
import { initCollector, type RunningCollector, type ServeOptions, serveCollector } from "@livetriage/collector";
import {
  decodeTextFile,
  encodeTextFile,
  FleetFileSchema,
  JoinFileSchema,
  OperatorPublicFileSchema,
  OperatorService,
  TargetsSchema,
} from "@livetriage/proto-types";
import type { Clock } from "@livetriage/triage-core";
import { systemClock } from "@livetriage/triage-core/host";
import { type Connection, openConnection } from "../../src/channel/connection.ts";
import { FLEET, newFleet, type TestFleet } from "../kit/test-fleet.ts";

/** The real Collector in this process, and an operator who may command its fleet. */
export interface RealFleet {
  /** For whatever belongs to it; gone after `close`. */
  readonly dir: string;
  /** The Collector's own directory. */
  readonly home: string;
  readonly collector: RunningCollector;
  /** Another Collector takes its place, at another port. */
  restart(): Promise<void>;
  readonly operator: Client<typeof OperatorService>;
  /** The same over another connection, which ends with the fleet. */
  anotherOperator(): Client<typeof OperatorService>;
  /** Its operators' keys, and what they sign. */
  readonly signers: TestFleet;
  /** Opens the packages. */
  readonly identity: string;
  /** A file that lets so many hosts enroll. */
  joinFile(uses: number): Promise<string>;
  /** Signs and hands in a collection; gives its id, in bytes and in hex. */
  submit(
    sensorId: string,
    by?: Client<typeof OperatorService>,
  ): Promise<{ readonly commandId: Uint8Array; readonly id: string }>;
  close(): Promise<void>;
}

const spki = (key: KeyObject): Uint8Array => createPublicKey(key).export({ type: "spki", format: "der" });

export async function realFleet(
  settings: ServeOptions["settings"] = {},
  clock: Clock = systemClock,
): Promise<RealFleet> {
  const dir = mkdtempSync(join(tmpdir(), "livetriage-fleet-"));
  const fleet = await newFleet(() => "");
  const tls = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const home = join(dir, "collector");
  const operatorPub = create(OperatorPublicFileSchema, {
    name: "alice",
    signingKey: spki(fleet.operator),
    tlsKey: spki(tls.privateKey),
    recipient: fleet.recipient,
    keyPolicy: fleet.policy(1n),
  });
  const text = encodeTextFile(OperatorPublicFileSchema, operatorPub);
  await initCollector({ dir: home, operatorPub: text, endpoints: ["127.0.0.1:1"], clock });
  const log = (): void => undefined;
  const serve = () => serveCollector({ dir: home, clock, listen: "127.0.0.1:0", log, settings });
  let collector = await serve();
  const endpoint = () => `127.0.0.1:${collector.port}`;
  const connections: Connection[] = [];
  /** What the operator takes away, as it is now. */
  const readFleetFile = () => {
    const file = decodeTextFile(FleetFileSchema, readFileSync(join(home, "operators/alice.json"), "utf8"));
    if (!file.ok) throw new Error(file.problem);
    return file.value;
  };
  const anotherOperator = () => {
    const { caPem, certificatePem } = readFleetFile();
    const pair = { key: tls.privateKey, certificate: new X509Certificate(certificatePem) };
    const connection = openConnection(endpoint(), { caPem, pair });
    connections.push(connection);
    return createClient(OperatorService, connection.transport);
  };
  let operator = anotherOperator();
  return {
    dir,
    home,
    get collector() {
      return collector;
    },
    async restart() {
      await collector.close();
      collector = await serve();
      operator = anotherOperator();
    },
    get operator() {
      return operator;
    },
    anotherOperator,
    signers: fleet,
    identity: fleet.identity,
    async joinFile(uses) {
      const { token } = await operator.createJoinToken({ uses, ttlSeconds: 3600 });
      const path = join(dir, "join.json");
      const { caPem, rootKey } = readFleetFile();
      const join_ = create(JoinFileSchema, { fleetId: FLEET, endpoints: [endpoint()], caPem, rootKey, token });
      writeFileSync(path, encodeTextFile(JoinFileSchema, join_));
      return path;
    },
    async submit(sensorId, by = operator) {
      const targets = create(TargetsSchema, { sensorIds: [sensorId] });
      const { id, document } = fleet.command({ targets });
      await by.submit({ command: document });
      return { commandId: Buffer.from(id, "hex"), id };
    },
    async close() {
      for (const connection of connections) connection.close();
      await collector.close();
      rmSync(dir, { recursive: true });
    },
  };
}
