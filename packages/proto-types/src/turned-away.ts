/** Who listens there closed the connection before TLS was up: a Collector that lets in no more just now. */
export class TurnedAway extends Error {
  constructor(cause: Error) {
    super("turned away before TLS", { cause });
  }
}

/** Was this, or what it came from, being turned away? */
export function wasTurnedAway(error: unknown): boolean {
  return error instanceof TurnedAway || (error instanceof Error && wasTurnedAway(error.cause));
}
