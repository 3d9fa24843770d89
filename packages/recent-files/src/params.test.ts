import { describe, expect, it } from "vitest";
import { paramsSchema } from "./params.ts";

const refusal = (params: unknown): string | undefined => paramsSchema.safeParse(params).error?.issues[0]?.message;

describe("paramsSchema", () => {
  it("accepts what a command line gives", () => {
    expect(paramsSchema.parse({})).toEqual({ paths: [], everything: false, containers: false });
    const full = {
      since: "24h",
      until: "2026-11-23T03:33:18+01:00",
      paths: ["/srv"],
      everything: true,
      containers: true,
      engine: "both",
    };
    expect(paramsSchema.parse(full)).toEqual(full);
    expect(paramsSchema.parse({ around: "2026-11-23T03:33:18Z+-4h" }).around).toBe("2026-11-23T03:33:18Z+-4h");
  });

  it.each([
    [{ since: "30 days" }, "must be a duration"],
    [{ since: "" }, "must be a duration"],
    [{ since: "2026-11-23T03:33:18" }, "must be a duration"],
    [{ until: "2026-11-23" }, "must be an RFC 3339 time with zone"],
    [{ until: "4h" }, "must be an RFC 3339 time with zone"],
    [{ around: "2026-11-23T03:33:18Z" }, "must be an RFC 3339 time with zone, then ±"],
    [{ around: "2026-11-23T03:33:18±4h" }, "must be an RFC 3339 time with zone, then ±"],
    [{ around: "2026-11-23T03:33:18Z±4" }, "must be an RFC 3339 time with zone, then ±"],
    [{ since: "2026-11-23T04:00:00Z", until: "2026-11-23T04:00:00+01:00" }, "must be later than --since"],
    [{ around: "2026-11-23T03:33:18Z±4h", since: "30d" }, "cannot be combined"],
    [{ paths: ["tmp"] }, "must be an absolute path"],
    [{ engine: "fd" }, "must be find, walk or both"],
  ])("refuses %j", (params, sentence) => {
    expect(refusal(params)).toContain(sentence);
    expect(refusal(params)).not.toContain("\n");
  });
});
