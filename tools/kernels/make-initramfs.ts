import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

const APPLETS = ["sh", "mount", "cat", "sleep", "poweroff", "base64", "mkdir", "ip", "unshare", "gzip", "tar", "stty"];

/** Build a memory root with busybox, Node, the bundled command and a guest program; the path of the image. */
export function makeInitramfs(work: string, files: Readonly<Record<string, string>>): string {
  const root = join(work, "initramfs");
  for (const dir of ["bin", "proc", "sys", "dev", "tmp", "run", "etc", "root"])
    mkdirSync(join(root, dir), { recursive: true });
  copyFileSync("/bin/busybox", join(root, "bin/busybox"));
  for (const applet of APPLETS) symlinkSync("busybox", join(root, "bin", applet));
  const libraries = execFileSync("ldd", [process.execPath], { encoding: "utf8" }).match(/\/\S+/g) ?? [];
  for (const [to, from] of [
    ...libraries.map((path) => [path, path]),
    ["/bin/node", process.execPath],
    ...Object.entries(files),
  ]) {
    mkdirSync(dirname(join(root, to as string)), { recursive: true });
    copyFileSync(from as string, join(root, to as string));
  }
  chmodSync(join(root, "init"), 0o755);
  const image = join(work, "initramfs.gz");
  execFileSync("sh", ["-c", `find . | cpio -o -H newc --quiet | gzip -1 > "$1"`, "sh", image], { cwd: root });
  return image;
}
