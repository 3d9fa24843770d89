/** Documents of one host, compared item by item. */
export interface Document {
  readonly vantage: { readonly host_root?: string };
  readonly phases: Readonly<Record<string, { readonly status: string; readonly items: readonly Item[] } | undefined>>;
}

type Item = Readonly<Record<string, unknown>>;

/** A comparison in words, and whether the documents are the same as far as they can be. */
interface Compared {
  readonly text: string;
  readonly held: boolean;
}

/** What of an item says which it is and stays from one look to the next. */
const IDENTITIES: Readonly<Record<string, (item: Item) => unknown>> = {
  persistence: (item) => Object.entries(columnsOf(item)).filter(([column]) => !OF_CONTENT.has(column)),
  "proc-tree": ({ pid, start_ticks, exe }) => [pid, start_ticks, exe],
  "net-conns": ({ protocol, state, local_address, local_port }) =>
    state === "LISTEN" ? [protocol, local_address, local_port] : null,
};

/** What is known of a file by hashing it or a packaged template of it. */
const OF_CONTENT = new Set([
  "sha256",
  "provenance",
  "rule",
  "rule_checked",
  "excerpt",
  "target.sha256",
  "target.provenance",
]);

/** What ran during one of the looks only: the command itself, what collects, and the kernel's workers. */
const isPassing = (item: Item): boolean =>
  /livetriage|sleep|^null kworker/.test(`${String(item["exe"])} ${String(item["comm"])}`);

/** Are the items of the sensor's package those of the command, but for what hashing tells? */
export function sameItems(sensor: Document, command: Document): Compared {
  const told = Object.entries(IDENTITIES).map(([phase, identity]) => {
    const [ours, theirs] = [sensor, command].map(({ phases }) => {
      const items = (phases[phase]?.items ?? []).filter((item) => phase === "persistence" || !isPassing(item));
      return new Set(items.map((item) => JSON.stringify(identity(item))));
    }) as [Set<string>, Set<string>];
    const shared = [...ours].filter((one) => theirs.has(one)).length;
    return { phase, count: ours.size, other: ours.size + theirs.size - 2 * shared };
  });
  const text = told
    .map(({ phase, count, other }) => `${phase} ${count}${other === 0 ? "" : `, ${other} differ`}`)
    .join("; ");
  return { text, held: told.every(({ count, other }) => count > 0 && other === 0) };
}

/** In how many items of `persistence` each column that hashing tells differs; a hash that the sensor took is the same. */
export function otherHashes(sensor: Document, command: Document): Compared {
  const identity = (item: Item) => JSON.stringify(IDENTITIES["persistence"]?.(item));
  const itemsOf = ({ phases }: Document) => phases["persistence"]?.items ?? [];
  const theirs = new Map(itemsOf(command).map((item) => [identity(item), columnsOf(item)]));
  const differ = itemsOf(sensor).flatMap((item) => {
    const [mine, other] = [columnsOf(item), theirs.get(identity(item)) ?? {}];
    return [...OF_CONTENT].flatMap((column) =>
      mine[column] === other[column] ? [] : [{ column, seen: mine[column] }],
    );
  });
  const counts = Map.groupBy(differ, ({ column }) => column);
  const text = [...counts].map(([column, all]) => `\`${column}\` ${all.length}`).join(", ");
  return { text, held: differ.every(({ column, seen }) => !column.endsWith("sha256") || seen === null) };
}

/** The columns of an item, with those of its target. */
function columnsOf({ target, ...item }: Item): Item {
  const ofTarget = Object.entries((target ?? {}) as Item).map(([name, value]) => [`target.${name}`, value] as const);
  return { ...item, ...Object.fromEntries(ofTarget) };
}
