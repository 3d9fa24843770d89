import { create, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeCommand, decodeSignedDocument } from "./decode.ts";
import {
  type Command,
  CommandKind,
  CommandSchema,
  RolloutSchema,
  SignedDocumentSchema,
  TargetsSchema,
} from "./gen/triage/channel/v1/command_pb.ts";
import { preAuthenticationEncoding } from "./pre-authentication-encoding.ts";

const valid = create(CommandSchema, {
  commandId: new Uint8Array(16).fill(7),
  kind: CommandKind.COLLECT,
  fleetId: "fleet-1",
  targets: { sensorIds: ["sensor-1"] },
  notBeforeMs: 1_000n,
  expiresAtMs: 2_000n,
  keyCounter: 1n,
  recipients: [`age1${"q".repeat(58)}`],
  reason: "IR-1",
});

const encode = (changes: Partial<Command>): Uint8Array => toBinary(CommandSchema, { ...valid, ...changes });

describe("decodeCommand", () => {
  test("a valid command comes back", () => {
    expect(decodeCommand(encode({}))).toEqual({ ok: true, value: valid });
  });

  test.each<[string, Partial<Command>]>([
    ["command_id is not 16 bytes", { commandId: new Uint8Array(15) }],
    ["refers_to is not 16 bytes", { refersTo: new Uint8Array(1) }],
    ["expires_at_ms is not after not_before_ms", { expiresAtMs: 1_000n }],
    ["the command is valid for longer than 24 hours", { expiresAtMs: 86_402_000n }],
    ["more than 16 recipients", { recipients: Array.from({ length: 17 }, () => `age1${"q".repeat(58)}`) }],
    ["a recipient is not an age recipient", { recipients: ["age1"] }],
    ["recipients are missing", { recipients: [] }],
    ["reason is longer than 1,024 bytes", { reason: "é".repeat(513) }],
    ["case_id is longer than 128 bytes", { caseId: "x".repeat(129) }],
    ["operator is longer than 128 bytes", { operator: "x".repeat(129) }],
    ["run_id is not 16 bytes", { runId: new Uint8Array(17) }],
    ["settle_seconds is more than 3,600", { rollout: create(RolloutSchema, { settleSeconds: 3601 }) }],
    ["stop_after_permille is more than 1,000", { rollout: create(RolloutSchema, { stopAfterPermille: 1001 }) }],
    ["a run has more than 1,000 commands", { rollout: create(RolloutSchema, { commandCount: 1001 }) }],
  ])("%s", (problem, changes) => {
    expect(decodeCommand(encode(changes))).toEqual({ ok: false, problem });
  });

  test.each<[string, { sensorIds?: string[]; labels?: { name: string; value: string }[]; everyone?: boolean }]>([
    ["targets name nobody", {}],
    ["only a halt or a cancel is for everyone", { everyone: true }],
    ["targets are given in more than one way", { sensorIds: ["a"], everyone: true }],
    ["targets are given in more than one way", { sensorIds: ["a"], labels: [{ name: "env", value: "prod" }] }],
    ["more than 200 sensor ids", { sensorIds: Array.from({ length: 201 }, String) }],
  ])("%s", (problem, targets) => {
    const bytes = encode({ targets: create(TargetsSchema, targets) });
    expect(decodeCommand(bytes)).toEqual({ ok: false, problem });
  });
});

describe("any bytes", () => {
  test("give a message or a sentence, never a throw", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const decoded of [decodeCommand(bytes), decodeSignedDocument(bytes)]) {
          expect(decoded.ok || decoded.problem.length > 0).toBe(true);
        }
      }),
    );
  });

  test("a mutated command is never taken for the signed one", () => {
    const bytes = encode({});
    const signed = Buffer.from(preAuthenticationEncoding("t", bytes));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const mutated = Uint8Array.from(bytes);
        mutated[at] = (bytes[at] ?? 0) ^ flip;
        expect(Buffer.from(preAuthenticationEncoding("t", mutated)).equals(signed)).toBe(false);
      }),
    );
  });
});

test("a signed document round-trips and its limits hold", () => {
  const signature = { keyId: new Uint8Array(16), signature: new Uint8Array(64) };
  const document = create(SignedDocumentSchema, { payloadType: "t", payload: encode({}), signatures: [signature] });
  expect(decodeSignedDocument(toBinary(SignedDocumentSchema, document))).toEqual({ ok: true, value: document });
  const many = create(SignedDocumentSchema, {
    ...document,
    signatures: Array.from({ length: 9 }, () => document.signatures[0] as never),
  });
  expect(decodeSignedDocument(toBinary(SignedDocumentSchema, many))).toEqual({
    ok: false,
    problem: "more than 8 signatures",
  });
  expect(decodeSignedDocument(new Uint8Array(1_048_577))).toEqual({
    ok: false,
    problem: "the message is larger than 1 MiB",
  });
});

test("the pre-authentication encoding is DSSE's own example", () => {
  const text = Buffer.from(
    preAuthenticationEncoding("http://example.com/HelloWorld", Buffer.from("hello world")),
  ).toString();
  expect(text).toBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
});
