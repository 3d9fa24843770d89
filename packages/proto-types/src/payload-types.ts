/** What a signed document can be: the media type is part of what is signed. */
export const PAYLOAD_TYPES = {
  command: "application/vnd.livetriage.command.v1",
  keyPolicy: "application/vnd.livetriage.key-policy.v1",
  manifest: "application/vnd.livetriage.manifest.v1",
  hostKey: "application/vnd.livetriage.host-key.v1",
} as const;
