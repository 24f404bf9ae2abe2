import { isIPv6 } from 'node:net';

/** Who asks, as limits count them: a user and their tenant, or all who are not signed in at one address. */
export interface Caller {
  userId: string | undefined;
  tenantId: string | undefined;
  address: string;
}

/** An IPv4 address, or the network of an IPv6 one: whoever has one of its addresses has all 2^64. */
export function network(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const parts = head ? head.split(':') : [];
  const behind = tail ? tail.split(':').length : 0;
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - parts.length - behind);
  const whole = [...parts, ...Array.from({ length: zeros }, () => '0'), ...(tail ? tail.split(':') : [])];
  return `${whole
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')}::/64`;
}
