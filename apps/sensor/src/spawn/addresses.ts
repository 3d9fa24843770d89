import { lookup as ask, type LookupAddress, type LookupOptions } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { type KnownAddresses, readAddresses, writeAddresses } from "../config/address-file.ts";
import { wait } from "../wait.ts";

/** A resolver that takes longer is not waited for. */
const RESOLVER_MS = 5_000;

/** Addresses of one name that are kept. */
const MOST = 8;

/** Asks the system's resolver; empty when it knows nothing or fails. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/**
 * Addresses of names: asked anew for every connection, and behind them those that led there before, for a host that was
 * cut off from its resolver, or whose resolver lies. Who answers there is for TLS to tell.
 */
export class Addresses {
  readonly #stateDir: string;
  readonly #resolve: Resolve;
  readonly #patienceMs: number;
  #known: KnownAddresses;
  readonly #asked = new Map<string, Promise<readonly string[]>>();
  readonly #fresh = new Map<string, readonly string[]>();

  constructor(stateDir: string, resolve: Resolve = askSystem, patienceMs = RESOLVER_MS) {
    this.#stateDir = stateDir;
    this.#known = readAddresses(stateDir);
    this.#resolve = resolve;
    this.#patienceMs = patienceMs;
  }

  /** For `net.connect`. */
  readonly lookup: LookupFunction = (name, options, callback) => void this.#answer(name, options, callback);

  /** All addresses that are known now, the freshest first. */
  async find(name: string): Promise<string[]> {
    const fresh = await Promise.race([this.#ask(name), wait(this.#patienceMs).then(() => [])]);
    this.#fresh.set(name, fresh);
    return [...new Set([...fresh, ...(this.#known[name] ?? [])])];
  }

  /** An address led where it should: it is kept, with the others that the name had then. */
  async keep(name: string, address: string | null): Promise<void> {
    if (address === null || isIP(name) !== 0) return;
    const fresh = this.#fresh.get(name) ?? [];
    if (!fresh.includes(address)) return; // an old one, or none of this name
    const good = [address, ...fresh.filter((other) => other !== address)].slice(0, MOST);
    if (good.toSorted().join() === this.#known[name]?.toSorted().join()) return;
    this.#known = { ...this.#known, [name]: good };
    await writeAddresses(this.#stateDir, this.#known).catch(() => undefined); // on a full disk a restart forgets it
  }

  async #answer(name: string, { family, all }: LookupOptions, callback: Parameters<LookupFunction>[2]): Promise<void> {
    const found = await this.find(name);
    const wanted = found.map((address) => ({ address, family: isIP(address) })).filter(isOf(family));
    const [first] = wanted;
    if (first === undefined)
      callback(Object.assign(new Error(`no address of ${name} is known`), { code: "ENOTFOUND" }), "");
    else if (all === true) callback(null, wanted);
    else callback(null, first.address, first.family);
  }

  /** One question at a time: those that are not answered hold the threads that files are written with. */
  #ask(name: string): Promise<readonly string[]> {
    const asked = this.#asked.get(name) ?? this.#resolve(name).finally(() => this.#asked.delete(name));
    this.#asked.set(name, asked);
    return asked;
  }
}

function isOf(family: unknown): (one: LookupAddress) => boolean {
  return family === 4 || family === 6 ? (one) => one.family === family : () => true;
}

function askSystem(name: string): Promise<readonly string[]> {
  return new Promise((resolve) => {
    ask(name, { all: true }, (error, found) => resolve(error ? [] : found.map(({ address }) => address)));
  });
}
