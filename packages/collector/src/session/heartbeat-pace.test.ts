import { expect, test } from "vitest";
import { HeartbeatPace } from "./heartbeat-pace.ts";

test.each([
  [15, 1, 15],
  [15, 1_500, 15],
  [15, 1_501, 30],
  [60, 6_000, 60],
  [60, 10_000, 120],
  [60, 1_000_000, 900],
])("asked every %i s at least, %i sensors give a sign of life every %i s", (least, sensors, seconds) => {
  const pace = new HeartbeatPace(least, 100);
  pace.turn(sensors);
  expect(pace.seconds).toBe(seconds);
});

test("a fleet that shrinks a little changes nothing, one that shrinks a lot does", () => {
  const pace = new HeartbeatPace(60, 100);
  expect(pace.turn(7_000)).toBe(true);
  expect([pace.turn(5_000), pace.seconds]).toEqual([false, 120]);
  expect([pace.turn(2_000), pace.seconds]).toEqual([true, 60]);
});
