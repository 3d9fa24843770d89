import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { run } from "../../check/run.ts";
import { root } from "../../stamp.mjs";
import { plantFolder } from "../plant.ts";
import { type LoopbackRegistry, startRegistry } from "./loopback-registry.ts";

/** Runs a program that has to succeed in `cwd`; gives what it printed. */
type Sh = (cwd: string, command: string, ...args: string[]) => Promise<string>;

/** A place for a release: a folder, a registry, and a home in which npm and pnpm know only that. */
export interface Rehearsal {
  readonly folder: string;
  readonly registry: LoopbackRegistry;
  /** For npm and pnpm as publishers and users have them. */
  readonly client: Sh;
  remove(): void;
}

export async function openRehearsal(): Promise<Rehearsal> {
  const { folder, remove } = plantFolder();
  const registry = await startRegistry();
  const home = join(folder, "home");
  mkdirSync(home);
  writeFileSync(join(home, ".npmrc"), `registry=${registry.url}\n${registry.url.slice(5)}:_authToken=rehearsal\n`);
  const settings = { userconfig: join(home, ".npmrc"), registry: registry.url }; // `npm run` told its children of others
  const named = Object.entries(settings).map(([name, value]) => `npm_config_${name}=${value}`);
  const environment = [`HOME=${home}`, ...named];
  return {
    folder,
    registry,
    client: (cwd, ...command) => sh(cwd, "env", ...environment, ...command),
    remove() {
      registry.close();
      remove();
    },
  };
}

/** A clone of a repository at its commit, with everything installed. */
export async function cloneRepository(source: string, copy: string): Promise<string> {
  await sh(source, "git", "clone", "--quiet", ".", copy);
  await install(copy);
  return copy;
}

/** Installs what the manifests of a clone say, from what is on this machine already. */
export async function install(clone: string): Promise<void> {
  await sh(clone, "pnpm", "install", "--offline", "--frozen-lockfile", "--config.trustLockfile=true");
}

export const sh: Sh = async (cwd, command, ...args) => {
  const { ok, output } = await run(command, args, { cwd });
  expect(ok, `${[command, ...args].join(" ")}\n${output}`).toBe(true);
  return output;
};

/** Everything that changed in a clone as one commit. */
export async function commit(clone: string, message: string): Promise<void> {
  await sh(clone, "git", "add", "--all");
  const author = ["-c", "user.name=Rehearsal", "-c", "user.email=rehearsal@localhost"];
  await sh(clone, "git", ...author, "commit", "--quiet", "--message", message);
}

/** A changeset as `npm run changeset` writes it. */
export function writeChangeset(clone: string, bumps: Readonly<Record<string, string>>, text: string): void {
  const lines = Object.entries(bumps).map(([name, bump]) => `"${name}": ${bump}\n`);
  writeFileSync(join(clone, ".changeset/rehearsal.md"), `---\n${lines.join("")}---\n\n${text}\n`);
}

/** Replaces text that has to be there. */
export function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

/** The template phase as a third party has it: its sources and no dependency yet. */
export function copyTemplate(folder: string): string {
  const copy = join(folder, "kernel-modules");
  const template = join(root, "docs/template-phase");
  cpSync(join(template, "src"), join(copy, "src"), { recursive: true });
  const { name, version, type, exports } = JSON.parse(readFileSync(join(template, "package.json"), "utf8")) as Record<
    string,
    unknown
  >;
  writeFileSync(join(copy, "package.json"), JSON.stringify({ name, version, type, exports }));
  return copy;
}
