import { type ParseArgsConfig, parseArgs } from "node:util";
import { usageError } from "../exit.ts";
import type { Args, Option } from "./option.ts";

interface Shape {
  readonly name: string;
  readonly options: readonly Option[];
  /** Names of the arguments that are not flags. */
  readonly positionals: readonly string[];
}

/**
 * A command line by the table of its command; whatever the table does not know ends in one sentence.
 *
 * The parser itself runs relaxed and hands over tokens, because its own complaints do not say what is allowed.
 */
export function parseCommandLine(shape: Shape, argv: readonly string[]): Args {
  const known = new Map([...shape.options, HELP].map((option) => [option.flag, option]));
  const values = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokensOf(known, argv)) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const option = known.get(token.name);
    const isNamed = token.rawName === `--${token.name}` || token.rawName === `-${option?.short}`;
    if (option === undefined || !isNamed) throw unknownFlag(shape, token.rawName);
    const given = values.get(option.flag);
    if (given !== undefined && option.many !== true) throw usageError(`--${option.flag} is given twice`);
    values.set(option.flag, [...(given ?? []), valueOf(option, token)]);
  }
  if (!values.has(HELP.flag)) checkPositionals(shape, positionals);
  return {
    positionals,
    has: (flag) => values.has(flag),
    text: (flag) => values.get(flag)?.[0],
    list: (flag) => values.get(flag) ?? [],
  };
}

/** Understood by every command. */
export const HELP: Option = { flag: "help", short: "h", doc: "Show this help" };

interface OptionToken {
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function tokensOf(known: ReadonlyMap<string, Option>, argv: readonly string[]) {
  const options: NonNullable<ParseArgsConfig["options"]> = {};
  for (const { flag, short, value } of known.values()) {
    options[flag] = { type: value === undefined ? "boolean" : "string", ...(short === undefined ? {} : { short }) };
  }
  return parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function valueOf(option: Option, token: OptionToken): string {
  if (option.value === undefined) {
    if (token.value !== undefined) throw usageError(`--${option.flag} is a switch and takes no value`);
    return "";
  }
  const looksLikeFlag = token.inlineValue === false && /^-./.test(token.value ?? "");
  if (token.value === undefined || token.value === "" || looksLikeFlag) {
    throw usageError(`--${option.flag} needs a value: --${option.flag} ${option.value}`);
  }
  return token.value;
}

function unknownFlag(shape: Shape, flag: string): Error {
  const allowed = [...shape.options, HELP].map((option) => `--${option.flag}`).join(", ");
  return usageError(`unknown flag ${flag}; ${shape.name} takes ${allowed}`);
}

function checkPositionals(shape: Shape, positionals: readonly string[]): void {
  const needed = shape.positionals.filter((name) => !name.startsWith("["));
  const missing = needed[positionals.length];
  if (missing !== undefined) throw usageError(`${shape.name} needs ${missing}`);
  const extra = positionals[shape.positionals.length];
  if (extra !== undefined) {
    const takes = shape.positionals.length === 0 ? "only flags" : shape.positionals.join(" ");
    throw usageError(`unexpected argument '${extra}'; ${shape.name} takes ${takes}`);
  }
}
