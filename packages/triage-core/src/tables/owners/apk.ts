import type { HostReader } from "../../contract/host-reader.ts";
import { decodeLossless } from "../../text/lossless.ts";
import { parseApkInstalled } from "../parse/apk-installed.ts";
import { mergedPath, type PackageDatabase, timesOf } from "./package-database.ts";

const MAX_BYTES = 67_108_864;

/** The database of Alpine's package manager: one text file. Source: apk-v2 database, apk(5). */
export async function readApk(host: HostReader): Promise<PackageDatabase | null> {
  for (const path of ["/lib/apk/db/installed", "/usr/lib/apk/db/installed"]) {
    const answer = await host.readFile(path, { maxBytes: MAX_BYTES });
    if (!answer.ok) continue;
    // It records no times of its own: what the last transaction changed has the time of the database.
    const stat = await host.lstat(path);
    const installed_s = stat.ok ? timesOf(stat.value) : [];
    const files = new Map(
      parseApkInstalled(decodeLossless(answer.value.bytes)).map((file) => [mergedPath(file.path), file]),
    );
    return {
      manager: "apk",
      paths: () => files.keys(),
      owner(path) {
        const file = files.get(mergedPath(path));
        if (file === undefined) return null;
        return { package: file.package, config: file.path.startsWith("/etc/"), installed_s };
      },
      algorithm: (path) => (files.get(mergedPath(path))?.sha1 == null ? null : "sha1"),
      digest: (path) => Promise.resolve(files.get(mergedPath(path))?.sha1 ?? null),
    };
  }
  return null;
}
