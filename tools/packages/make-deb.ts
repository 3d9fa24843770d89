import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layOut, type PackageSpec, setTimes } from "./package-tree.ts";

const ARCH = { x64: "amd64", arm64: "arm64" } as const;
const SCRIPTS = ["postinst", "prerm", "postrm"];

/** `thorough` is what is released; `quick`, which is none, serves tests. */
export type Compression = "thorough" | "quick";
const COMPRESSION: Readonly<Record<Compression, readonly string[]>> = { thorough: ["-Zxz"], quick: ["-Znone"] };

/** Makes a Debian package without root; the same input gives the same bytes. Gives its path in the folder. */
export function makeDeb(spec: PackageSpec, folder: string, compression: Compression): string {
  const work = mkdtempSync(join(tmpdir(), "livetriage-deb-"));
  try {
    const tree = join(work, "tree");
    layOut(spec, tree);
    writeControl(spec, tree);
    setTimes(tree, spec.epoch);
    const file = join(folder, `${spec.name}_${spec.version}_${ARCH[spec.arch]}.deb`);
    const env = { ...process.env, SOURCE_DATE_EPOCH: `${spec.epoch}` };
    execFileSync("dpkg-deb", ["--root-owner-group", ...COMPRESSION[compression], "--build", tree, file], {
      env,
      stdio: ["ignore", "ignore", "inherit"],
    });
    return file;
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** Source: deb-control(5), deb-conffiles(5), deb-md5sums(5) */
function writeControl(spec: PackageSpec, tree: string): void {
  const control = join(tree, "DEBIAN");
  mkdirSync(control);
  chmodSync(control, 0o755);
  const write = (name: string, text: string): void => writeFileSync(join(control, name), text, { mode: 0o644 });
  write("control", controlOf(spec));
  write("conffiles", spec.files.flatMap(({ path, isConfig }) => (isConfig === true ? [`/${path}\n`] : [])).join(""));
  const sums = spec.files.map(({ path }) => `${md5(readFileSync(join(tree, path)))}  ${path}\n`);
  write("md5sums", sums.toSorted().join(""));
  if (spec.scripts === null) return;
  for (const name of SCRIPTS) {
    write(name, readFileSync(join(spec.scripts, name), "utf8"));
    chmodSync(join(control, name), 0o755);
  }
}

const md5 = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("hex");

function controlOf({ name, version, arch, summary, description, requires }: PackageSpec): string {
  return `Package: ${name}
Version: ${version}
Architecture: ${ARCH[arch]}
Maintainer: livetriage <livetriage@localhost>
Section: admin
Priority: optional
Depends: ${["libc6 (>= 2.28)", "libgcc-s1", "libstdc++6", ...requires].join(", ")}
Description: ${summary}
${description
  .split("\n")
  .map((line) => ` ${line}\n`)
  .join("")}`;
}
