export const DETAILS = ["index", "basic", "standard", "full"] as const;
export type Detail = (typeof DETAILS)[number];

export const DIRECTIONS = ["listening", "outbound", "inbound", "local", "unknown"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** How far away an address is. `public` is whatever is nothing else. */
export const SCOPES = ["unspecified", "loopback", "link_local", "private", "multicast", "public"] as const;
export type Scope = (typeof SCOPES)[number];

/** Why no process is shown as the owner of a socket, a closed list. */
export const NO_OWNER_REASONS = [
  "time_wait",
  "kernel",
  "no_permission",
  "exited_during_scan",
  "not_read",
  "other_namespace",
  "unexplained",
] as const;
export type NoOwnerReason = (typeof NO_OWNER_REASONS)[number];
