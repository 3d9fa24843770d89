import { readFileSync } from "node:fs";
import { join } from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  CommandKind,
  CommandSchema,
  CommandState,
  PAYLOAD_TYPES,
  RefusalReason,
  type SignedDocument,
  SignedDocumentSchema,
  signDocument,
  TargetsSchema,
} from "@livetriage/proto-types";
import { beforeAll, describe, expect, test } from "vitest";
import { enrolledHost } from "./kit/enrolled-host.ts";
import type { TestSession } from "./kit/fake-collector.ts";
import { newOperatorKey, nowMs, type TestCommand } from "./kit/test-fleet.ts";

const HOUR_MS = 3_600_000;

const { collector, host } = await enrolledHost();
let session: TestSession;

beforeAll(async () => {
  host.start();
  session = await collector.session();
});

const times = (fromMs: number, toMs: number) => ({
  notBeforeMs: BigInt(Math.round(nowMs() + fromMs)),
  expiresAtMs: BigInt(Math.round(nowMs() + toMs)),
});

const labelled = (value: string) => create(TargetsSchema, { labels: [{ name: "env", value }] });

function changed(document: SignedDocument, change: (payload: Uint8Array) => Uint8Array): SignedDocument {
  return create(SignedDocumentSchema, { ...document, payload: change(Uint8Array.from(document.payload)) });
}

/** Commands that a Collector could make, keep, mix up or change, and what must become of each. */
const FORGED: [string, () => TestCommand, RefusalReason][] = [
  ["signed by a stranger", () => collector.fleet.command({}, newOperatorKey()), RefusalReason.BAD_SIGNATURE],
  [
    "signed by one operator in the name of another",
    () => collector.fleet.command({ operator: "bob" }),
    RefusalReason.BAD_SIGNATURE,
  ],
  [
    "in the name of nobody that is known",
    () => collector.fleet.command({ operator: "mallory" }),
    RefusalReason.BAD_SIGNATURE,
  ],
  ["not signed", () => without(collector.fleet.command()), RefusalReason.BAD_SIGNATURE],
  ["changed after it was signed", () => altered(collector.fleet.command()), RefusalReason.BAD_SIGNATURE],
  [
    "for another sensor, in the place of which the Collector put this one",
    () => retargeted(collector.fleet.command({ targets: create(TargetsSchema, { sensorIds: ["another"] }) })),
    RefusalReason.BAD_SIGNATURE,
  ],
  ["of another fleet", () => collector.fleet.command({ fleetId: "other" }), RefusalReason.WRONG_FLEET],
  [
    "for another sensor",
    () => collector.fleet.command({ targets: create(TargetsSchema, { sensorIds: ["another"] }) }),
    RefusalReason.WRONG_TARGET,
  ],
  ["for other labels", () => collector.fleet.command({ targets: labelled("prod") }), RefusalReason.WRONG_TARGET],
  ["expired", () => collector.fleet.command(times(-HOUR_MS, -HOUR_MS / 2)), RefusalReason.EXPIRED],
  ["not valid yet", () => collector.fleet.command(times(HOUR_MS / 2, HOUR_MS)), RefusalReason.NOT_YET_VALID],
  [
    "for a whole fleet, by one of two",
    () => collector.fleet.command({ targets: labelled("test") }),
    RefusalReason.THRESHOLD,
  ],
  ["with a counter of long ago", () => collector.fleet.command({ keyCounter: 0n }), RefusalReason.REPLAY],
  [
    "of a kind that is not known",
    () => collector.fleet.command({ kind: CommandKind.UNSPECIFIED }),
    RefusalReason.UNSUPPORTED,
  ],
  ["of another type", () => retyped(collector.fleet.command()), RefusalReason.UNSUPPORTED],
  ["valid for two days", () => collector.fleet.command(times(0, 48 * HOUR_MS)), RefusalReason.MALFORMED],
];

function without({ id, document }: TestCommand): TestCommand {
  return { id, document: create(SignedDocumentSchema, { ...document, signatures: [] }) };
}

/** The reason's last letter is another one. */
function altered({ id, document }: TestCommand): TestCommand {
  const at = Buffer.from(document.payload).indexOf("a test");
  return { id, document: changed(document, (payload) => payload.with(at, payload[at] === 65 ? 66 : 65)) };
}

/** The targets are this sensor, whatever was signed. */
function retargeted({ id, document }: TestCommand): TestCommand {
  const targets = create(TargetsSchema, { sensorIds: [collector.sensorId] });
  const edit = (payload: Uint8Array) => toBinary(CommandSchema, { ...fromBinary(CommandSchema, payload), targets });
  return { id, document: changed(document, edit) };
}

function retyped({ id, document }: TestCommand): TestCommand {
  return { id, document: signDocument(PAYLOAD_TYPES.manifest, document.payload, collector.fleet.operator) };
}

describe("a Collector cannot make a sensor collect (T11, T12)", () => {
  test.each(FORGED)("%s", async (_, forge, reason) => {
    const { id, document } = forge();
    session.send({ case: "command", value: document });
    expect((await collector.status(session, id, CommandState.REFUSED))?.reason).toBe(reason);
  });

  test("nothing was collected, nothing was written down, no key is in reach", () => {
    expect(collector.packages.size).toBe(0);
    expect(session.frames.some(({ case: kind }) => kind === "receipt")).toBe(false);
    const state = JSON.parse(readFileSync(join(host.stateDir, "commands.json"), "utf8"));
    expect(state).toMatchObject({ commands: {}, counters: {} });
  });
});
