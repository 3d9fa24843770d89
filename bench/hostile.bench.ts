import type { Condition } from "../apps/cli/test/hostile/condition.ts";
import { CONDITIONS } from "../apps/cli/test/hostile/conditions/index.ts";
import { lackOf, lackOfStage } from "../apps/cli/test/hostile/lacks.ts";
import { runPeer } from "../apps/cli/test/hostile/peers.ts";
import { runCondition } from "../apps/cli/test/hostile/run-condition.ts";
import { prepareTree } from "../apps/cli/test/hostile/stage/prepare-tree.ts";
import { runScene } from "../apps/cli/test/hostile/stage/run-scene.ts";

const ROUNDS = 3;

/** How long the command takes on every hostile host, beside a quiet one, and what others do there. */
export async function print(): Promise<void> {
  const lack = lackOfStage();
  if (lack !== null) return console.log(`hostile: ${lack}`);
  const tree = prepareTree();
  try {
    console.log(`\nhostile: milliseconds of the command, least of ${ROUNDS}; beyond a quiet host, and what is allowed`);
    for (const condition of CONDITIONS) {
      const missing = lackOf(condition.needs ?? []);
      if (missing === null) await printRow(condition, tree.path);
      else console.log(`  ${condition.id.padEnd(24)}${missing}`);
    }
  } finally {
    tree.remove();
  }
}

async function printRow(condition: Condition, tree: string): Promise<void> {
  const [calm, took] = await leastOfBoth(condition, tree);
  const { allowance } = condition;
  const columns = [took, took - calm, allowance ?? ""].map((value) => String(value).padStart(8)).join("");
  const peers: string[] = [];
  for (const peer of condition.peers ?? []) {
    const start = performance.now();
    const verdict = await runPeer(condition, peer, tree);
    peers.push(
      `${peer.command}: ${verdict}${verdict === "hangs" ? "" : `, ${(performance.now() - start).toFixed(0)} ms with the scene`}`,
    );
  }
  const isOver = allowance !== undefined && took - calm > allowance;
  console.log(`  ${condition.id.padEnd(24)}${columns}${isOver ? " OVER" : "     "}  ${peers.join("; ")}`);
}

/** On a quiet host and on the hostile one, in turns: a machine is not equally fast for minutes. */
async function leastOfBoth(condition: Condition, tree: string): Promise<[number, number]> {
  const command = /\bcollect(?: .*)?$/m.exec(condition.script)?.[0] ?? "collect";
  const calm: number[] = [];
  const took: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    calm.push(Number((await runScene({ tree, script: command })).told["ms"]));
    took.push(Number((await runCondition(condition, { tree })).told["ms"]));
  }
  return [Math.min(...calm), Math.min(...took)];
}
