/**
 * A device number as `major:minor`, the form that mountinfo and the document use.
 *
 * Shape:  minor in bits 0–7 and 20–43, major in bits 8–19 and 44–63.
 * Source: makedev(3)
 */
export function toDevice(dev: bigint): string {
  const major = ((dev >> 8n) & 0xfffn) | ((dev >> 32n) & 0xfffff000n);
  const minor = (dev & 0xffn) | ((dev >> 12n) & 0xffffff00n);
  return `${major}:${minor}`;
}
