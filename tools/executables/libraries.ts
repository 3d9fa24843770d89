import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../stamp.mjs";
import { ownApt } from "../trees/own-apt.ts";
import type { Arch } from "./base-node.ts";

/** Debian 12's packages of what Node is linked with: exact versions, so that the same archive can be made again. */
const SUITE = "bookworm";
const PACKAGES = {
  libc6: "2.36-9+deb12u14",
  "libgcc-s1": "12.2.0-14+deb12u1",
  "libstdc++6": "12.2.0-14+deb12u1",
  "gcc-12-base": "12.2.0-14+deb12u1", // the licence of the two
};

const LIBRARIES = ["libc.so.6", "libdl.so.2", "libgcc_s.so.1", "libm.so.6", "libpthread.so.0", "libstdc++.so.6"];

/** What Debian and the kernel call a processor, and its loader. */
export const MACHINES = {
  x64: { debian: "amd64", machine: "x86_64", loader: "ld-linux-x86-64.so.2" },
  arm64: { debian: "arm64", machine: "aarch64", loader: "ld-linux-aarch64.so.1" },
} as const;

/** A folder with the loader, the libraries and their licences; fetched once. */
export function fetchLibraries(arch: Arch): string {
  const versions = Object.entries(PACKAGES).map((pair) => pair.join("="));
  const kept = join(root, "node_modules/.cache", `libraries-${arch}-${versions.join("-")}`);
  if (existsSync(kept)) return kept;
  mkdirSync(join(root, "node_modules/.cache"), { recursive: true });
  const work = mkdtempSync(`${kept}.`);
  const { debian, loader, machine } = MACHINES[arch];
  const ofArch = { "APT::Architecture": debian, "APT::Architectures": debian, "Dir::State::status": "/dev/null" };
  const apt = ownApt(work, SUITE, ofArch);
  apt("apt-get", "-qq", "update");
  apt("apt-get", "-qq", "download", ...versions);
  const tree = join(work, "tree");
  for (const name of readdirSync(work).filter((file) => file.endsWith(".deb")))
    execFileSync("dpkg-deb", ["-x", join(work, name), tree]);
  const folders = ["lib", "usr/lib"].map((folder) => join(tree, folder, `${machine}-linux-gnu`));
  const places = [loader, ...LIBRARIES].flatMap((name) => folders.map((folder) => join(folder, name)));
  mkdirSync(join(work, "kept"));
  for (const file of places.filter((place) => existsSync(place)))
    copyFileSync(file, join(work, "kept", basename(file)));
  for (const name of ["libc6", "gcc-12-base"])
    copyFileSync(join(tree, "usr/share/doc", name, "copyright"), join(work, "kept", `${name}.copyright`));
  renameSync(join(work, "kept"), kept);
  rmSync(work, { recursive: true });
  return kept;
}
