import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMMAND, commandDocument, KEYS, NOW_MS, POLICY } from "../test/documents.ts";
import {
  CommandKind,
  KeyPolicySchema,
  RefusalReason,
  SignedDocumentSchema,
} from "./gen/triage/channel/v1/command_pb.ts";
import { toHex } from "./hex.ts";
import { type CommandFacts, judgeCommand } from "./judge-command.ts";
import { keyIdOf } from "./keys.ts";
import { PAYLOAD_TYPES } from "./payload-types.ts";
import { signDocument } from "./sign-document.ts";

const { alice, bob, mallory } = KEYS;
const aliceId = toHex(keyIdOf(alice.publicKey));
const commandId = toHex(COMMAND.commandId);
const MINUTE = 60_000;
const DAY_NS = 86_400_000_000_000n;

const facts: CommandFacts = {
  nowMs: NOW_MS,
  policy: create(KeyPolicySchema, POLICY),
  fleetId: "fleet-1",
  sensorId: "sensor-1",
  labels: [
    { name: "env", value: "prod" },
    { name: "zone", value: "a" },
  ],
  known: new Map(),
  counters: new Map([[aliceId, 4n]]),
  haltedBeforeMs: 0n,
};

const policyOf = (changes: Partial<typeof POLICY> & { expiresAtMs?: bigint }) =>
  create(KeyPolicySchema, { ...POLICY, ...changes });
const sensorIds = (count: number) => ["sensor-1", ...Array.from({ length: count - 1 }, (_, n) => `sensor-${n + 2}`)];
const many = (...keys: Parameters<typeof commandDocument>[1] & {}) =>
  commandDocument({ targets: { labels: [{ name: "env", value: "prod" }] } }, keys);

describe("a command runs", () => {
  test.each<[string, ReturnType<typeof commandDocument>, Partial<CommandFacts>]>([
    ["that names this sensor", commandDocument(), {}],
    ["for fifty sensors, by one operator", commandDocument({ targets: { sensorIds: sensorIds(50) } }), {}],
    ["for labels that the sensor has, by two", many(alice.privateKey, bob.privateKey), {}],
    ["that the second operator signed first", many(bob.privateKey, alice.privateKey), {}],
    ["up to five minutes early", commandDocument(), { nowMs: NOW_MS - 5 * MINUTE }],
    ["up to five minutes late", commandDocument(), { nowMs: NOW_MS + 65 * MINUTE - 1 }],
    ["that halts everyone, by one", commandDocument({ kind: CommandKind.HALT, targets: { everyone: true } }), {}],
    [
      "that cancels for everyone, by one",
      commandDocument({ kind: CommandKind.CANCEL, targets: { everyone: true } }),
      {},
    ],
    ["that is valid from the moment of the last halt on", commandDocument(), { haltedBeforeMs: BigInt(NOW_MS) }],
    [
      "that cancels, after a halt",
      commandDocument({ kind: CommandKind.CANCEL }),
      { haltedBeforeMs: BigInt(NOW_MS + MINUTE) },
    ],
    [
      "with a rollout, when a later one came first",
      commandDocument({ rollout: {}, keyCounter: DAY_NS }),
      { counters: new Map([[aliceId, 2n * DAY_NS - 1n]]) },
    ],
    [
      "that is under way, whatever came later",
      commandDocument(),
      {
        known: new Map([[commandId, "accepted"]]),
        counters: new Map([[aliceId, 9n]]),
      },
    ],
  ])("%s", (_, document, change) => {
    expect(judgeCommand(document, { ...facts, ...change })).toMatchObject({ ok: true, keyId: aliceId });
  });
});

