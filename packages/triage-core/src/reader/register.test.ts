import { afterAll, expect, it } from "vitest";
import { parseWord, Register } from "./register.ts";

const before = process.title;
afterAll(() => {
  process.title = before;
});

it("says which ask and which part of it, in a word that fits a process name", () => {
  const register = new Register();
  register.begin(78_364_164_095);
  for (let i = 0; i < 100; i++) register.step();
  expect(parseWord(process.title)).toEqual({ seq: 78_364_164_095, detail: 0 });
  register.touch(46_655);
  expect(process.title.length).toBeLessThanOrEqual(15);
  expect(parseWord(process.title)).toEqual({ seq: 78_364_164_095, detail: 46_655 });
});

it("is another word after every step", () => {
  const register = new Register();
  register.begin(1);
  const words = [0, 1, 2].map(() => {
    register.step();
    return process.title;
  });
  expect(new Set(words).size).toBe(3);
});

it("blames nobody while idle or when the word is somebody else's", () => {
  new Register().idle();
  expect([process.title, "node", "a.b.c.d", ""].map(parseWord)).toEqual([null, null, null, null]);
});
