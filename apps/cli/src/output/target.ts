import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { EXIT, Exit } from "../exit.ts";
import type { Output } from "../io.ts";
import { checkTarget, fileSink } from "./file-sink.ts";
import type { Sink } from "./sink.ts";
import { stdoutSink } from "./stdout-sink.ts";

/** Where the output goes: the name in a directory is known only when the package is. */
export type Target =
  | { readonly kind: "stdout" }
  | { readonly kind: "file"; readonly directory: string; readonly name: string }
  | { readonly kind: "directory"; readonly directory: string };

/** What `--output` means: `-` is stdout, an existing directory takes a file named after the host. */
export function toTarget(text: string): Target {
  if (text === "-") return { kind: "stdout" };
  const path = resolve(text);
  if (isDirectory(path)) return { kind: "directory", directory: path };
  if (text.endsWith("/")) throw new Exit(EXIT.cantCreate, `--output: there is no directory ${text}`);
  return { kind: "file", directory: dirname(path), name: basename(path) };
}

/** Opens the output before anything is collected, so that what cannot be created is found out first. */
export async function openSink(target: Target, force: boolean, stdout: Output): Promise<Sink> {
  if (target.kind === "stdout") return stdoutSink(stdout);
  if (target.kind === "file") await checkTarget(join(target.directory, target.name), force);
  return fileSink(target.directory, force);
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // whatever is wrong with it shows when a file is made there
  }
}
