/** What this process itself has cost so far. */
export function ownUsage(): { cpu_ms: number; peak_rss_bytes: number } {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpu_ms: Math.round((userCPUTime + systemCPUTime) / 1000), peak_rss_bytes: maxRSS * 1024 };
}
