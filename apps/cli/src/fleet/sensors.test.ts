import { SensorStanding } from "@livetriage/proto-types";
import { expect, test } from "vitest";
import { refusal } from "../testing/refusal.ts";
import { sampleSensor } from "../testing/sample-sensor.ts";
import { sensorsNamed } from "./sensors.ts";

const web = sampleSensor("id-web", "web-1");
const sensors = [
  web,
  sampleSensor("id-a", "twin"),
  sampleSensor("id-b", "twin"),
  sampleSensor("id-old", "gone", SensorStanding.REVOKED),
  sampleSensor("id-older", "back", SensorStanding.REVOKED),
  sampleSensor("id-new", "back"),
];

test("a host is named by its name or by its sensor's id, and counts once", () => {
  expect(sensorsNamed(["web-1", "id-web", "id-b", "back"], sensors).map(({ sensorId }) => sensorId)).toEqual([
    "id-web",
    "id-b",
    "id-new",
  ]);
});

test.each([
  ["web-2", "64 there is no host 'web-2' in the fleet (livetriage fleet sensors lists all)"],
  ["gone", "64 there is no host 'gone' in the fleet (its sensor is revoked)"],
  ["twin", "64 2 sensors call their host 'twin'; name one by its id: id-a, id-b"],
])("%s is refused", (name, sentence) => {
  expect(refusal(() => sensorsNamed([name], sensors))).toBe(sentence);
});
