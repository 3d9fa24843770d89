/**
 * Boot time from `/proc/stat`, null when the line is missing.
 *
 * Units:  seconds since the epoch.
 * Source: proc_stat(5), line `btime`
 */
export function parseBtime(text: string): bigint | null {
  const match = /^btime (\d{1,15})$/m.exec(text);
  return match === null ? null : BigInt(match[1] as string);
}
