import { join } from "node:path";
import { EXIT, Exit } from "../exit.ts";
import { checkTarget, writeBeside } from "./file-sink.ts";
import { makeDirectory } from "./folder.ts";

/** Writes files of mode 0600 into a directory of mode 0700, none of which may be there already. */
export async function writeKeyFiles(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  await makeDirectory(directory);
  const paths = Object.entries(files).map(([name, text]): [string, string] => [join(directory, name), text]);
  for (const [path] of paths) await checkNew(path);
  for (const [path, text] of paths) await writeBeside(path, text, false);
}

async function checkNew(path: string): Promise<void> {
  await checkTarget(path, false).catch(() => {
    throw new Exit(EXIT.cantCreate, `${path} exists, and is not replaced`);
  });
}
