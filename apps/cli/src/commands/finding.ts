/** One line of what `verify` found. */
export interface Finding {
  readonly what: string;
  readonly text: string;
  readonly sound: boolean;
}
