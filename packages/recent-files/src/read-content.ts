import type { HostError, HostReader, OwnerTable } from "@livetriage/triage-core";
import { decodeLossless, type LosslessString } from "@livetriage/triage-core/text";
import { isEmptyOf } from "./content-budget.ts";
import { type Kind, MAGIC_BYTES, parseInterpreter, parseMagic } from "./parse/magic.ts";
import type { Looked } from "./read-details.ts";

/** What the content of a kept file tells. Null is unknown, or none. */
export interface Content {
  readonly kind: Kind | null;
  readonly interpreter: LosslessString | null;
  readonly sha256: string | null;
}

const UNREAD: Content = { kind: null, interpreter: null, sha256: null };
const EMPTY: Content = {
  ...UNREAD,
  kind: "empty",
  sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
};

/** The content of a regular file, of this one only: what was swapped in since its lstat is another one. */
export async function readContent(
  host: HostReader,
  { candidate, stat }: Looked,
  contents: Pick<OwnerTable, "sha256" | "heads">,
  errors: HostError[],
): Promise<Content> {
  if (stat?.type !== "file") return UNREAD;
  if (isEmptyOf(candidate, stat)) return EMPTY;
  const { path } = candidate;
  const sha256 = contents.sha256.get(path) ?? null;
  const head = contents.heads.get(path);
  if (head !== undefined) return { ...contentOf(head), sha256 };
  const { dev, ino } = stat;
  const read = await host.readFile(path, { maxBytes: MAGIC_BYTES, expect: { dev, ino } });
  if (read.ok) return { ...contentOf(read.value.bytes), sha256 };
  errors.push(read.error);
  return UNREAD;
}

function contentOf(head: Uint8Array): Pick<Content, "kind" | "interpreter"> {
  const interpreter = parseInterpreter(head);
  return { kind: parseMagic(head), interpreter: interpreter === null ? null : decodeLossless(interpreter) };
}
