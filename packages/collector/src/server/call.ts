import type { HandlerContext } from "@connectrpc/connect";

/** What is known of a call beside its messages. */
export type Call = Pick<HandlerContext, "service" | "method" | "values" | "signal">;
