/** The program file that runs, null when it runs from its sources. */
export function programFile(): string | null {
  const file = process.argv[1] ?? null;
  return file?.endsWith(".ts") === true ? null : file;
}
