import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { createToCandidates } from "./candidate.ts";
import { createKeeper } from "./keeper.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("createKeeper", () => {
  it("holds 1,000,000 candidates in 64 directories in a few megabytes", () => {
    const toCandidates = createToCandidates({ fromNs: 0n, untilNs: null, focusNs: 2n ** 60n }, new Map());
    const keeper = createKeeper(1024);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 1_000_000; i++) {
      const stat = {
        type: "file",
        mode: 0o100644,
        uid: i % 3,
        mtime_s: i,
        mtime_n: 7,
        ctime_s: i,
        ctime_n: 7,
      } as const;
      const directory = `/srv/data/${i % 64}`;
      keeper.offer(toCandidates([{ path: `${directory}/file-${i}`, directory, stat }]));
    }
    collectGarbage();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(48 * 1024 * 1024);
    const { kept, truncation } = keeper.finish(1024);
    expect(kept).toHaveLength(1024);
    expect(truncation?.dropped).toBe(1_000_000 - 1024);
  });
});
