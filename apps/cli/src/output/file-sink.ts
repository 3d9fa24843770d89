import { randomBytes } from "node:crypto";
import { constants, rmSync } from "node:fs";
import { link, lstat, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { EXIT, Exit, reasonOf } from "../exit.ts";
import type { Sink } from "./sink.ts";

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Answers of file systems that know no hard links (FAT, exFAT, some network mounts). */
const NO_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];

/**
 * A file that appears whole or not at all, mode 0600: written under a passing name in its own directory, then given
 * its name, which never replaces another file unless `force` is set.
 */
export async function fileSink(directory: string, force: boolean): Promise<Sink> {
  const passing = join(directory, `.livetriage-${randomBytes(6).toString("hex")}.part`);
  const file = await open(passing, CREATE, 0o600).catch((error: unknown) => {
    throw new Exit(EXIT.cantCreate, `no file can be created in ${directory} (${reasonOf(error)})`);
  });
  const removeAtExit = (): void => rmSync(passing, { force: true });
  process.once("exit", removeAtExit); // a second Ctrl-C leaves at once
  const discard = async (): Promise<void> => {
    process.off("exit", removeAtExit);
    await file.close().catch(() => undefined);
    await rm(passing, { force: true }).catch(() => undefined);
  };
  const failWriting = async (error: unknown): Promise<never> => {
    await discard();
    throw new Exit(EXIT.ioErr, `no file can be written in ${directory} (${reasonOf(error)})`);
  };
  return {
    write: (bytes) => file.appendFile(bytes).catch(failWriting),
    async commit(name) {
      const path = join(directory, name);
      await file.sync().catch(failWriting);
      await file.close();
      process.off("exit", removeAtExit);
      await (force ? rename(passing, path) : moveWithoutReplacing(passing, path)).catch((error: unknown) => {
        throw new Exit(
          EXIT.cantCreate,
          `${path} cannot be made (${reasonOf(error)}); what was written is in ${passing}`,
        );
      });
      return path;
    },
    discard,
  };
}

/** Is there room for a file of this name? Asked before collecting. */
export async function checkTarget(path: string, force: boolean): Promise<void> {
  const stat = await lstat(path).catch(() => null);
  if (stat === null) return;
  if (!stat.isFile()) throw new Exit(EXIT.cantCreate, `--output: ${path} is not a regular file`);
  if (!force) throw new Exit(EXIT.cantCreate, `--output: ${path} exists; --force replaces it`);
}

/** Writes a small file that must not replace another one. */
export async function writeBeside(path: string, text: string, force: boolean): Promise<void> {
  const sink = await fileSink(dirname(path), force);
  await sink.write(Buffer.from(text));
  await sink.commit(basename(path));
}

async function moveWithoutReplacing(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
    await rm(from);
  } catch (error) {
    if (!NO_LINKS.includes(reasonOf(error))) throw error;
    const placeholder = await open(to, CREATE, 0o600); // fails when the name is taken
    await placeholder.close();
    await rename(from, to);
  }
}
