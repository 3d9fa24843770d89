/** Exit codes: sysexits(3) where it has a word for it. */
export const EXIT = {
  ok: 0,
  usage: 64,
  noInput: 66,
  unavailable: 69,
  software: 70,
  cantCreate: 73,
  noPerm: 77,
  config: 78,
} as const;

/** An end of the program that the user is told of in one sentence. */
export class Exit extends Error {
  readonly code: number;

  constructor(code: number, sentence: string) {
    super(sentence);
    this.code = code;
  }
}

/** The errno of a failed system call, or the message of any other error. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error as NodeJS.ErrnoException).code ?? error.message;
}
