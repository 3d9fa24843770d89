/**
 * Seconds since boot, suspend included; null when there is no such number.
 *
 * Shape:  `35.57 70.02`
 * Source: proc_uptime(5)
 */
export function parseUptime(text: string): number | null {
  const match = /^(\d{1,12}\.\d\d) /.exec(text);
  return match === null ? null : Number(match[1]);
}
