import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** True when a waiting changeset says that the package in `folder` breaks its users: major, and below 1.0.0 minor. */
export function hasBreakingChangeset(root: string, folder: string): boolean {
  const { name, version } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
  };
  const bumps = version.startsWith("0.") ? "major|minor" : "major";
  const announced = new RegExp(`^["']?${name}["']?: (${bumps})$`, "m");
  const waiting = join(root, ".changeset");
  return (
    existsSync(waiting) &&
    readdirSync(waiting)
      .filter((file) => file.endsWith(".md"))
      .some((file) => announced.test(readFileSync(join(waiting, file), "utf8")))
  );
}
