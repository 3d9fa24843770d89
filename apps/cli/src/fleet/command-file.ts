import { create } from "@bufbuild/protobuf";
import {
  type Command,
  CommandFileSchema,
  decodeCommand,
  decodeTextFile,
  encodeTextFile,
  type SignedDocument,
} from "@livetriage/proto-types";
import { readOperatorFile } from "../config/operator-file.ts";
import { EXIT, Exit } from "../exit.ts";
import { type Io, print } from "../io.ts";
import { writeBeside } from "../output/file-sink.ts";

/** The commands of one run with the signatures that they have so far. */
export interface CommandFile {
  readonly documents: readonly SignedDocument[];
  readonly commands: readonly Command[];
}

/** Writes the commands of a run, in the place of what the file held before, and prints its name. */
export async function writeCommandFile(path: string, documents: readonly SignedDocument[], io: Io): Promise<void> {
  const file = create(CommandFileSchema, { commands: [...documents] });
  await writeBeside(path, encodeTextFile(CommandFileSchema, file), true);
  await print(io, `${path}\n`);
}

/** Errors: one sentence, exit code 65, for a file that does not hold commands of one run. */
export async function readCommandFile(path: string, io: Io): Promise<CommandFile> {
  const decoded = decodeTextFile(CommandFileSchema, Buffer.from(await readOperatorFile(path, io)).toString("utf8"));
  if (!decoded.ok) throw new Exit(EXIT.dataErr, `${path}: ${decoded.problem}`);
  const documents = decoded.value.commands;
  const commands = documents.map(({ payload }) => {
    const command = decodeCommand(payload);
    if (!command.ok) throw new Exit(EXIT.dataErr, `${path}: ${command.problem}`);
    return command.value;
  });
  return { documents, commands };
}
