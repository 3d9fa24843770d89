/** What a program's own tables say of it: the manual and the completions are made of this and of nothing else. */
export interface ProgramDoc {
  /** As it is called: `livetriage fleet`. */
  readonly name: string;
  readonly doc: string;
  readonly commands: readonly CommandDoc[];
  /** Exit codes and what they mean. */
  readonly exits: readonly (readonly [code: string, meaning: string])[];
}

export interface CommandDoc {
  readonly name: string;
  readonly doc: string;
  readonly positionals: readonly string[];
  readonly options: readonly OptionDoc[];
}

/** One flag, without its dashes; no value for a switch. */
interface OptionDoc {
  readonly flag: string;
  readonly value?: string;
  readonly many?: boolean;
  readonly doc: string;
}
