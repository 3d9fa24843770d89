import type { CommandDoc, ProgramDoc } from "./program-doc.ts";

/** A page of the manual and what is not in the program's tables. */
export interface ManualPage {
  readonly name: string;
  readonly section: number;
  readonly version: string;
  /** One line, as whatis(1) shows it. */
  readonly summary: string;
  /** Headings and their roff. */
  readonly parts: readonly (readonly [heading: string, roff: string])[];
}

/** The roff of a page. Source: man(7) */
export function manualPage({ name, section, version, summary, parts }: ManualPage): string {
  const head = `.TH ${name.toUpperCase()} ${section} "" "livetriage ${version}"\n`;
  const sections = [["NAME", `${text(name)} \\- ${text(summary)}\n`] as const, ...parts];
  return head + sections.map(([heading, roff]) => `.SH ${heading}\n${roff}`).join("");
}

/** SYNOPSIS, DESCRIPTION, COMMANDS and EXIT STATUS of programs that share a page. */
export function programParts(programs: readonly ProgramDoc[]): ManualPage["parts"] {
  const [first] = programs as [ProgramDoc];
  const synopsis = programs.map(({ name }) => `.B ${text(name)}\n.I COMMAND\n[\\fIFLAG\\fR]…\n`).join(".br\n");
  const commands = programs.flatMap(({ name, commands: own }) => own.map((command) => commandPart(name, command)));
  return [
    ["SYNOPSIS", synopsis],
    ["DESCRIPTION", `${text(programs.map(({ doc }) => doc).join(" "))}\n`],
    ["COMMANDS", commands.join("")],
    ["EXIT STATUS", first.exits.map(([code, meaning]) => entry(`\\fB${text(code)}\\fR`, meaning)).join("")],
  ];
}

function commandPart(program: string, { name, doc, positionals, options }: CommandDoc): string {
  const flags = options.map(({ flag, value, many, doc: what }) => {
    const argument = value === undefined ? "" : ` \\fI${text(value)}\\fR`;
    return entry(`\\fB\\-\\-${text(flag)}\\fR${argument}${many === true ? " …" : ""}`, what);
  });
  const title = [program, name, ...positionals].map(text).join(" ");
  return `.SS ${title}\n${text(doc)}.\n${flags.join("")}`;
}

/** A paragraph with a tag. */
export function entry(tag: string, doc: string): string {
  return `.TP\n${tag}\n${text(doc)}\n`;
}

/** Text as roff takes it: its escape, its hyphen, and its control characters at the beginning of a line. */
export function text(plain: string): string {
  return plain.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^[.']/gm, "\\&$&");
}
