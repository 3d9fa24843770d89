export * from "./device.ts";
export * from "./key-value.ts";
export * from "./lines.ts";
export * from "./lossless.ts";
export * from "./numbers.ts";
export * from "./octal.ts";
export * from "./redact-argv.ts";
export * from "./time.ts";
