import { basename, dirname } from "node:path";
import { isSea } from "node:sea";

/** A program, and the arguments that come before all others. */
export interface StartCommand {
  readonly execPath: string;
  readonly args: readonly string[];
}

/** One file that holds a program with all its parts and its Node. */
export interface OwnExecutable {
  readonly file: string;
  /** Starts it anew, whatever became of its name meanwhile; its first argument chooses the part. */
  readonly command: StartCommand;
}

/** The executable that runs; null where Node runs files. The portable form is started by the loader that lies beside it. */
export function ownExecutable(): OwnExecutable | null {
  if (!isSea()) return null;
  const { execPath, argv0 } = process;
  const itself = "/proc/self/exe";
  if (!/^ld-linux.*\.so/.test(basename(execPath))) return { file: execPath, command: { execPath: itself, args: [] } };
  return { file: argv0, command: { execPath: itself, args: ["--library-path", dirname(execPath), argv0] } };
}

/** The file that is this program: an executable or a bundle; null when it runs from its sources. */
export function programFile(): string | null {
  const file = ownExecutable()?.file ?? process.argv[1] ?? null;
  return file?.endsWith(".ts") === true ? null : file;
}