/** Each reason, what of a command or of the sensor brings it about, and the sentence. */
const REFUSALS: readonly [
  keyof typeof RefusalReason,
  string,
  ReturnType<typeof commandDocument>,
  Partial<CommandFacts>?,
][] = [
  [
    "MALFORMED",
    "payload is larger than 64 KiB",
    signDocument(PAYLOAD_TYPES.command, new Uint8Array(65_537), alice.privateKey),
  ],
  [
    "MALFORMED",
    "signature is not 64 bytes",
    create(SignedDocumentSchema, { signatures: [{ keyId: new Uint8Array(16) }] }),
  ],
  ["MALFORMED", "command_id is not 16 bytes", commandDocument({ commandId: new Uint8Array(3) })],
  [
    "UNSUPPORTED",
    "the document is not a command that this version knows",
    signDocument(PAYLOAD_TYPES.keyPolicy, commandDocument().payload, alice.privateKey),
  ],
  ["WRONG_FLEET", "the command is for the fleet fleet-2", commandDocument({ fleetId: "fleet-2" })],
  ["WRONG_TARGET", "the command is for other sensors", commandDocument({ targets: { sensorIds: ["sensor-2"] } })],
  [
    "WRONG_TARGET",
    "the command is for other sensors",
    commandDocument({
      targets: {
        labels: [
          { name: "env", value: "prod" },
          { name: "zone", value: "b" },
        ],
      },
    }),
  ],
  ["NOT_YET_VALID", "the command is not valid yet", commandDocument(), { nowMs: NOW_MS - 5 * MINUTE - 1 }],
  ["EXPIRED", "the command has expired", commandDocument(), { nowMs: NOW_MS + 65 * MINUTE }],
  ["HALTED", "the fleet was halted after this was signed", commandDocument(), { haltedBeforeMs: BigInt(NOW_MS + 1) }],
  [
    "HALTED",
    "the fleet was halted after this was signed",
    commandDocument({ kind: CommandKind.RETRY }),
    { haltedBeforeMs: BigInt(NOW_MS + 1), known: new Map([[commandId, "accepted"]]) },
  ],
  ["REPLAY", "the command was run before", commandDocument(), { known: new Map([[commandId, "ended"]]) }],
  ["REPLAY", "the operator has signed later commands", commandDocument({ keyCounter: 4n })],
  ["REPLAY", "the operator has signed later commands", commandDocument({ keyCounter: 0n }), { counters: new Map() }],
  [
    "REPLAY",
    "the operator has signed later commands",
    commandDocument({ rollout: {}, keyCounter: DAY_NS }),
    { counters: new Map([[aliceId, 2n * DAY_NS]]) },
  ],
  ["BAD_SIGNATURE", "no operator of the key policy has signed", commandDocument({}, [mallory.privateKey])],
  [
    "BAD_SIGNATURE",
    "no operator of the key policy has signed",
    { ...commandDocument(), payload: commandDocument({ reason: "other" }).payload },
  ],
  ["BAD_SIGNATURE", "no operator of the key policy has signed", { ...commandDocument(), signatures: [] }],
  ["BAD_SIGNATURE", "the operator that the command names has not signed it", commandDocument({ operator: "bob" })],
  ["BAD_SIGNATURE", "the operator that the command names has not signed it", commandDocument({ operator: "carol" })],
  [
    "BAD_SIGNATURE",
    "the key policy has expired",
    commandDocument(),
    { policy: policyOf({ expiresAtMs: BigInt(NOW_MS) }) },
  ],
  ["THRESHOLD", "1 have signed, the key policy asks for 2", many(alice.privateKey)],
  ["THRESHOLD", "1 have signed, the key policy asks for 2", commandDocument({ rollout: { commandCount: 2 } })],
  ["THRESHOLD", "1 have signed, the key policy asks for 2", many(alice.privateKey, alice.privateKey)],
  ["THRESHOLD", "1 have signed, the key policy asks for 2", many(alice.privateKey, mallory.privateKey)],
  ["THRESHOLD", "1 have signed, the key policy asks for 2", commandDocument({ targets: { sensorIds: sensorIds(51) } })],
  [
    "THRESHOLD",
    "1 have signed, the key policy asks for 2",
    commandDocument(),
    { policy: policyOf({ signersForNamed: 2 }) },
  ],
  ["UNSUPPORTED", "commands of kind 77 are not known", commandDocument({ kind: 77 as never })],
  ["UNSUPPORTED", "commands of kind 0 are not known", commandDocument({ kind: CommandKind.UNSPECIFIED })],
];

describe("a command is refused", () => {
  test.each(REFUSALS)("%s: %s", (reason, problem, document, change = {}) => {
    expect(judgeCommand(document, { ...facts, ...change })).toEqual({
      ok: false,
      reason: RefusalReason[reason],
      problem,
    });
  });

  test("cheap checks come first: what is wrong in every way is told as the first", () => {
    const order: (keyof typeof RefusalReason)[] = [];
    const wrongs = [
      { fleetId: "fleet-2" },
      { targets: { sensorIds: ["sensor-2"] } },
      { notBeforeMs: 1n, expiresAtMs: 2n },
    ];
    for (let right = 0; right <= wrongs.length; right++) {
      const document = commandDocument(Object.assign({}, ...wrongs.slice(right)), [mallory.privateKey]);
      const judgement = judgeCommand(document, facts);
      if (!judgement.ok) order.push(RefusalReason[judgement.reason] as keyof typeof RefusalReason);
    }
    expect(order).toEqual(["WRONG_FLEET", "WRONG_TARGET", "EXPIRED", "BAD_SIGNATURE"]);
  });

  test("when any bit of what was signed differs", () => {
    const document = commandDocument();
    fc.assert(
      fc.property(fc.nat(document.payload.length * 8 - 1), (bit) => {
        const payload = Uint8Array.from(document.payload);
        payload[bit >> 3] = (payload[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(judgeCommand({ ...document, payload }, facts).ok).toBe(false);
      }),
    );
  });
});
