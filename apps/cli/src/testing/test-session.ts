import { createPrivateKey, createPublicKey } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import { createClient, createRouterTransport, type ServiceImpl } from "@connectrpc/connect";
import { decodeKeyPolicy, KeyPolicySchema, OperatorService } from "@livetriage/proto-types";
import type { CollectorSession } from "../fleet/collector-session.ts";
import { newOperator } from "../fleet/new-operator.ts";

/** An operator of the fleet `prod` before a Collector that answers as told, in memory. */
export async function testSession(answers: Partial<ServiceImpl<typeof OperatorService>>): Promise<CollectorSession> {
  const { secret, open } = await newOperator("alice", "prod");
  const policy = decodeKeyPolicy(open.keyPolicy?.payload ?? new Uint8Array());
  const transport = createRouterTransport(({ service }) => service(OperatorService, answers));
  const key = (der: Uint8Array) => createPrivateKey({ key: Buffer.from(der), type: "pkcs8", format: "der" });
  return {
    keys: { name: "alice", signingKey: key(secret.signingKey), tlsKeyPem: "", identity: secret.identity },
    fleet: {
      fleetId: "prod",
      endpoints: ["127.0.0.1:1"],
      caPem: "",
      certificatePem: "",
      rootKey: createPublicKey(key(secret.signingKey)).export({ type: "spki", format: "der" }),
      auditKey: new Uint8Array(),
      policy: policy.ok ? policy.value : create(KeyPolicySchema),
    },
    operator: createClient(OperatorService, transport),
  };
}
