/**
 * Undo the octal escapes of kernel tables: `\040` is a blank.
 *
 * Source: proc_pid_mountinfo(5), fstab(5): blank, tab, newline, backslash and `#` are written `\040 \011 \012 \134 \043`.
 */
export function unescapeOctal(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\([0-3][0-7]{2})/g, (_all, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
