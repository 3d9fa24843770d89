/**
 * Fills a small file system, `full-disk-child.ts DIRECTORY`: what was acknowledged stays, what was not is not there, and
 * when room is made it goes on. Prints a line for each thing that is wrong, then `done`.
 */
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSmall } from "./scratch.ts";
import { type Ack, checkAcks, deliverAll } from "./workload.ts";

const PACKAGES = 60;
const [directory = ""] = process.argv.slice(2);
const ballast = join(directory, "ballast");

for (const room of [300_000, 150_000, 90_000]) {
  const data = join(directory, String(room));
  mkdirSync(data);
  const acks: Ack[] = [];
  let refusals = 0;
  let engine = await openSmall(data);
  fillUpTo(room);
  const refused = (): void => {
    refusals += 1;
    if (refusals === 50) rmSync(ballast); // somebody makes room
  };
  await deliverAll(engine, PACKAGES, (ack) => acks.push(ack), refused);
  if (refusals < 50) console.log(`with ${room} bytes of room only ${refusals} writes were refused`);
  for (const problem of await checkAcks(engine, PACKAGES, acks)) console.log(problem);
  await engine.close();
  engine = await openSmall(data);
  for (const problem of await checkAcks(engine, PACKAGES, acks)) console.log(`opened again: ${problem}`);
  await engine.close();
  rmSync(data, { recursive: true });
}
console.log("done");

function fillUpTo(room: number): void {
  const { bavail, bsize } = statfsSync(directory);
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - room));
}
