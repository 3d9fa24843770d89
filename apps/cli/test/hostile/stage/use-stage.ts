import { afterAll, beforeAll } from "vitest";
import type { Condition } from "../condition.ts";
import { lackOf, lackOfStage } from "../lacks.ts";
import { prepareTree } from "./prepare-tree.ts";

/** The stage of one test file. */
export interface Stage {
  /** Why a condition cannot be brought about here; null where it can. */
  lackFor(condition: Condition): string | null;
  /** The tree that every host is made from. */
  path(): string;
  remove(): void;
}

/** Make the stage before the tests of a file, and remove it after them. */
export function useStage(): Stage {
  const lack = lackOfStage();
  let tree: ReturnType<typeof prepareTree> | undefined;
  const remove = () => tree?.remove();
  beforeAll(() => {
    if (lack === null) tree = prepareTree();
  });
  afterAll(remove);
  return {
    lackFor: ({ needs = [] }) => lack ?? lackOf(needs),
    path: () => tree?.path ?? "",
    remove,
  };
}
