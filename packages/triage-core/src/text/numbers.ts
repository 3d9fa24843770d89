/** A whole decimal number (`-7`, `42`) that a JavaScript number holds exactly; null for anything else. */
export function parseDecimal(text: string): number | null {
  if (!/^-?\d{1,16}$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}
