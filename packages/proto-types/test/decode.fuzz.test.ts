import { create, toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeCommand, decodeSignedDocument } from "../src/decode.ts";
import { CommandKind, CommandSchema, SignedDocumentSchema } from "../src/gen/triage/channel/v1/command_pb.ts";

/** Few every day, a million by `npm run fuzz`, or as many as `LIVETRIAGE_FUZZ_RUNS` says. */
const numRuns = Number(
  process.env["LIVETRIAGE_FUZZ_RUNS"] ?? (process.env["LIVETRIAGE_SUITE"] === "fuzz" ? 1_000_000 : 500),
);

const payload = toBinary(CommandSchema, create(CommandSchema, { kind: CommandKind.COLLECT, reason: "IR-1" }));
const document = toBinary(SignedDocumentSchema, create(SignedDocumentSchema, { payloadType: "t", payload }));

/** A message with some of its bytes replaced, cut or put in. */
const mutated = fc
  .tuple(fc.constantFrom(payload, document), fc.nat(80), fc.nat(8), fc.uint8Array({ maxLength: 16 }))
  .map(([bytes, at, gone, put]) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + gone)]));

test.each(Object.entries({ decodeCommand, decodeSignedDocument }))(
  "%s takes anything",
  { timeout: 10_800_000 },
  (_name, decode) => {
    fc.assert(
      fc.property(mutated, (bytes) => {
        const decoded = decode(bytes);
        expect(decoded.ok || decoded.problem.length > 0).toBe(true);
      }),
      { numRuns },
    );
  },
);
