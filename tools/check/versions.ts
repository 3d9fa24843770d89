import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listMembers } from "./workspace.ts";

/** A version that a source states, where its package.json states it too. */
interface Stated {
  file: string;
  text: string;
  stated: string;
  released: string;
}

const PLACES = ["src/phase.ts", "src/version.ts"];
const VERSION = /(?<=\b(?:version: |VERSION = )")\d[^"]*(?=")/;

/** A source states the version of its package.json. */
export function checkVersions(root: string): string[] {
  return listStated(root)
    .filter(({ stated, released }) => stated !== released)
    .map(({ file, stated, released }) => `${file} says ${stated}, its package.json ${released}`);
}

/** Carry the versions of the manifests into the sources. */
export function carryVersions(root: string): void {
  for (const { file, text, released } of listStated(root))
    writeFileSync(join(root, file), text.replace(VERSION, released));
}

function listStated(root: string): Stated[] {
  return listMembers(root).flatMap(({ folder, version }) =>
    PLACES.map((place) => `${folder}/${place}`)
      .filter((file) => existsSync(join(root, file)))
      .map((file) => {
        const text = readFileSync(join(root, file), "utf8");
        return { file, text, stated: VERSION.exec(text)?.[0] ?? "none", released: version };
      }),
  );
}
