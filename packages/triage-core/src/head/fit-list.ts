/** The first rows of a list that together take at most so many bytes as JSON, and how many were left out. */
export function fitList<T>(rows: readonly T[], maxBytes: number): { readonly kept: T[]; readonly dropped: number } {
  let bytes = 2;
  let kept = 0;
  for (const row of rows) {
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    if (bytes > maxBytes) break;
    kept++;
  }
  return { kept: rows.slice(0, kept), dropped: rows.length - kept };
}
