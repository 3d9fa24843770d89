import { type DescMessage, fromJsonString, isFieldSet, type MessageShape, toJsonString } from "@bufbuild/protobuf";
import type { Decoded } from "./decode.ts";

/** The text of one of the files in `files.proto`. */
export function encodeTextFile<D extends DescMessage>(schema: D, message: MessageShape<D>): string {
  return `${toJsonString(schema, message, { useProtoFieldName: true, prettySpaces: 2 })}\n`;
}

/** What such a text holds: every field of the message is there, unknown ones are let go. */
export function decodeTextFile<D extends DescMessage>(schema: D, text: string): Decoded<MessageShape<D>> {
  try {
    const value = fromJsonString(schema, text, { ignoreUnknownFields: true });
    const missing = schema.fields.find((field) => !isFieldSet(value, field));
    return missing === undefined ? { ok: true, value } : { ok: false, problem: `${missing.name} is missing` };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}
