/** Take off a byte order mark, which editors leave and the programs that read these files stumble over. */
export function stripBom(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}
