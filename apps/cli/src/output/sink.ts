/** Where a package goes, byte by byte. */
export interface Sink {
  /** Rejects with exit code 74 when the bytes cannot be written. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends the output and gives it its name; returns what it is called. A sink that is a stream has no name to give. */
  commit(name: string): Promise<string>;
  /** Leaves nothing behind. */
  discard(): Promise<void>;
}
