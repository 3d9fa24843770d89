/** What storage does with files: they only grow, and go as a whole. Names are relative to one directory. */
export interface Disk {
  /** Names in a folder, sorted; empty when there is none. */
  list(folder: string): Promise<string[]>;
  /** A new file whose name is durable; folders are made as needed. */
  create(name: string): Promise<DiskFile>;
  /** What the file has from a place on, as much as a buffer holds: the part of it that was filled. */
  read(name: string, position: number, into: Buffer): Promise<Buffer>;
  /** Makes durable what a process before this one wrote. */
  sync(name: string): Promise<void>;
  /** Cut a file to a length that it had. */
  truncate(name: string, length: number): Promise<void>;
  remove(name: string): Promise<void>;
}

/** A file that is being written. */
export interface DiskFile {
  append(parts: readonly Uint8Array[]): Promise<void>;
  /** Fulfilled when all that was appended survives power loss. */
  sync(): Promise<void>;
  close(): Promise<void>;
}
