import { expect, test } from "vitest";
import { dropInDirectories, expandSpecifiers, parseUnitName, templateOf } from "./unit-name.ts";

test.each([
  ["a.service", { stem: "a", instance: null, type: "service" }],
  ["a@b.c.service", { stem: "a", instance: "b.c", type: "service" }],
  ["a@.timer", { stem: "a", instance: "", type: "timer" }],
  ["README", null],
])("%s", (name, expected) => {
  expect(parseUnitName(name)).toEqual(expected);
});

test("drop-in directories, the most specific first", () => {
  expect(dropInDirectories("a-b-c@i.service")).toEqual([
    "a-b-c@i.service.d",
    "a-b-c@.service.d",
    "a-b-@.service.d",
    "a-@.service.d",
    "service.d",
  ]);
  expect(dropInDirectories("x.timer")).toEqual(["x.timer.d", "timer.d"]);
});

test("templates and specifiers", () => {
  expect(templateOf("a@b.service")).toBe("a@.service");
  expect(templateOf("a@.service")).toBeNull();
  expect(expandSpecifiers("%n %p %i %I %h %% %x", "a@b-c.service", "/root")).toBe("a@b-c.service a b-c b/c /root % %x");
});
