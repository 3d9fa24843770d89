import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Spool } from "./spool.ts";
import { SpooledPackage } from "./spooled-package.ts";

const ids = (packageId: string) => ({ packageId, commandId: "c", attempt: 1 });
const never = new AbortController().signal;

describe("SpooledPackage", () => {
  test("reads back any piece of what was appended", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), fc.nat(100), fc.nat(100), (parts, offset, limit) => {
        const held = new SpooledPackage(ids("a"));
        for (const part of parts) held.append(part);
        const whole = Buffer.concat(parts);
        expect(Buffer.from(held.read(offset, limit)).equals(whole.subarray(offset, offset + limit))).toBe(true);
        expect(held.size).toBe(whole.length);
        expect(Buffer.from(held.sealedSha256())).toEqual(createHash("sha256").update(whole).digest());
      }),
    );
  });

  test("tells who waits that there is more, and that this was the end", async () => {
    const held = new SpooledPackage(ids("a"));
    const more = held.changed();
    held.append(new Uint8Array(1));
    await more;
    const end = held.changed();
    held.finish({ plain_bytes: 0, plain_sha256: "", ended: "finished", schema: "" });
    await end;
    expect(held.end?.ended).toBe("finished");
  });
});

describe("Spool", () => {
  test("what does not fit waits until a package goes", async () => {
    const spool = new Spool(100);
    const held = spool.open(ids("a"));
    held.append(new Uint8Array(80));
    let fits = false;
    const waiting = spool.room(30, never).then(() => {
      fits = true;
    });
    await Promise.resolve();
    expect(fits).toBe(false);
    spool.drop(held);
    await waiting;
    expect(spool.bytes).toBe(0);
  });

  test("a delivered package gives way, one that is not does not", async () => {
    const spool = new Spool(100);
    spool.open(ids("kept")).append(new Uint8Array(50));
    const delivered = spool.open(ids("delivered"));
    delivered.append(new Uint8Array(40));
    delivered.committed = true;
    await spool.room(50, never);
    expect(spool.list().map(({ ids }) => ids.packageId)).toEqual(["kept"]);
  });

  test("a delivered package stays while there is room", async () => {
    const spool = new Spool(100);
    const delivered = spool.open(ids("a"));
    delivered.append(new Uint8Array(40));
    delivered.committed = true;
    await spool.room(60, never);
    expect(spool.get("a")).toBe(delivered);
  });

  test("waiting has an end", async () => {
    const spool = new Spool(10);
    spool.open(ids("a")).append(new Uint8Array(10));
    const ends = new AbortController();
    const waiting = spool.room(1, ends.signal);
    ends.abort();
    await expect(waiting).resolves.toBeUndefined();
  });
});
