import { create, type DescField, type DescMessage, type Message, ScalarType } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { file_triage_channel_v1_command } from "../src/gen/triage/channel/v1/command_pb.ts";
import { file_triage_channel_v1_enrollment } from "../src/gen/triage/channel/v1/enrollment_pb.ts";
import { file_triage_channel_v1_files } from "../src/gen/triage/channel/v1/files_pb.ts";
import { file_triage_channel_v1_operator } from "../src/gen/triage/channel/v1/operator_pb.ts";
import { file_triage_channel_v1_package } from "../src/gen/triage/channel/v1/package_pb.ts";
import { file_triage_channel_v1_session } from "../src/gen/triage/channel/v1/session_pb.ts";

/** Every message of the channel. */
export const WIRE_MESSAGES: readonly DescMessage[] = [
  file_triage_channel_v1_command,
  file_triage_channel_v1_enrollment,
  file_triage_channel_v1_files,
  file_triage_channel_v1_operator,
  file_triage_channel_v1_package,
  file_triage_channel_v1_session,
].flatMap(({ messages }) => messages);

/** Messages with every field set, each to another value; one for each field of a oneof. */
export function filledMessages(schema: DescMessage): Message[] {
  const plain = schema.fields.filter(({ oneof }) => oneof === undefined);
  const alternatives = schema.oneofs.flatMap(({ fields }) => fields);
  if (alternatives.length === 0) return [filled(schema, plain)];
  return alternatives.map((field) => filled(schema, [...plain, field]));
}

function filled(schema: DescMessage, fields: readonly DescField[]): Message {
  const message = create(schema);
  const fill = reflect(schema, message);
  for (const field of fields) {
    if (field.fieldKind === "list") fill.get(field).add(valueOf(field));
    else fill.set(field, valueOf(field));
  }
  return message;
}

function valueOf(field: DescField): unknown {
  if (field.enum !== undefined) return field.enum.values.at(-1)?.number;
  if (field.message !== undefined) return reflect(field.message, filledMessages(field.message)[0]);
  switch (field.scalar) {
    case ScalarType.STRING:
      return `${field.name} é`;
    case ScalarType.BYTES:
      return Uint8Array.from({ length: 16 }, (_, index) => field.number * 16 + index);
    case ScalarType.UINT64:
      return 2n ** 53n + BigInt(field.number);
    case ScalarType.UINT32:
      return 2 ** 31 + field.number;
    case ScalarType.BOOL:
      return true;
    default:
      throw new Error(`${field.name} is of a type that the channel has not had before`);
  }
}
