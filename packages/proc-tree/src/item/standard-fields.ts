import { field, nullableText, textColumn } from "./field.ts";

/** The columns that cost more than ps pays. */
export const standardFields = {
  exe_dev: field(nullableText, "stat of exe", "Device of the running image as major:minor"),
  exe_ino: field(nullableText, "stat of exe", "Inode of the running image, decimal"),
  ...textColumn("root", "root link", "Root directory of the process, / for the host's own"),
};
