import { type DescMessage, fromBinary, type MessageShape } from "@bufbuild/protobuf";
import {
  type Command,
  CommandSchema,
  type KeyPolicy,
  KeyPolicySchema,
  type SignedDocument,
  SignedDocumentSchema,
} from "./gen/triage/channel/v1/command_pb.ts";
import { type Manifest, ManifestSchema } from "./gen/triage/channel/v1/package_pb.ts";
import { checkCommand, checkManifest, checkPolicy, checkSignedDocument, MAX_MESSAGE_BYTES } from "./limits.ts";

/** A message, or one sentence that says why these bytes are none. */
export type Decoded<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** Decode a signed document; its signatures are not verified here. */
export function decodeSignedDocument(bytes: Uint8Array): Decoded<SignedDocument> {
  return decode(SignedDocumentSchema, bytes, checkSignedDocument);
}

/** Decode the payload of a signed command. */
export function decodeCommand(bytes: Uint8Array): Decoded<Command> {
  return decode(CommandSchema, bytes, checkCommand);
}

/** Decode the payload of a signed key policy. */
export function decodeKeyPolicy(bytes: Uint8Array): Decoded<KeyPolicy> {
  return decode(KeyPolicySchema, bytes, checkPolicy);
}

/** Decode the payload of a signed manifest. */
export function decodeManifest(bytes: Uint8Array): Decoded<Manifest> {
  return decode(ManifestSchema, bytes, checkManifest);
}

function decode<D extends DescMessage>(
  schema: D,
  bytes: Uint8Array,
  check: (message: MessageShape<D>) => string[],
): Decoded<MessageShape<D>> {
  if (bytes.length > MAX_MESSAGE_BYTES) return { ok: false, problem: "the message is larger than 1 MiB" };
  try {
    const value = fromBinary(schema, bytes);
    const [problem] = check(value);
    return problem === undefined ? { ok: true, value } : { ok: false, problem };
  } catch (error) {
    return {
      ok: false,
      problem: `not a ${schema.typeName}: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}
