/**
 * Digests of all conffiles in dpkg's status file, by path.
 *
 * Shape:  ` /etc/bash.bashrc 89269e1298235f1b12b4c16e4065ad0d` below `Conffiles:`; `obsolete` may follow.
 * Source: deb-src-control(5), dpkg-query(1) `${Conffiles}`.
 */
export function parseConffiles(status: string): Map<string, string> {
  const conffiles = new Map<string, string>();
  for (const [, path, hex] of status.matchAll(/^ (\/.*?) ([0-9a-f]{32})(?: \w+)*$/gm)) {
    conffiles.set(path as string, hex as string);
  }
  return conffiles;
}
