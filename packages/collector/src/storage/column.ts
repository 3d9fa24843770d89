import type { SQLInputValue } from "node:sqlite";
import { create } from "@bufbuild/protobuf";
import {
  fromHex,
  type Label,
  LabelSchema,
  type RefusalReason,
  type SensorStanding,
  type TargetState,
  toHex,
} from "@livetriage/proto-types";

/** How the values of one field stand in a column. */
export interface Column<Value> {
  /** As SQLite names it. */
  readonly type: string;
  readonly write: (value: Value) => SQLInputValue;
  readonly read: (stored: never) => Value;
}

function plain<Value extends SQLInputValue>(type: string): Column<Value> {
  return { type, write: (value) => value, read: (stored) => stored };
}

export const TEXT: Column<string> = plain("TEXT NOT NULL");
export const TEXT_OR_NULL: Column<string | null> = plain("TEXT");
export const NUMBER: Column<number> = plain("INTEGER NOT NULL");
export const NUMBER_OR_NULL: Column<number | null> = plain("INTEGER");
export const STANDING: Column<SensorStanding> = plain("INTEGER NOT NULL");
export const STATE: Column<TargetState> = plain("INTEGER NOT NULL");
export const REASON: Column<RefusalReason> = plain("INTEGER NOT NULL");
export const BYTES: Column<Uint8Array> = plain("BLOB NOT NULL");
export const BYTES_OR_NULL: Column<Uint8Array | null> = plain("BLOB");

export const FLAG: Column<boolean> = {
  type: "INTEGER NOT NULL",
  write: (value) => (value ? 1 : 0),
  read: (stored) => stored === 1,
};

export const LABELS: Column<readonly Label[]> = {
  type: "TEXT NOT NULL",
  write: (labels) => JSON.stringify(labels.map(({ name, value }) => ({ name, value }))),
  read: (stored) => (JSON.parse(stored) as Label[]).map((label) => create(LabelSchema, label)),
};

/** In hex, one space between. */
export const NONCES: Column<readonly Uint8Array[]> = {
  type: "TEXT NOT NULL",
  write: (nonces) => nonces.map(toHex).join(" "),
  read: (stored: string) => stored.split(" ").flatMap((hex) => fromHex(hex, hex.length / 2) ?? []),
};

/** Without spaces, one space between. */
export const WORDS: Column<readonly string[]> = {
  type: "TEXT NOT NULL",
  write: (words) => words.join(" "),
  read: (stored: string) => stored.split(" ").filter(Boolean),
};
