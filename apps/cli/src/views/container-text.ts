import { type Item, object, str } from "./item.ts";

/** The container of a process or socket as namespace/pod/container, by its id where it has no name; null outside of one. */
export function containerText(item: Item): string | null {
  const container = object(item, "container");
  const id = str(container, "id") ?? str(item, "container_id");
  const [space, pod] = [str(container, "pod_namespace"), str(container, "pod")];
  const name = str(container, "name") ?? id?.slice(0, 12) ?? null;
  return id === null ? null : [space, pod, name].filter((part) => part !== null).join("/");
}
