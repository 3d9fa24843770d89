import { TargetState, type WatchRunResponse } from "@livetriage/proto-types";
import { hasColour, type Io, isDumb, type Output } from "../io.ts";
import { fit } from "../terminal/fit.ts";
import { layoutTable, type Table } from "../terminal/layout.ts";
import { printable } from "../terminal/printable.ts";
import { styleFor } from "../terminal/style.ts";
import { bytes, counted } from "../views/units.ts";
import { momentText, stateWord } from "./words.ts";

/** Where one host of a run stands. */
export type Standing = Pick<WatchRunResponse, "sensorId" | "state" | "reason" | "attempt" | "sealedBytes" | "atMs">;

/** Shows a run to whoever waits for it. */
export interface RunView {
  /** One host has moved; `all` is where every host stands now. */
  moved(standing: Standing, all: readonly Standing[]): Promise<void>;
  /** What keeps hosts from beginning, `-` for nothing. */
  held(why: string, all: readonly Standing[]): Promise<void>;
}

/** Hosts that a live table shows at a time. */
const MOST_ROWS = 20;

const ENDED = new Set([
  TargetState.DONE,
  TargetState.REFUSED,
  TargetState.EXPIRED,
  TargetState.LOST,
  TargetState.CANCELLED,
]);

/** A table that is drawn anew on a terminal, a line for each change anywhere else. */
export function runView(output: Output, hostOf: (sensorId: string) => string, io: Io): RunView {
  if (!output.terminal || isDumb(io)) {
    return lineView(output, hostOf);
  }
  const style = styleFor(hasColour(io));
  const layout = { width: (output.columns ?? 80) - 1, style };
  let drawn = 0;
  let why = "-";
  const draw = async (all: readonly Standing[]): Promise<void> => {
    const held = why === "-" ? [] : [fit(`held: ${printable(why)}`, layout.width)];
    const lines = [...layoutTable(toTable(all, hostOf), MOST_ROWS, layout), ...held];
    await output.write(`${drawn === 0 ? "" : `\u001b[${drawn}A\r\u001b[J`}${lines.join("\n")}\n`);
    drawn = lines.length;
  };
  return {
    moved: (_, all) => draw(all),
    async held(now, all) {
      why = now;
      if (all.length > 0) await draw(all);
    },
  };
}

function lineView(output: Output, hostOf: NameOf): RunView {
  let last = "-";
  return {
    moved: (standing) => output.write(`${changeLine(standing, hostOf)}\n`),
    async held(why) {
      if (why !== last) await output.write(why === "-" ? "goes on\n" : `held: ${printable(why)}\n`);
      last = why;
    },
  };
}

function changeLine({ sensorId, state, reason, attempt, sealedBytes, atMs }: Standing, hostOf: NameOf): string {
  const which = attempt > 1 ? ` attempt ${attempt}` : "";
  const size = sealedBytes > 0n ? ` ${bytes(Number(sealedBytes))}` : "";
  return `${momentText(atMs)}  ${printable(hostOf(sensorId))}  ${stateWord(state, reason)}${which}${size}`;
}

type NameOf = (sensorId: string) => string;

/** The hosts that still have something to do come first. */
function toTable(all: readonly Standing[], hostOf: NameOf): Table {
  const rows = all
    .toSorted((a, b) => Number(ENDED.has(a.state)) - Number(ENDED.has(b.state)))
    .map(({ sensorId, state, reason, attempt, sealedBytes, atMs }) => [
      hostOf(sensorId),
      stateWord(state, reason),
      `${attempt || "-"}`,
      bytes(Number(sealedBytes)),
      momentText(atMs),
    ]);
  const columns = ["host", "state", "attempt", "sealed", "since"].map((title) => ({ title }));
  return { title: summaryOf(all), uncounted: true, columns, rows, more: "livetriage fleet watch in a pipe" };
}

/** `3 hosts: 2 done, 1 running` */
function summaryOf(all: readonly Standing[]): string {
  const states = Map.groupBy(all, ({ state }) => state);
  const parts = [...states].map(([state, { length }]) => `${length} ${stateWord(state)}`);
  return `${counted(all.length, "hosts")}: ${parts.join(", ")}`;
}
