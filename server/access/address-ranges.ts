import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** A range of addresses in CIDR form: one address is the range of itself. */
interface AddressRange {
  address: string;
  prefix: number;
  family: 'ipv4' | 'ipv6';
}

/** Reads an address or a range such as 203.0.113.0/24 or 2001:db8::/32; null for anything else. */
export function readAddressRange(text: string): string | null {
  const range = parse(text.trim().toLowerCase());
  return range && `${range.address}/${range.prefix}`;
}

/** Whether an address is in one of the ranges. */
export function makeAddressCheck(ranges: string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const { address, prefix, family } of ranges.map((text) => parse(text)!)) list.addSubnet(address, prefix, family);
  return (given) => {
    const address = given.replace(/^::ffff:(?=\d+\.)/i, '').split('%')[0]!;
    return list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  };
}

function parse(text: string): AddressRange | null {
  const [, address = '', prefix] = /^([\da-f.:]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : null;
  const bits = family === 'ipv4' ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  return family && length <= bits ? { address, prefix: length, family } : null;
}
