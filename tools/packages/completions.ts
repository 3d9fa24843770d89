import type { ProgramDoc } from "./program-doc.ts";

/** What may follow the words typed so far. */
interface Place {
  /** `fleet collect`, or empty for the program itself. */
  readonly at: string;
  readonly choices: readonly { readonly word: string; readonly doc: string; readonly hasValue: boolean }[];
}

/** The places of a program and of those that its words lead to, the deepest first. */
function placesOf(programs: readonly ProgramDoc[]): Place[] {
  const places = programs.flatMap(({ name, commands }) => {
    const path = name.split(" ").slice(1);
    const deeper = programs
      .filter((one) => one.name.startsWith(`${name} `))
      .map(({ name: word, doc }) => ({ name: word.split(" ").at(-1) ?? "", doc }));
    return [
      ...commands.map((command) => ({
        at: [...path, command.name].join(" "),
        choices: command.options.map(({ flag, value, doc }) => ({
          word: `--${flag}`,
          doc,
          hasValue: value !== undefined,
        })),
      })),
      {
        at: path.join(" "),
        choices: [...commands, ...deeper].map(({ name: word, doc }) => ({ word, doc, hasValue: false })),
      },
    ];
  });
  return places.toSorted((a, b) => b.at.length - a.at.length);
}

const programOf = (programs: readonly ProgramDoc[]): string => programs[0]?.name ?? "";
const functionOf = (programs: readonly ProgramDoc[]): string => `_${programOf(programs).replaceAll("-", "_")}`;
const quote = (plain: string): string => `'${plain.replaceAll("'", "'\\''")}'`;

/** In a `case`: the words typed so far are this place, or go on from a command. */
const pattern = ({ at }: Place): string => (at === "" ? '""' : `"${at}"|"${at} "*`);

/** Source: bash(1), Programmable Completion; after a flag with a value, and where nothing fits, files are offered. */
export function bashCompletion(programs: readonly ProgramDoc[]): string {
  const rows = placesOf(programs).map(
    (place) => `    ${pattern(place)}) choices=${quote(place.choices.map(({ word }) => word).join(" "))} ;;`,
  );
  return `${functionOf(programs)}() {
  local word at= choices=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do [[ $word == -* ]] || at+="\${at:+ }$word"; done
  case $at in
${rows.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$choices" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F ${functionOf(programs)} ${programOf(programs)}
`;
}

/** Source: zshcompsys(1) */
export function zshCompletion(programs: readonly ProgramDoc[]): string {
  const rows = placesOf(programs).map((place) => {
    const choices = place.choices.map(({ word, doc }) => quote(`${word}:${doc.replaceAll(":", "\\:")}`));
    return `  ${pattern(place)}) choices=(${choices.join(" ")}) ;;`;
  });
  return `#compdef ${programOf(programs)}
local -a choices typed
typed=("\${(@)words[2,CURRENT-1]}")
case "\${(j: :)typed:#-*}" in
${rows.join("\n")}
esac
_describe -o ${quote(programOf(programs))} choices || _files
`;
}

/** Source: fish-completions(7) */
export function fishCompletion(programs: readonly ProgramDoc[]): string {
  const program = programOf(programs);
  const typed = `__${program.replaceAll("-", "_")}_typed`;
  const rows = placesOf(programs).flatMap((place) =>
    place.choices.map(({ word, doc, hasValue }) => {
      const what = word.startsWith("--") ? `${hasValue ? "-r " : ""}-l ${word.slice(2)}` : `-f -a ${word}`;
      return `complete -c ${program} -n "${typed} ${quote(place.at)}" ${what} -d ${quote(doc)}`;
    }),
  );
  return `function ${typed}
    set -l words (string match -v -- '-*' (commandline -opc)[2..])
    test -n "$argv[1]"; and string match -q -- "$argv[1] *" "$words "; or test "$words" = "$argv[1]"
end
${rows.join("\n")}
`;
}
