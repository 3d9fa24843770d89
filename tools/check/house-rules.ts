/** The rules that no tool brings. Each returns its violations, one sentence a piece. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listMembers } from "./workspace.ts";

/** The lockfile and the committed files name no registry: each machine installs from its own. */
export function checkRegistries(root: string, registry: string): string[] {
  const lockfile = readFileSync(join(root, "pnpm-lock.yaml"), "utf8");
  const addresses = lockfile.split("\n").filter((line) => /https?:|tarball:|registry:/.test(line));
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0").filter(Boolean);
  const { host } = new URL(registry);
  return [
    ...addresses.map((line) => `pnpm-lock.yaml names an address: ${line.trim()}`),
    ...files
      .filter((file) => existsSync(join(root, file)) && readFileSync(join(root, file)).includes(host))
      .map((file) => `${file} names the registry ${host}`),
    ...files
      .filter((file) => file.endsWith("package-lock.json"))
      .map((file) => `${file} is committed beside pnpm-lock.yaml`),
  ];
}

/** Every package and app has an owner of its own, not only the one of `*`. */
export function checkOwners(root: string): string[] {
  const owned = new Set(
    readFileSync(join(root, "CODEOWNERS"), "utf8")
      .split("\n")
      .map((line) => line.split(/\s+/))
      .filter(([path, owner]) => path?.startsWith("/") && owner?.startsWith("@"))
      .map(([path]) => path),
  );
  return listMembers(root)
    .filter(({ folder }) => !owned.has(`/${folder}/`))
    .map(({ folder }) => `CODEOWNERS names no owner of /${folder}/`);
}

/** Every published package has a changelog or a changeset waiting to become one. */
export function checkChangesets(root: string): string[] {
  const waiting = readdirSync(join(root, ".changeset"))
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .map((file) => readFileSync(join(root, ".changeset", file), "utf8"))
    .join("\n");
  return listMembers(root)
    .filter(({ isPublished }) => isPublished)
    .filter(({ name, folder }) => !waiting.includes(`"${name}":`) && !existsSync(join(root, folder, "CHANGELOG.md")))
    .map(({ name }) => `${name} has neither a changeset nor a CHANGELOG.md`);
}

/** Nothing runs at the users' when they install a package of ours. */
export function checkInstallScripts(root: string): string[] {
  const atInstall = new Set(["preinstall", "install", "postinstall", "prepare"]);
  return listMembers(root)
    .filter(({ isPublished }) => isPublished)
    .flatMap(({ folder, scripts }) =>
      scripts.filter((name) => atInstall.has(name)).map((name) => `${folder} runs a script at ${name}`),
    );
}

/** Every package says what it is; the root says it all. */
export function checkReadmes(root: string): string[] {
  const expected = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE"];
  const ofMembers = listMembers(root).map(({ folder }) => `${folder}/README.md`);
  return [...expected, ...ofMembers]
    .filter((file) => !existsSync(join(root, file)))
    .map((file) => `${file} is missing`);
}
