import { checkKeyPolicy, type Decoded, type KeyPolicy } from "@livetriage/proto-types";
import { planCollection } from "@livetriage/triage-core";
import { describeTool, type LiveHostOptions, versionText } from "@livetriage/triage-core/host";
import { parseCommandLine } from "../commands/parse-command-line.ts";
import { helpText } from "../commands/table.ts";
import { readIdentity, readPolicy } from "../config/identity-files.ts";
import { whyDisabled } from "../config/kill-switch.ts";
import { NewestPolicy } from "../config/newest-policy.ts";
import { readConfig } from "../config/read-config.ts";
import { DEFAULT_CONFIG } from "../config/sensor-config.ts";
import { readTrust, type Trust } from "../config/trust.ts";
import { EXIT, Exit, reasonOf } from "../exit.ts";
import { PeerSocket } from "../spawn/peer-socket.ts";
import { SELF } from "../version.ts";
import { MAX_REQUEST_BYTES, parseRequest } from "../wire/request.ts";
import { aboutMe } from "./about.ts";
import { collect } from "./collect.ts";
import { knownCaps } from "./known-caps.ts";
import { knownPhases } from "./known-phases.ts";
import { registry } from "./registry.ts";

const OPTIONS = {
  config: { type: "string", default: DEFAULT_CONFIG },
  form: { type: "string", default: "unknown" },
  help: { type: "boolean", short: "h", default: false },
  version: { type: "boolean", default: false },
} as const;

type Flags = ReturnType<typeof parseCommandLine<typeof OPTIONS>>["values"];

/** Serves the one connection that is this process's standard input and output. */
async function serveConnection({ form, config: file }: Flags, earlyReader: LiveHostOptions["early"]): Promise<void> {
  const peer = new PeerSocket();
  const line = await peer.firstLine(MAX_REQUEST_BYTES);
  const request = line === null ? null : parseRequest(line);
  if (request === null) return peer.close();
  if ("about" in request) await peer.answer({ kind: "about", about: aboutMe(form) });
  else {
    const { config } = readConfig(file);
    const trust = readTrust(config.trust_file);
    const { state_dir } = config;
    const policy = await policyInForce(trust, state_dir, request.now_ms);
    stopWriting();
    const facts = { trust, identity: readIdentity(state_dir, trust), policy, disabled: whyDisabled(config) };
    await collect(peer, request, config, facts, earlyReader);
  }
  peer.close();
}

/** The key policy that the network side follows, if it is none of before those that were followed here. */
async function policyInForce(
  { rootKey, fleetId }: Trust,
  stateDir: string,
  nowMs: number,
): Promise<Decoded<KeyPolicy>> {
  const { STATE_DIRECTORY: own } = process.env;
  if (own === undefined) throw new Exit(EXIT.config, "STATE_DIRECTORY must say what the collecting side may write");
  const newest = new NewestPolicy(own, rootKey);
  const policy = checkKeyPolicy(readPolicy(stateDir), { rootKey, fleetId, version: newest.version, nowMs });
  if (policy.ok) await newest.remember(policy.value.version).catch(tellUnwritten);
  return policy;
}

/** A host whose disk takes nothing is collected all the same. */
function tellUnwritten(error: unknown): void {
  process.stderr.write(
    `livetriage-sensor: that this key policy is in force cannot be written down: ${reasonOf(error)}\n`,
  );
}

/** From here on the host is read, and nothing is written. */
function stopWriting(): void {
  const permission = process.permission as unknown as { drop(right: string): void } | undefined;
  permission?.drop("fs.write");
}

/** Says what is wrong with a configuration, all of it. */
function checkConfig(file: string): void {
  const { config, warnings } = readConfig(file);
  const known = knownPhases(config);
  if (!known.ok) throw new Exit(EXIT.config, `${file}: ${known.problem}`);
  const { caps, unknown } = knownCaps(known.registry, config.caps);
  const odd = unknown.map((name) => `${file}: caps.${name}: unknown key`);
  for (const warning of [...warnings, ...odd]) process.stderr.write(`${warning}\n`);
  const plan = planCollection(known.registry, { caps });
  if (!plan.ok) throw new Exit(EXIT.config, `${file}: caps: ${plan.problem}`);
  process.stdout.write(`${file}: ok\n`);
}

async function main(earlyReader: LiveHostOptions["early"]): Promise<void> {
  const { values, positionals } = parseCommandLine(process.argv.slice(2), OPTIONS);
  const end = () => process.exit(EXIT.ok); // a reader that was begun early must not keep us
  if (values.help) process.stdout.write(helpText(), end);
  else if (values.version) process.stdout.write(versionText(describeTool(SELF, registry)), end);
  else if (positionals[0] === "check-config") checkConfig(values.config);
  else await serveConnection(values, earlyReader);
}

/** The whole collecting side, on this process. */
export function runProgram(earlyReader: LiveHostOptions["early"]): void {
  main(earlyReader).catch((error: unknown) => {
    process.stderr.write(`livetriage-sensor: ${error instanceof Exit ? error.message : reasonOf(error)}\n`);
    process.exit(error instanceof Exit ? error.code : EXIT.software);
  });
}
