/** Exit codes: sysexits(3) where it has a word for it, 128 + signal for an interrupted run. */
export const EXIT = {
  ok: 0,
  /** Nothing could be collected. */
  nothing: 2,
  /** Not complete, under --strict. */
  incomplete: 3,
  usage: 64,
  /** What was given is no sound package. */
  dataErr: 65,
  /** What was given cannot be read. */
  noInput: 66,
  /** The Collector cannot be reached, or does not do what was asked. */
  unavailable: 69,
  software: 70,
  cantCreate: 73,
  ioErr: 74,
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The signals that end a run early, with what was collected so far. */
export const END_SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;
export type EndSignal = (typeof END_SIGNALS)[number];

/** An end of the program that the user is told of in one sentence. */
export class Exit extends Error {
  readonly code: ExitCode;

  constructor(code: ExitCode, sentence: string) {
    super(sentence);
    this.code = code;
  }
}

export const usageError = (sentence: string): Exit => new Exit(EXIT.usage, sentence);

/** The errno of a failed system call, or the message of any other error. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error as NodeJS.ErrnoException).code ?? error.message;
}
