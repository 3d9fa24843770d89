import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { RefusalReason, TargetState } from "@livetriage/proto-types";
import type { ConformanceCase } from "./conformance-case.ts";
import { bytes, collect, deliver, id, sealed, upload } from "./records.ts";

/** Packages as they arrive, stay and go. */
export const PACKAGE_CASES: readonly ConformanceCase[] = [
  {
    title: "an upload is found again and belongs to one command, sensor and attempt",
    async check(engine) {
      const opened = await engine.openUpload(upload(1));
      assert.deepEqual(opened, { ...upload(1), committedOffset: 0, pieces: 0, manifest: null, held: false });
      await engine.appendChunk(id(101), 0, bytes(1, 10));
      assert.equal((await engine.openUpload(upload(1)))?.committedOffset, 10);
      for (const other of [{ commandId: id(2) }, { sensorId: "sensor-2" }, { attempt: 2 }]) {
        assert.equal(await engine.openUpload({ ...upload(1), ...other }), null);
      }
      await engine.openUpload(upload(1, 2));
      const attempts = await engine.uploadsOf(id(1), "sensor-1");
      assert.deepEqual(
        attempts.map(({ attempt, committedOffset }) => [attempt, committedOffset]),
        [
          [1, 10],
          [2, 0],
        ],
      );
      assert.equal(await engine.upload(id(9)), null);
    },
  },
  {
    title: "chunks follow each other; what is there already is not written again",
    async check(engine) {
      await engine.openUpload(upload(1));
      assert.equal(await engine.appendChunk(id(101), 0, bytes(1, 10)), 10);
      assert.equal(await engine.appendChunk(id(101), 0, bytes(9, 10)), 10);
      assert.equal(await engine.appendChunk(id(101), 5, bytes(2, 10)), 15);
      await assert.rejects(engine.appendChunk(id(101), 16, bytes(3, 1)), RangeError);
      await assert.rejects(engine.appendChunk(id(9), 0, bytes(3, 1)), RangeError);
      await assert.rejects(engine.appendChunk(id(101), 15, new Uint8Array(262_145)), RangeError);
      const both = [engine.appendChunk(id(101), 15, bytes(4, 5)), engine.appendChunk(id(101), 15, bytes(5, 5))];
      assert.deepEqual(await Promise.all(both), [20, 20]);
      const body = Buffer.concat([bytes(1, 10), bytes(2, 5), bytes(4, 5)]);
      assert.deepEqual(await sealed(engine, id(101)), body);
      assert.deepEqual(await engine.sealedSha256(id(101)), createHash("sha256").update(body).digest());
      assert.deepEqual(await sealed(engine, id(101), 12), body.subarray(12));
      assert.deepEqual(await sealed(engine, id(101), 20), Buffer.alloc(0));
      assert.equal((await engine.upload(id(101)))?.pieces, 3);
    },
  },
  {
    title: "one package for a command and sensor, its target done",
    async check(engine) {
      await deliver(engine, 1, bytes(1, 10));
      await deliver(engine, 1, bytes(2, 20), 2);
      const manifest = bytes(5, 50);
      assert.deepEqual(await engine.commitUpload(id(101), 11, manifest, 77), {
        outcome: "missing",
        committedOffset: 10,
      });
      await assert.rejects(engine.commitUpload(id(101), 9, manifest, 77), RangeError);
      await assert.rejects(engine.commitUpload(id(9), 9, manifest, 77), RangeError);
      assert.equal((await engine.target(id(1), "sensor-1"))?.state, TargetState.PENDING);
      const commits = [101, 102].map((n) => engine.commitUpload(id(n), n === 101 ? 10 : 20, manifest, 77));
      assert.deepEqual(await Promise.all(commits), [{ outcome: "committed" }, { outcome: "superseded" }]);
      assert.deepEqual(await engine.commitUpload(id(101), 10, bytes(6), 78), { outcome: "already-committed" });
      assert.deepEqual(await engine.target(id(1), "sensor-1"), {
        commandId: id(1),
        sensorId: "sensor-1",
        state: TargetState.DONE,
        reason: RefusalReason.UNSPECIFIED,
        attempt: 1,
        packageId: id(101),
        startedAtMs: 100,
        atMs: 77,
      });
      assert.deepEqual((await engine.upload(id(101)))?.manifest, manifest);
      assert.equal((await engine.upload(id(102)))?.manifest, null);
    },
  },
  {
    title: "retention deletes what began before, unless held, and nothing else",
    async check(engine) {
      for (const n of [1, 2, 3]) await deliver(engine, n, bytes(n, 1000));
      await engine.commitUpload(id(101), 1000, bytes(5), 77);
      await engine.hold(id(2), true);
      assert.equal((await engine.upload(id(201)))?.held, true);
      assert.deepEqual(await engine.deleteBefore(3_000), [id(101)]);
      assert.equal(await engine.upload(id(101)), null);
      assert.deepEqual(await sealed(engine, id(101)), Buffer.alloc(0));
      assert.deepEqual(await sealed(engine, id(201)), Buffer.from(bytes(2, 1000)));
      await engine.hold(id(2), false);
      assert.deepEqual(await engine.deleteBefore(3_001), [id(201), id(301)]);
      assert.deepEqual(await engine.deleteBefore(Number.MAX_SAFE_INTEGER), []);
      assert.deepEqual(await collect(engine.verify()), []);
    },
  },
];
