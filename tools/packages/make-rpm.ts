import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Compression } from "./make-deb.ts";
import { layOut, type PackageSpec } from "./package-tree.ts";

const ARCH = { x64: "x86_64", arm64: "aarch64" } as const;
const SCRIPTS = ["post", "preun", "postun"];
const COMPRESSION: Readonly<Record<Compression, string>> = { thorough: "w6.xzdio", quick: "w0.ufdio" };

/** Makes an RPM package without root; the same input gives the same bytes. Gives its path in the folder. */
export function makeRpm(spec: PackageSpec, folder: string, compression: Compression): string {
  const work = mkdtempSync(join(tmpdir(), "livetriage-rpm-"));
  try {
    const tree = join(work, "tree");
    layOut(spec, tree);
    const recipe = join(work, `${spec.name}.spec`);
    writeFileSync(recipe, recipeOf(spec));
    const defines = macros(work, compression).flatMap((macro) => ["--define", macro]);
    const args = ["-bb", "--target", `${ARCH[spec.arch]}-linux`, "--buildroot", tree, "--noclean", ...defines, recipe];
    const env = { ...process.env, SOURCE_DATE_EPOCH: `${spec.epoch}` };
    execFileSync("rpmbuild", args, { env, stdio: ["ignore", "ignore", "ignore"] });
    const built = readdirSync(join(work, "out"))[0] ?? "";
    copyFileSync(join(work, "out", built), join(folder, built));
    return join(folder, built);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** What rpmbuild is to leave alone: it packs files that are made already. */
const macros = (work: string, compression: Compression): readonly string[] => [
  `_topdir ${work}`,
  `_rpmdir ${work}/out`,
  "_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm",
  `_binary_payload ${COMPRESSION[compression]}`,
  "_buildhost livetriage",
  "use_source_date_epoch_as_buildtime 1",
  "clamp_mtime_to_source_date_epoch 1",
  "__os_install_post %{nil}",
  "_build_id_links none",
  "debug_package %{nil}",
];

const LIBRARIES = ["libc.so.6(GLIBC_2.28)(64bit)", "libgcc_s.so.1()(64bit)", "libstdc++.so.6()(64bit)"];

function recipeOf({ name, version, summary, description, files, directories, requires, scripts }: PackageSpec): string {
  const script = (part: string): string =>
    scripts === null ? "" : `%${part}\n${readFileSync(join(scripts, `rpm-${part}`), "utf8")}`;
  const listed = [
    ...directories.map((path) => `%dir /${path}`),
    ...files.map(({ path, isConfig }) => `${isConfig === true ? "%config(noreplace) " : ""}/${path}`),
  ];
  return `Name: ${name}
Version: ${version}
Release: 1
Summary: ${summary}
License: Apache-2.0
AutoReqProv: no
Requires: ${[...LIBRARIES, ...requires].join(", ")}
%description
${description}
${SCRIPTS.map(script).join("")}
%files
%defattr(-,root,root,-)
${listed.join("\n")}
`;
}
