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

/** Arguments as a shell would take them: quoted where a space or nothing would hide a boundary. One alone is a title. */
function argvText(argv: readonly string[]): string {
  if (argv.length === 1) return argv[0] as string;
  return argv
    .map((word) => (word === "" || /[\s'"]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : word))
    .join(" ");
}

/** Does the first word name the program file? `-bash`, `sshd: kim`, a bare name and a merged /usr do. */
function agrees(word: string, exe: string): boolean {
  if (word === exe || `/usr${word}` === exe) return true;
  const [said = ""] = word.replace(/^-/, "").split(/[:\s]/);
  return said !== "" && !said.includes("/") && exe.slice(exe.lastIndexOf("/") + 1).startsWith(said);
}
