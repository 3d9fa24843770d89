import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { createToCandidate } from "./candidate.ts";
import { createKeeper } from "./keeper.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("createKeeper", () => {
  it("holds 1,000,000 candidates in 64 directories in a few megabytes", () => {
    const toCandidate = createToCandidate({ fromNs: 0n, untilNs: null, focusNs: 2n ** 60n }, new Map());
    const keeper = createKeeper(1024);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 1_000_000; i++) {
      const time = BigInt(i) * 7_000_000n;
      const stat = {
        type: "file",
        mode: 0o100644,
        uid: i % 3,
        gid: 0,
        nlink: 1,
        size: 1n,
        blocks: 8n,
        dev: 1n,
        ino: BigInt(i),
        rdev: 0n,
        atime_ns: time,
        mtime_ns: time,
        ctime_ns: time,
        birthtime_ns: 0n,
      } as const;
      const candidate = toCandidate({ path: `/srv/data/${i % 64}/file-${i}`, stat });
      if (candidate !== null) keeper.offer(candidate);
    }
    collectGarbage();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(48 * 1024 * 1024);
    const { kept, truncation } = keeper.finish(1024);
    expect(kept).toHaveLength(1024);
    expect(truncation?.dropped).toBe(1_000_000 - 1024);
  });
});
