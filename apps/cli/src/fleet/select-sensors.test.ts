import { SensorStanding } from "@livetriage/proto-types";
import { describe, expect, test } from "vitest";
import { refusal } from "../testing/refusal.ts";
import { sampleSensor } from "../testing/sample-sensor.ts";
import { parseLabel, selectSensors } from "./select-sensors.ts";

const labelled = (id: string, hostname: string, ...labels: string[]) => ({
  ...sampleSensor(id, hostname),
  labels: labels.map((text) => ({ $typeName: "triage.channel.v1.Label" as const, ...parseLabel(text) })),
});
const sensors = [
  labelled("s1", "web-1", "env=prod", "zone=a"),
  labelled("s2", "web-2", "env=prod", "zone=b"),
  labelled("s3", "web-10", "env=test"),
  labelled("s4", "db+1", "env=prod"),
  sampleSensor("s5", "web-3", SensorStanding.REVOKED),
  { ...labelled("s6", "web-4", "env=prod"), archived: true },
];

function select(hosts: string[], labels: string[] = []) {
  const selection = selectSensors(hosts, labels.map(parseLabel), sensors);
  return { ids: selection.sensors.map(({ sensorId }) => sensorId), labels: selection.labels?.length ?? null };
}

describe("hosts", () => {
  test.each<[string[], string[], string[]]>([
    [["web-*"], [], ["s1", "s2", "s3"]],
    [["web-?"], [], ["s1", "s2"]],
    [["db+1", "web-1", "*-1"], [], ["s4", "s1"]],
    [["s3"], [], ["s3"]],
    [["web-*"], ["env=prod"], ["s1", "s2"]],
    [["*"], ["env=prod", "zone=a"], ["s1"]],
  ])("%j with the labels %j are %j", (hosts, labels, ids) => {
    expect(select(hosts, labels)).toEqual({ ids, labels: null });
  });
});

test("labels alone are left to the sensors", () => {
  expect(select([], ["env=prod", "zone=b"])).toEqual({ ids: ["s2"], labels: 2 });
});

test.each<[string[], string[], string]>([
  [["mail-*"], [], "64 no host is called 'mail-*' (livetriage fleet sensors lists all)"],
  [["web-3"], [], "64 there is no host 'web-3' in the fleet (its sensor is revoked)"],
  [[], ["env=dev"], "64 no host of the fleet has the labels env=dev"],
  [["db*"], ["env=test"], "64 no host of the fleet has one of the names db* and the labels env=test"],
])("%j %j is refused", (hosts, labels, sentence) => {
  expect(refusal(() => select(hosts, labels))).toBe(sentence);
});
