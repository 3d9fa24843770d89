import { expect, test } from "vitest";
import { parseAuxv } from "../src/head/parse/auxv.ts";
import { parseInstanceData, parseResultJson } from "../src/head/parse/cloud-init.ts";
import { parseElfIdentity } from "../src/head/parse/elf.ts";
import { parseFibTrie } from "../src/head/parse/fib-trie.ts";
import { parseGroup } from "../src/head/parse/group.ts";
import { parseIfInet6 } from "../src/head/parse/if-inet6.ts";
import { parseIpv6Route } from "../src/head/parse/ipv6-route.ts";
import { parseThreadsTotal } from "../src/head/parse/loadavg.ts";
import { parseLogindSession } from "../src/head/parse/logind-session.ts";
import { parseMountinfo } from "../src/head/parse/mountinfo.ts";
import { parseOsRelease } from "../src/head/parse/os-release.ts";
import { parseOwnStatus } from "../src/head/parse/own-status.ts";
import { parsePasswd } from "../src/head/parse/passwd.ts";
import { parseBtime } from "../src/head/parse/proc-stat.ts";
import { parseResolvConf } from "../src/head/parse/resolv-conf.ts";
import { parseRoute } from "../src/head/parse/route.ts";
import { parseSelectedOption } from "../src/head/parse/selected-option.ts";
import { parseUptime } from "../src/head/parse/uptime.ts";
import { parseUtmp } from "../src/head/parse/utmp.ts";
import { parseComplaint } from "../src/host/find-complaint.ts";
import { FindRecords } from "../src/host/find-records.ts";
import { parseLook } from "../src/host/reader-look.ts";
import { ByteReader } from "../src/reader/byte-reader.ts";
import { FrameSplitter } from "../src/reader/frames.ts";
import { readLimitsFrame } from "../src/reader/limits.ts";
import { parseMounts } from "../src/reader/mount-table.ts";
import { processImage } from "../src/reader/process-stat.ts";
import { readEntries, readFault, readHash, readLinks, readSetValue, readStat } from "../src/reader/protocol-answer.ts";
import { decodeOrder, encodeOrders } from "../src/reader/protocol-order.ts";
import { parseWord } from "../src/reader/register.ts";
import { parseDockerConfig, parseOciConfig, parseStorageList } from "../src/tables/containers/container-config.ts";
import { parseApkInstalled } from "../src/tables/parse/apk-installed.ts";
import { parseDigestLines } from "../src/tables/parse/digest-lines.ts";
import { parseDiversions } from "../src/tables/parse/dpkg-diversions.ts";
import { parseConffiles } from "../src/tables/parse/dpkg-status.ts";
import { parseMtree, parsePacmanFiles } from "../src/tables/parse/pacman-local.ts";
import { parseRpmHeader } from "../src/tables/parse/rpm-header.ts";
import { parseRpmScripts } from "../src/tables/parse/rpm-scripts.ts";
import { decodeRecord } from "../src/tables/parse/sqlite-record.ts";
import { readSqliteTable } from "../src/tables/parse/sqlite-table.ts";
import { parseStatIdentity } from "../src/tables/parse/stat.ts";
import { FUZZ_RUNS, type FuzzTarget, fuzz, fuzzSeeds, parsersIn } from "../src/testing/fuzz.ts";
import { parseCgroup } from "../src/text/cgroup.ts";
import { containerOf } from "../src/text/container-path.ts";
import { decodeLossless, encodeLossless, toText } from "../src/text/lossless.ts";
import { parseDecimal } from "../src/text/numbers.ts";
import { redactArgv, redactText } from "../src/text/redact/redact.ts";
import { parseDuration, parseRfc3339 } from "../src/text/time.ts";

