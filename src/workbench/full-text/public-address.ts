import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import type { Problem } from "#kernel";
import { pdfProblem } from "./pdf-result.ts";

/** An address a connection is pinned to. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}
/** Finds the addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

/** What is not the public internet. Source: IANA special-purpose address registries (RFC 6890 and later). */
const NOT_PUBLIC_4 =
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4";
/** Of IPv6 only 2000::/3 is public, without these: tunnels that carry any IPv4 address, documentation, tests. */
const NOT_PUBLIC_6 = "2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20";

const blocked = new BlockList();
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");
for (const [list, family] of [
  [NOT_PUBLIC_4, "ipv4"],
  [NOT_PUBLIC_6, "ipv6"],
] as const)
  for (const subnet of list.split(" ")) {
    const [net, bits] = subnet.split("/");
    blocked.addSubnet(net!, Number(bits), family);
  }

/**
 * Whether an address is one of the public internet: not this machine, not its network, not a cloud's
 * own services, no form of IPv6 that carries an IPv4 address.
 *
 * @param address IPv4 or IPv6 as text; anything else is not public
 * Checked: tests/workbench/full-text-open-access.test.ts.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !blocked.check(address, "ipv4");
  return family === 6 && global6.check(address, "ipv6") && !blocked.check(address, "ipv6");
}

/** What may be asked besides the public internet, by origin such as `http://127.0.0.1:8080`. */
export type AllowedOrigins = ReadonlySet<string>;

/**
 * Where a connection to an address on the web may go: http or https on their own ports, no name or
 * password in it, and every address of the host public. The connection is then made to what was
 * checked, so that a second answer of the name service changes nothing.
 *
 * Source: OWASP Server-Side Request Forgery Prevention. Checked: tests/workbench/full-text-open-access.test.ts.
 */
export async function checkedAddress(
  url: URL,
  allowed: AllowedOrigins,
  resolve: Resolve = systemResolve,
): Promise<Address | Problem> {
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return refused(url, "only http and https are asked");
  if (url.username !== "" || url.password !== "") return refused(url, "it carries a name or a password");
  const isAllowed = allowed.has(url.origin);
  if (url.port !== "" && !isAllowed) return refused(url, `port ${url.port} is not a web server's own`);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const family = isIP(host);
  let found: readonly Address[];
  try {
    found = family === 0 ? await resolve(host) : [{ address: host, family: family === 4 ? 4 : 6 }];
  } catch (error) {
    return unreachable(url, error instanceof Error ? error.message : String(error));
  }
  const first = found[0];
  if (first === undefined) return unreachable(url, "the name has no address");
  if (!isAllowed && !found.every(({ address }) => isPublicAddress(address)))
    return refused(url, "it leads into a private network");
  return first;
}

async function systemResolve(host: string): Promise<readonly Address[]> {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}

function refused(url: URL, why: string): Problem {
  return pdfProblem(
    "address-refused",
    `The address ${shown(url)} is not asked: ${why}.`,
    "Open it in a browser if you trust it, and attach the file yourself.",
  );
}

/** The address gives no answer. */
export function unreachable(url: URL, why: string): Problem {
  return pdfProblem(
    "not-reachable",
    `${shown(url)} cannot be reached: ${why}.`,
    "Check the connection and try again later, or fetch the file in a browser and attach it.",
  );
}

/** An address for a message: without what may be a secret, and not longer than one reads. */
export function shown(url: URL): string {
  const text = `${url.protocol}//${url.host}${url.pathname}`;
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
