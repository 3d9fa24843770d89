import { readRecipients } from "../config/recipients.ts";
import type { Output } from "../io.ts";
import { type Seal, sealTo } from "./seal.ts";
import type { Sink } from "./sink.ts";
import { openSink, type Target } from "./target.ts";

/** Where the bytes of one collection go, and what encrypts them on the way. */
export interface Destination {
  readonly sink: Sink;
  readonly seal: Seal | null;
}

/** Opens the output, after everything that the command line may have got wrong was found out. */
export async function openDestination(
  { target, force }: { readonly target: Target; readonly force: boolean },
  keyFiles: readonly string[],
  stdout: Output,
): Promise<Destination> {
  const seal = keyFiles.length === 0 ? null : await sealTo(await readRecipients(keyFiles));
  return { sink: await openSink(target, force, stdout), seal };
}