/** What the other end of the pipe cannot have meant is a `RangeError`, and nothing else. */
function orRangeError(read: (from: ByteReader) => unknown): FuzzTarget {
  return (bytes) => {
    try {
      read(new ByteReader(Buffer.from(bytes)));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  };
}

const asText =
  (parse: (text: string) => unknown): FuzzTarget =>
  (_bytes, text) =>
    parse(text);

/** A stream that is cut anywhere makes the same frames. */
const splitFrames: FuzzTarget = (bytes) =>
  orRangeError(() => {
    const chunk = Buffer.from(bytes);
    const cut = (chunk.at(0) ?? 0) % (chunk.length + 1);
    const splitter = new FrameSplitter();
    const frames = [...splitter.push(chunk.subarray(0, cut)), ...splitter.push(chunk.subarray(cut))];
    encodeOrders(frames.map(decodeOrder));
  })(bytes, "");

/** An order of any kind with any body. */
const decodeOrders: FuzzTarget = (bytes) =>
  orRangeError((body) => encodeOrders([decodeOrder({ kind: body.u8() % 5, seq: 1, body })]))(bytes, "");

const sets = [
  { file: "a", maxBytes: 1 },
  { link: "b" },
  { stat: "c" },
  { links: "d", maxEntries: 1 },
  { hash: "e", maxBytes: 1 },
] as const;

const loselessly: FuzzTarget = (bytes) => {
  const text = decodeLossless(bytes);
  if (!Buffer.from(encodeLossless(text)).equals(Buffer.from(bytes))) throw new Error("other bytes came back");
  if (!toText(text).text.isWellFormed()) throw new Error("not Unicode");
};

const cutFind: FuzzTarget = (bytes) => {
  const records = new FindRecords();
  const chunk = Buffer.from(bytes);
  return [records.push(chunk.subarray(0, chunk.length >> 1)), records.push(chunk.subarray(chunk.length >> 1))];
};

const redact: FuzzTarget = (_bytes, text) => {
  const same = (secret: string) => secret;
  if (redactText(text, same).text !== text) throw new Error("changed what is no secret");
  const words = text.split(/[\0 ]/);
  if (redactArgv(words, () => "x").argv.length !== words.length) throw new Error("lost an argument");
};

const TARGETS: Readonly<Record<string, FuzzTarget>> = {
  parseAuxv,
  parseInstanceData: asText(parseInstanceData),
  parseResultJson: asText(parseResultJson),
  parseElfIdentity,
  parseFibTrie: asText(parseFibTrie),
  parseGroup: asText(parseGroup),
  parseIfInet6: asText(parseIfInet6),
  parseIpv6Route: asText(parseIpv6Route),
  parseThreadsTotal: asText(parseThreadsTotal),
  parseLogindSession: asText(parseLogindSession),
  parseMountinfo: asText(parseMountinfo),
  parseOsRelease: asText(parseOsRelease),
  parseOwnStatus: asText(parseOwnStatus),
  parsePasswd: asText(parsePasswd),
  parseBtime: asText(parseBtime),
  parseResolvConf: asText(parseResolvConf),
  parseRoute: asText(parseRoute),
  parseSelectedOption: asText(parseSelectedOption),
  parseUptime: asText(parseUptime),
  parseUtmp: (bytes) => [true, false].map((littleEndian) => parseUtmp(bytes, littleEndian)),
  parseComplaint: asText(parseComplaint),
  parseLook: asText(parseLook),
  parseWord: asText(parseWord),
  cutFind,
  splitFrames,
  decodeOrders,
  readLimitsFrame: orRangeError(readLimitsFrame),
  readFault: orRangeError((from) => readFault(from, "/x")),
  readStat: orRangeError(readStat),
  readHash: orRangeError(readHash),
  readLinks: orRangeError(readLinks),
  readEntries: orRangeError(readEntries),
  readSetValue: orRangeError((from) => readSetValue(from, "/x", sets)),
  parseMounts,
  processImage: (bytes) => processImage(bytes, bytes.length),
  parseOciConfig: asText(parseOciConfig),
  parseDockerConfig: asText((text) => parseDockerConfig(text, text)),
  parseStorageList: asText((text) => parseStorageList(text, "a")),
  parseApkInstalled: asText(parseApkInstalled),
  parseDigestLines: asText(parseDigestLines),
  parseDiversions: asText(parseDiversions),
  parseConffiles: asText(parseConffiles),
  parsePacmanFiles: asText(parsePacmanFiles),
  parseMtree: asText(parseMtree),
  parseRpmHeader,
  parseRpmScripts: (bytes) => parseRpmScripts(bytes)?.built(),
  decodeRecord,
  readSqliteTable: (bytes) => [...(readSqliteTable(bytes, "Packages") ?? [])],
  parseStatIdentity,
  parseCgroup: asText(parseCgroup),
  containerOf: asText(containerOf),
  loselessly,
  parseDecimal: asText(parseDecimal),
  parseDuration: asText(parseDuration),
  parseRfc3339: asText(parseRfc3339),
  redact,
};

const HOSTS = new URL("../../../fixtures/hosts/", import.meta.url);
const seeds = fuzzSeeds(HOSTS);

test("every parser has its row", () => {
  const folders = ["head/parse", "tables/parse", "tables/containers", "reader", "host", "text"];
  const known = folders.flatMap((folder) => parsersIn(new URL(`../src/${folder}/`, import.meta.url)));
  const whole = ["parseRecording", "parseJsonObject"]; // our own file; part of the ones above
  expect([...Object.keys(TARGETS), ...whole]).toEqual(expect.arrayContaining(known));
});

test.each(Object.entries(TARGETS))("%s takes anything", { timeout: 10_800_000 }, (_name, target) => {
  expect(fuzz(target, seeds, FUZZ_RUNS)).toBeNull();
});
