export * from "./decode.ts";
export * from "./gen/triage/channel/v1/command_pb.ts";
export * from "./gen/triage/channel/v1/enrollment_pb.ts";
export * from "./gen/triage/channel/v1/operator_pb.ts";
export * from "./gen/triage/channel/v1/package_pb.ts";
export * from "./gen/triage/channel/v1/session_pb.ts";
export * from "./limits.ts";
export * from "./pre-authentication-encoding.ts";
