import { type Item, str, strs } from "./item.ts";

/** One process in a few words: what it says it runs, and what it really runs where that differs. */
export function processText(item: Item): string {
  const comm = str(item, "comm") ?? "?";
  if (item["kernel_thread"] === true) return `[${comm}]`;
  const argv = strs(item, "argv");
  const exe = str(item, "exe");
  const said = argv.length > 0 ? argvText(argv) : comm;
  const parts = [said];
  if (exe !== null && !agrees(argv[0] ?? comm, exe)) parts.push(`{${exe}}`);
  if (item["exe_memfd"] === true) parts.push("(memfd)");
  else if (item["exe_deleted"] === true) parts.push("(deleted)");
  if (item["collector"] === true) parts.push("(this collection)");
  return parts.join(" ");
}

/** Arguments as a shell would take them: quoted where a space or nothing would hide a boundary. */
function argvText(argv: readonly string[]): string {
  return argv
    .map((word) => (word === "" || /[\s'"]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word))
    .join(" ");
}

/** Does the first word name the program file? `-bash`, `sshd:` and a bare name do. */
function agrees(word: string, exe: string): boolean {
  const base = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
  const said = word.replace(/^-/, "").replace(/:$/, "");
  return said === exe || (!said.includes("/") && base(exe).startsWith(said));
}
