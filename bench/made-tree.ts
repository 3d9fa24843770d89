import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { compile } from "./compile.ts";
import { freshDebian, type Place } from "./place.ts";

/** A tree of empty files: so many directories, so many files in each, of which every so-manyth changed last. */
export interface Shape {
  readonly directories: number;
  readonly files: number;
  readonly every: number;
}

/** A fresh Debian with such a tree, and a second after which only the files that changed last have changed. */
export async function debianWith({ directories, files, every }: Shape): Promise<Place & { readonly since: number }> {
  const place = await freshDebian(1);
  const tree = join(place.root, "srv/livetriage-bench");
  const shape = [directories, files, every].map(String);
  const second = execFileSync(compile("make-tree"), [tree, ...shape], { encoding: "utf8" });
  return {
    ...place,
    since: Number(second),
    remove: () => {
      rmSync(tree, { recursive: true });
      place.remove();
    },
  };
}
