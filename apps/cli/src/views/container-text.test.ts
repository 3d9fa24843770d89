import { expect, test } from "vitest";
import { containerText } from "./container-text.ts";

const ID = "0123456789abcdef";

test.each([
  [
    "a container of a pod",
    { container: { id: ID, pod_namespace: "shop", pod: "api-7f9c", name: "api" } },
    "shop/api-7f9c/api",
  ],
  [
    "the container that holds a pod together",
    { container: { id: ID, pod_namespace: "shop", pod: "api-7f9c", name: null } },
    "shop/api-7f9c/0123456789ab",
  ],
  ["a container with a name", { container: { id: ID, name: "db", pod: null } }, "db"],
  ["a container of which only the id is known", { container: { id: ID } }, "0123456789ab"],
  ["a socket", { container_id: ID, container: { name: "db" } }, "db"],
  ["a socket of which only the id is known", { container_id: ID, container: null }, "0123456789ab"],
  ["outside of containers", { container: null, container_id: null }, null],
])("%s", (_name, item, text) => {
  expect(containerText(item)).toBe(text);
});
