import { describe, expect, it } from "vitest";
import { createFrontier, type Frontier } from "./frontier.ts";

const push = (frontier: Frontier, start: string, uid: number, count: number) => {
  for (let i = 0; i < count; i++) frontier.push({ path: `${start}/${i}`, depth: 1, start, uid });
};
const take = (frontier: Frontier, count: number) => Array.from({ length: count }, () => frontier.next()?.path);

describe("createFrontier", () => {
  it("takes turns over start points and owners, the first in first", () => {
    const frontier = createFrontier(10_000);
    push(frontier, "/tmp", 1000, 9000);
    push(frontier, "/tmp", 0, 1);
    push(frontier, "/etc", 0, 2);
    expect(take(frontier, 6)).toEqual(["/tmp/0", "/tmp/0", "/etc/0", "/tmp/1", "/etc/1", "/tmp/2"]);
    expect(take(frontier, 8996).at(-1)).toBe("/tmp/8998");
    expect(frontier.next()?.path).toBe("/tmp/8999");
    expect(frontier.next()).toBeUndefined();
    push(frontier, "/tmp", 1000, 1);
    expect(frontier.next()?.path).toBe("/tmp/0");
  });

  it("counts what waits and what did not fit, per start point", () => {
    const frontier = createFrontier(3);
    push(frontier, "/tmp", 1000, 9);
    push(frontier, "/tmp", 0, 2);
    push(frontier, "/etc", 0, 1);
    take(frontier, 3);
    expect([...frontier.left()]).toEqual([["/tmp", 8 + 1]]);
  });
});
