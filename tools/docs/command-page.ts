import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../check/run.ts";
import { root } from "../stamp.mjs";

/** A host with implants, recorded and kept with the tests. */
const HOST = "fixtures/hosts/debian12-6.18.44-x86_64-root";

/** What is shown of a saved package; `HOST.json` is made by the first. */
const EXAMPLES: readonly (readonly [about: string, ...command: string[]])[] = [
  ["A recorded host, collected again", "replay", "web-1", "--output", "HOST.json", "--quiet"],
  ["Worst first", "show", "HOST.json", "--view", "signals"],
  ["The process tree", "show", "HOST.json", "--view", "tree"],
  ["Sockets", "show", "HOST.json", "--view", "net"],
  ["All that is known of one process", "show", "HOST.json", "--pid", "44"],
  ["What an indicator is in", "show", "HOST.json", "--match", "203.0.113[.]5"],
  ["What is missing and why", "show", "HOST.json", "--view", "gaps"],
  ["Is it whole, and who signed it", "verify", "HOST.json"],
  ["Every time in it, the earliest first", "export", "HOST.json", "--format", "bodyfile"],
  ["What each phase reads, its caps and params", "phases"],
  ["What the fields of a phase are", "schema", "recent-files"],
];

/** Lines shown of an answer. */
const MOST_LINES = 60;

/** Every command with its help, and real output of those that read a saved package, as Markdown. */
export async function commandPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "livetriage-docs-"));
  symlinkSync(join(root, HOST), join(folder, "web-1"));
  try {
    const sections = ["# Commands\n\nEvery command as it answers, on a host that was staged for the tests.\n"];
    for (const program of [[], ["fleet"], ["collector"]]) sections.push(...(await programSections(folder, program)));
    sections.push("## livetriage-sensor\n", await sensorHelp(folder), "## On a saved package\n");
    for (const [about, ...args] of EXAMPLES) sections.push(`### ${about}\n`, await shown(folder, args));
    return sections.join("\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The help of a program and of each of its commands: that it lists a command is enough to be here. */
async function programSections(folder: string, program: readonly string[]): Promise<string[]> {
  const help = await output(folder, [...program, "--help"]);
  const commands = [...help.replace(/Exit codes:[^]*/, "").matchAll(/^ {2}([a-z][a-z-]*) /gm)].map(
    ([, name]) => name ?? "",
  );
  const sections = [`## ${["livetriage", ...program].join(" ")}\n`, block([...program, "--help"], help)];
  for (const name of commands) {
    const words = [...program, name];
    sections.push(`### livetriage ${words.join(" ")}\n`, await shown(folder, [...words, "--help"]));
  }
  return sections;
}

async function sensorHelp(folder: string): Promise<string> {
  const { output: help } = await run(join(root, "apps/sensor/bin/livetriage-sensor"), ["--help"], { cwd: folder });
  return `\`\`\`text\n$ livetriage-sensor --help\n${help}\`\`\`\n`;
}

async function shown(folder: string, args: readonly string[]): Promise<string> {
  return block(args, await output(folder, args));
}

function block(args: readonly string[], text: string): string {
  const lines = text.trimEnd().split("\n");
  const left = lines.length - MOST_LINES;
  const shownLines = left > 0 ? [...lines.slice(0, MOST_LINES), `… ${left} more lines`] : lines;
  return `\`\`\`\`text\n$ livetriage ${args.join(" ")}\n${shownLines.join("\n")}\n\`\`\`\`\n`;
}

async function output(folder: string, args: readonly string[]): Promise<string> {
  const command = ["COLUMNS=100", join(root, "apps/cli/bin/livetriage"), ...args];
  const { ok, output: text } = await run("env", command, { cwd: folder });
  if (!ok) throw new Error(`livetriage ${args.join(" ")} failed: ${text}`);
  return text.replaceAll(`${folder}/`, "");
}
