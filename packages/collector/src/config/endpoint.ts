/** Where something listens, or is reached. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

const ENDPOINT = /^(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/;

/** Parse `HOST:PORT` or `[IPV6]:PORT`; null when it is neither. */
export function parseEndpoint(text: string): Endpoint | null {
  const [, ipv6, host = ipv6, digits] = ENDPOINT.exec(text) ?? [];
  const port = Number(digits);
  return host === undefined || port > 65_535 ? null : { host, port };
}
