import type { FileIdentity, HashAlgorithm, ReadPart } from "../contract/host-reader.ts";
import { type NumberedOrder, type Order, type SetMember, type SingleAsk, toTurn } from "./ask.ts";
import type { ByteReader } from "./byte-reader.ts";
import { ByteWriter } from "./byte-writer.ts";
import type { Frame } from "./frames.ts";

const ORDERS = ["settings", "strike-mount", "defer-owner", "sets", "single"] as const;
const ASKS = ["list", "file", "link", "lstat", "resolve", "hash", "probe", "look"] as const;
const ALGORITHMS = [null, "md5", "sha1", "sha256", "sha512"] as const satisfies readonly (HashAlgorithm | null)[];
const PARTS = ["file", "link", "stat", "links", "hash"] as const;

/** Orders as frames, one for each. */
export function encodeOrders(orders: readonly NumberedOrder[]): Buffer {
  const out = new ByteWriter();
  for (const { seq, order } of orders) {
    const start = out.length;
    out.u32(0);
    out.u8(ORDERS.indexOf(order.kind));
    out.u32(seq);
    writeOrder(out, order);
    out.patchU32(start, out.length - start - 4);
  }
  return out.buffer.subarray(0, out.length);
}

/**
 * A frame as the order it holds.
 *
 * Errors: `RangeError` for an unknown kind or a frame that ends too early or too late.
 */
export function decodeOrder({ kind, seq, body }: Frame): NumberedOrder {
  const order = readOrder(body, nameAt(ORDERS, kind));
  if (body.left > 0) throw new RangeError(`${body.left} bytes too many`);
  return { seq, order };
}

function writeOrder(out: ByteWriter, order: Order): void {
  switch (order.kind) {
    case "settings":
      out.text(order.root);
      out.u8(order.live ? 1 : 0);
      writeList(out, order.enter, (path) => out.text(path));
      return;
    case "strike-mount":
      return out.u32(order.mount);
    case "defer-owner":
      return out.u32(order.uid);
    case "sets":
      writeList(out, order.parts, (part) => writePart(out, part));
      return writeMembers(out, order.members);
    case "single":
      return writeSingle(out, order.ask);
  }
}

function readOrder(from: ByteReader, kind: Order["kind"]): Order {
  switch (kind) {
    case "settings":
      return { kind, root: from.text(), live: from.u8() === 1, enter: from.list(() => from.text()) };
    case "strike-mount":
      return { kind, mount: from.u32() };
    case "defer-owner":
      return { kind, uid: from.u32() };
    case "sets":
      return { kind, parts: from.list(() => readPart(from)), members: readMembers(from) };
    case "single":
      return { kind, ask: readSingle(from) };
  }
}

function writeSingle(out: ByteWriter, ask: SingleAsk): void {
  out.u8(ASKS.indexOf(ask.kind));
  out.text(ask.path);
  if (ask.kind === "list") {
    out.f64(ask.maxEntries);
    const since = ask.changedSinceNs === null ? 0 : 4;
    out.u8((ask.stat ? 1 : 0) | (ask.noFollow ? 2 : 0) | since | (ask.otherView ? 8 : 0));
    out.i64(ask.changedSinceNs ?? 0n);
    out.text(ask.after);
  } else if (ask.kind === "file") {
    out.f64(ask.offset);
    out.f64(ask.maxBytes);
    out.f64(ask.tailBytes);
    writeIdentity(out, ask.expect);
  } else if (ask.kind === "hash") {
    out.f64(ask.maxBytes);
    out.f64(ask.headBytes);
    out.u8(ALGORITHMS.indexOf(ask.also));
    writeIdentity(out, ask.expect);
  } else if (ask.kind === "probe") {
    out.u32(ask.from);
    out.u32(ask.to);
  } else if (ask.kind === "look") {
    writeList(out, ask.names, (name) => out.text(name));
  }
}

function readSingle(from: ByteReader): SingleAsk {
  const kind = nameAt(ASKS, from.u8());
  const path = from.text();
  switch (kind) {
    case "list": {
      const maxEntries = from.f64();
      const flags = from.u8();
      const since = from.i64();
      const changedSinceNs = (flags & 4) === 0 ? null : since;
      const [stat, noFollow, otherView] = [(flags & 1) !== 0, (flags & 2) !== 0, (flags & 8) !== 0];
      return { kind, path, maxEntries, stat, noFollow, otherView, changedSinceNs, after: from.text() };
    }
    case "file": {
      const limits = { offset: from.f64(), maxBytes: from.f64(), tailBytes: from.f64() };
      return { kind, path, ...limits, expect: readIdentity(from) };
    }
    case "hash": {
      const limits = { maxBytes: from.f64(), headBytes: from.f64() };
      return { kind, path, ...limits, also: ALGORITHMS[from.u8()] ?? null, expect: readIdentity(from) };
    }
    case "probe":
      return { kind, path, from: from.u32(), to: from.u32() };
    case "look":
      return { kind, path, names: from.list(() => from.text()) };
    default:
      return { kind, path };
  }
}

function writeIdentity(out: ByteWriter, identity: FileIdentity | null): void {
  out.u8(identity === null ? 0 : 1);
  out.i64(BigInt.asIntN(64, identity?.dev ?? 0n));
  out.i64(BigInt.asIntN(64, identity?.ino ?? 0n));
}

function readIdentity(from: ByteReader): FileIdentity | null {
  const isExpected = from.u8() !== 0;
  const identity = { dev: from.u64(), ino: from.u64() };
  return isExpected ? identity : null;
}

function writePart(out: ByteWriter, part: ReadPart): void {
  const kind = PARTS.find((name) => name in part) ?? "file";
  out.u8(PARTS.indexOf(kind));
  out.text((part as Record<string, string>)[kind] ?? "");
  out.f64("maxBytes" in part ? part.maxBytes : "maxEntries" in part ? part.maxEntries : 0);
}

function readPart(from: ByteReader): ReadPart {
  const kind = nameAt(PARTS, from.u8());
  const name = from.text();
  const limit = from.f64();
  switch (kind) {
    case "file":
      return { file: name, maxBytes: limit };
    case "link":
      return { link: name };
    case "stat":
      return { stat: name };
    case "links":
      return { links: name, maxEntries: limit };
    case "hash":
      return { hash: name, maxBytes: limit };
  }
}

/** All paths are one text, for a hundred small ones take longer than everything else of an order. */
function writeMembers(out: ByteWriter, members: readonly SetMember[]): void {
  out.text(members.map(({ path }) => path).join("\0"));
  writeList(out, members, ({ path, expect, untouched, turn, spared }) => {
    out.u32(path.length);
    out.f64(expect);
    out.u32(untouched);
    out.u8(turn | (spared ? SPARED : 0));
  });
}

function readMembers(from: ByteReader): SetMember[] {
  const paths = from.text();
  let next = 0;
  return from.list(() => {
    const start = next;
    next += from.u32() + 1;
    const who = { path: paths.slice(start, next - 1), expect: from.f64(), untouched: from.u32() };
    const flags = from.u8();
    return { ...who, turn: toTurn(flags & ~SPARED), spared: (flags & SPARED) !== 0 };
  });
}

/** Beside the turn of a member. */
const SPARED = 4;

function writeList<T>(out: ByteWriter, list: readonly T[], write: (value: T) => void): void {
  out.u32(list.length);
  for (const value of list) write(value);
}

function nameAt<T extends string>(names: readonly T[], index: number): T {
  const name = names[index];
  if (name === undefined) throw new RangeError(`kind ${index}`);
  return name;
}
