/** One flag of a command, as the parser, the help and the error messages need it. */
export interface Option {
  /** Without dashes. */
  readonly flag: string;
  /** One letter for the same, without its dash. */
  readonly short?: string;
  /** What its value looks like; absent for a switch. */
  readonly value?: string;
  /** May be given more than once. */
  readonly many?: boolean;
  readonly doc: string;
}

/** A parsed command line: only flags of the command's table, each with a value where it wants one. */
export interface Args {
  readonly positionals: readonly string[];
  has(flag: string): boolean;
  text(flag: string): string | undefined;
  list(flag: string): readonly string[];
}
