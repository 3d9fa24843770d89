const RIGHTS = ["fs.write", "child", "worker", "addon", "wasi", "inspector"];

/** Exit code of a reader that could not give up its rights (EX_SOFTWARE). */
const NOT_SEALED = 70;

/**
 * Give up every right but reading, for good; without a permission model, or with a right left, the process ends.
 *
 * Source: Node's `process.permission.drop`, since 24.20
 */
export function seal(): void {
  const permission = process.permission as unknown as
    | { drop?: (right: string) => void; has: (right: string) => boolean }
    | undefined;
  if (permission?.drop === undefined) process.exit(NOT_SEALED);
  for (const right of RIGHTS) permission.drop(right);
  if (RIGHTS.some((right) => permission.has(right))) process.exit(NOT_SEALED);
}
