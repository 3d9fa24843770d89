import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A file of a release, by its content. */
export interface Subject {
  readonly name: string;
  readonly sha256: string;
}

/** The files of a folder in the order of their names, each with its digest. */
export function digestsOf(folder: string): Subject[] {
  return readdirSync(folder)
    .toSorted()
    .map((name) => ({ name, sha256: sha256Of(join(folder, name)) }));
}

/**
 * What `subjects` were made from, so that anybody can make them again and compare: commit, lockfile and Node.
 *
 * It names no time and is not signed: a signature of whoever ran the command would prove nothing about the sources. The
 * forge's workflow has its own statement signed by the forge.
 *
 * Shape: an in-toto Statement v1 with the SLSA provenance v1 predicate.
 */
export function provenanceOf(root: string, subjects: readonly Subject[]): object {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  const isDirty = git("status", "--porcelain", "--untracked-files=no") !== "";
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: subjects.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        buildType: "urn:livetriage:release-pack:1",
        externalParameters: { command: "npm run release:pack", modified: isDirty },
        resolvedDependencies: [
          { name: "source", digest: { gitCommit: git("rev-parse", "HEAD") } },
          { name: "pnpm-lock.yaml", digest: { sha256: sha256Of(join(root, "pnpm-lock.yaml")) } },
          { name: `node ${process.version}`, digest: { sha256: sha256Of(process.execPath) } },
        ],
      },
      runDetails: { builder: { id: "urn:livetriage:checkout" } },
    },
  };
}

function sha256Of(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
