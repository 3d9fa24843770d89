import { create, equals, toBinary } from "@bufbuild/protobuf";
import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import {
  type KeyPolicy,
  type OperatorKey,
  type ReplaceKeyPolicyRequest,
  type SignedDocument,
  SignedDocumentSchema,
  spkiKey,
} from "@livetriage/proto-types";
import { issueClientCertificate } from "../ca/certificates.ts";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import { callerName } from "../server/call-errors.ts";
import { type Caller, callerKey } from "../server/caller.ts";

/**
 * The `ReplaceKeyPolicy` call: audited, then durable, then in force here and pushed to every sensor that is here. Operators
 * whom it leaves out lose what they have open, but for the connection that this call came by.
 */
export function replaceKeyPolicy(collector: Collector) {
  const { policy, audit, connections, sessions, turns } = collector;
  const isLeftOut = ({ identity }: Caller) => identity?.role === "operator" && !policy.names(identity.name);
  return async (
    { keyPolicy: document = create(SignedDocumentSchema) }: ReplaceKeyPolicyRequest,
    context: HandlerContext,
  ) =>
    turns.take("key policy", async () => {
      const operator = callerName(context);
      const isKnown = equals(SignedDocumentSchema, document, policy.document);
      const value = isKnown ? policy.value : await judge(collector, operator, document);
      const certificates = await certificatesOf(collector, value);
      if (isKnown) return { certificates }; // it comes again: the answer was lost
      await audit.append("key-policy", {
        operator,
        version: String(value.version),
        operators: value.operators.map(({ name }) => name).join(" "),
        signers_for_named: value.signersForNamed,
        signers_for_many: value.signersForMany,
        key_policy: Buffer.from(toBinary(SignedDocumentSchema, document)).toString("base64"),
      });
      await policy.follow(document, value);
      const own = context.values.get(callerKey);
      connections.cut((caller) => caller !== own && isLeftOut(caller));
      for (const session of sessions) {
        session.send({ case: "tune", value: { keyPolicy: document } }, document.payload.length);
      }
      return { certificates };
    });
}

async function judge(
  { policy, audit, clock }: Collector,
  operator: string,
  document: SignedDocument,
): Promise<KeyPolicy> {
  const judged = policy.judge(document, nowMs(clock));
  if (judged.ok) return judged.value;
  await audit.append("refuse", { operator, call: "ReplaceKeyPolicy", problem: judged.problem });
  throw new ConnectError(judged.problem, Code.FailedPrecondition);
}

/** For those whose TLS key the policy names: new operators, and those whose certificate is to last longer. */
function certificatesOf(collector: Collector, { operators }: KeyPolicy) {
  return Promise.all(operators.filter(({ tlsKey }) => tlsKey.length > 0).map((one) => certificateOf(collector, one)));
}

async function certificateOf({ authorities, config, clock }: Collector, { name, tlsKey }: OperatorKey) {
  const identity = { fleetId: config.fleet, role: "operator", name, labels: [] } as const;
  const certificate = await issueClientCertificate(authorities.issuing, identity, readKey(name, tlsKey), nowMs(clock));
  return { name, certificatePem: certificate.toString() };
}

function readKey(name: string, spki: Uint8Array) {
  try {
    const key = spkiKey(spki);
    if (key.asymmetricKeyDetails?.namedCurve === "prime256v1") return key;
  } catch {
    // told below
  }
  throw new ConnectError(`the TLS key of ${name} is not a P-256 key`, Code.InvalidArgument);
}
