export * from "./lossless.ts";
