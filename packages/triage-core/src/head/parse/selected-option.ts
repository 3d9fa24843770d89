/**
 * The chosen word of a kernel file that offers several; null when none is marked.
 *
 * Shape:  `none [integrity] confidentiality`
 * Source: kernel security/lockdown/lockdown.c, lockdown_read()
 */
export function parseSelectedOption(text: string): string | null {
  return /\[([^\]\s]+)\]/.exec(text)?.[1] ?? null;
}
