import ipaddr from 'ipaddr.js';
import { isIPv4, isIPv6 } from 'node:net';
import { isWithin } from '../egress/addresses.ts';

/** Reads an address or a range such as 203.0.113.0/24 or 2001:db8::/32, in CIDR form; null for anything else. */
export function readAddressRange(text: string): string | null {
  const [, address = '', prefix] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/.exec(text.trim().toLowerCase()) ?? [];
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : null;
  if (bits === null) return null;
  // one address is the range of itself
  const length = Number(prefix ?? bits);
  return length <= bits ? `${address}/${length}` : null;
}

/** Whether an address is in one of the ranges. */
export function makeAddressCheck(ranges: string[]): (address: string) => boolean {
  const networks = ranges.map((range) => ipaddr.parseCIDR(range));
  return (address) => isWithin(ipaddr.process(address), networks);
}
