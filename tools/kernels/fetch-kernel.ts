import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = "/etc/apt/sources.list.d";

/**
 * Fetch Debian's cloud kernel of another suite with this machine's own apt and package source, without installing it;
 * the path of its boot image below `work`.
 */
export function fetchKernel(suite: string, work: string): string {
  const home = join(work, suite);
  for (const dir of ["lists/partial", "cache/archives/partial", "tree"])
    mkdirSync(join(home, dir), { recursive: true });
  const list = join(home, "sources.list");
  writeFileSync(list, `${sourceLine(suite)}\n`);
  const settings = {
    "Dir::Etc::sourcelist": list,
    "Dir::Etc::sourceparts": "-",
    "Dir::State::lists": join(home, "lists"),
    "Dir::Cache": join(home, "cache"),
    "APT::Sandbox::User": "root",
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  const apt = (program: string, ...args: string[]): string =>
    execFileSync(program, [...options, ...args], { cwd: home, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  apt("apt-get", "-qq", "update");
  const depends = apt("apt-cache", "depends", "--important", `linux-image-cloud-amd64/${suite}`);
  const image = /Depends: (linux-image-\S+)/.exec(depends)?.[1];
  if (image === undefined) throw new Error(`no cloud kernel in ${suite}`);
  apt("apt-get", "-qq", "download", `${image}/${suite}`);
  const archive = readdirSync(home).find((name) => name.endsWith(".deb"));
  execFileSync("dpkg-deb", ["-x", join(home, archive ?? ""), join(home, "tree")]);
  const boot = join(home, "tree/boot");
  return join(boot, readdirSync(boot).find((name) => name.startsWith("vmlinuz")) ?? "");
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
