import { expect, test } from "vitest";
import { askAhead } from "./ask-ahead.ts";

test("answers come in order with a bounded number of open asks", async () => {
  let open = 0;
  let most = 0;
  const ask = async (n: number) => {
    most = Math.max(most, ++open);
    await new Promise((resolve) => setTimeout(resolve, n % 3));
    open--;
    return n * 2;
  };
  const answers: number[] = [];
  const elements = Array.from({ length: 50 }, (_, i) => i);
  for await (const answer of askAhead(elements, ask, 8)) answers.push(answer);
  expect(answers).toEqual(elements.map((n) => n * 2));
  expect(most).toBe(8);
});
