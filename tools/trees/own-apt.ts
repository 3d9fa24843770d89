import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = "/etc/apt/sources.list.d";

/** A program of apt, run with state of its own; what it prints. */
export type Apt = (program: string, ...args: string[]) => string;

/**
 * This machine's own apt and package source, pointed at another suite or architecture, with its state below `home`, where
 * it also downloads to; nothing is installed.
 */
export function ownApt(home: string, suite: string, settings: Readonly<Record<string, string>> = {}): Apt {
  for (const dir of ["lists/partial", "cache/archives/partial"]) mkdirSync(join(home, dir), { recursive: true });
  const list = join(home, "sources.list");
  writeFileSync(list, `${sourceLine(suite)}\n`);
  const all = {
    "Dir::Etc::sourcelist": list,
    "Dir::Etc::sourceparts": "-",
    "Dir::State::lists": join(home, "lists"),
    "Dir::Cache": join(home, "cache"),
    "APT::Sandbox::User": "root",
    ...settings,
  };
  const options = Object.entries(all).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  return (program, ...args) =>
    execFileSync(program, [...options, ...args], { cwd: home, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** This machine's Debian source, pointed at another suite. */
function sourceLine(suite: string): string {
  for (const name of readdirSync(SOURCES).filter((file) => file.endsWith(".sources"))) {
    const text = readFileSync(join(SOURCES, name), "utf8");
    const uri = /^URIs:\s*(\S+)/m.exec(text)?.[1];
    const key = /^Signed-By:\s*(\/\S+)/m.exec(text)?.[1];
    if (uri !== undefined) return `deb ${key === undefined ? "" : `[signed-by=${key}] `}${uri} ${suite} main`;
  }
  throw new Error(`no Debian source in ${SOURCES}`);
}
