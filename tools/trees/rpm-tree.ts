import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyFiles, type DebianPackage, emptyRoot, furnish, packagedFiles } from "./packaged-files.ts";

/** A root whose packages rpm has built and installed, from the files of a Debian tree. */
export function rpmTree(debian: string, tree: string): void {
  const work = mkdtempSync(join(tmpdir(), "livetriage-rpm-"));
  try {
    emptyRoot(tree);
    const packages = packagedFiles(debian);
    for (const one of packages) build(debian, one, work);
    const rpm = (...args: string[]) =>
      execFileSync("rpm", ["--root", tree, "--dbpath", "/var/lib/rpm", ...args], {
        stdio: ["ignore", "ignore", "ignore"],
      });
    rpm("--initdb");
    rpm(
      "-i",
      "--nodeps",
      "--noscripts",
      "--nosignature",
      "--replacefiles",
      ...packages.map(({ name }) => join(work, `${name}.rpm`)),
    );
    furnish(tree);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Settings of rpmbuild: one named file, and no opinion on what a package of noarch may hold. */
const macros = (work: string, name: string): readonly string[] => [
  `_rpmdir ${work}`,
  `_rpmfilename ${name}.rpm`,
  `_topdir ${work}`,
  "_binaries_in_noarch_packages_terminate_build 0",
  "_unpackaged_files_terminate_build 0",
  "__check_files %{nil}",
];

/** What rpmbuild is not to do with files that are there already. */
const ONLY_PACK = ["-bb", "--nodeps", "--noclean", "--noprep", "--nocheck"];

function build(debian: string, one: DebianPackage, work: string): void {
  const [files, spec] = [join(work, "root"), join(work, "x.spec")];
  rmSync(files, { recursive: true, force: true });
  copyFiles(debian, one, files);
  writeFileSync(spec, specOf(one));
  const defines = macros(work, one.name).flatMap((macro) => ["--define", macro]);
  const args = ["-n", "19", "rpmbuild", ...ONLY_PACK, "--buildroot", files, ...defines, spec];
  execFileSync("nice", args, { stdio: "ignore" });
}

function specOf({ name, version, files, config }: DebianPackage): string {
  const lines = files.map((file) => {
    const path = `"/${file.replaceAll("%", "%%")}"`;
    return config.includes(file) ? `%config(noreplace) ${path}` : path;
  });
  return `Name: ${name}
Version: ${version.replaceAll("~", ".")}
Release: 1
Summary: x
License: x
BuildArch: noarch
AutoReqProv: no
%description
x
%define __os_install_post %{nil}
%define _build_id_links none
%define debug_package %{nil}
%files
%defattr(-,root,root,-)
${lines.join("\n")}
`;
}
