import type { FileStat, FileType, SkipReason } from "../../contract/host-reader.ts";
import { encodeLossless, type LosslessString } from "../../text/lossless.ts";

/** Content of a file: text (a lossless string) or bytes. */
export type MemContent = LosslessString | Uint8Array;

/** What stands at one path of a memory host; the fields of `FileStat` override what would be made up. */
export interface MemNode extends Partial<Omit<FileStat, "type">> {
  /** A list answers each read with the next content, the last one for ever: a file that changes under the reader. */
  readonly content?: MemContent | readonly MemContent[] | (() => MemContent);
  /**
   * Target of a symbolic link. A link that also has `content` or children is one of the kernel's own (`/proc/PID/exe`,
   * `/proc/PID/root`): reading through it gets these, and the overrides describe the object behind it.
   */
  readonly link?: LosslessString;
  readonly type?: FileType;
  /** Opening, reading or listing it, and passing through it, answers this. */
  readonly errno?: string;
  /** With `errno: "SKIPPED"`. */
  readonly why?: SkipReason;
  /** lstat of it answers this. */
  readonly statErrno?: string;
  /** No read of it comes back: every ask answers `BLOCKED`, at once. */
  readonly hang?: boolean;
  /** Left out of listings; found only by who knows its name. */
  readonly hidden?: boolean;
}

/** A path's content in short, or the whole node. */
export type MemEntry = MemContent | readonly MemContent[] | (() => MemContent) | MemNode;

/** Absolute paths (lossless strings) and what stands there; directories are implied by their children. */
export type MemEntries = Readonly<Record<LosslessString, MemEntry>>;

/** The whole node of an entry. */
export function toMemNode(entry: MemEntry): MemNode {
  const short = typeof entry === "string" || typeof entry === "function" || entry instanceof Uint8Array;
  return short || Array.isArray(entry) ? { content: entry as MemContent } : (entry as MemNode);
}

/** The content that the given read (counted from 0) sees. */
export function contentAt(content: MemNode["content"], read: number): Uint8Array {
  if (content === undefined) return new Uint8Array();
  if (typeof content === "string") return encodeLossless(content);
  if (content instanceof Uint8Array) return content;
  if (typeof content === "function") return contentAt(content(), 0);
  return contentAt(content[Math.min(read, content.length - 1)], 0);
}
