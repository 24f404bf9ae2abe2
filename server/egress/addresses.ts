import ipaddr from 'ipaddr.js';

/** Addresses that begin alike, as in `10.1.0.0/16`. */
export type AddressRange = ReturnType<typeof ipaddr.parseCIDR>;

/** A wider range is a slip of the pen: no inside network has so many addresses. */
const leastPrefix = 8;

/** Ranges that are separated by commas; null where one of them is none, or too wide. */
export function readRanges(list: string): AddressRange[] | null {
  const written = list
    .split(',')
    .map((range) => range.trim())
    .filter(Boolean);
  if (!written.every((range) => ipaddr.isValidCIDR(range))) return null;
  const ranges = written.map((range) => ipaddr.parseCIDR(range));
  return ranges.every(([, prefix]) => prefix >= leastPrefix) ? ranges : null;
}

/** Whether a request may go to an address: one of the public internet, or in one of the `allowed` ranges. */
export function mayReach(written: string, allowed: AddressRange[]): boolean {
  const address = ipaddr.parse(written);
  if (isPublic(address)) return true;
  // there are the keys of the machine, in every cloud
  if (address.range() === 'linkLocal') return false;
  return isWithin(address, allowed);
}

/** Whether an address is in one of the ranges. */
export const isWithin = (address: ReturnType<typeof ipaddr.parse>, ranges: AddressRange[]): boolean =>
  ranges.some(([network, prefix]) => network.kind() === address.kind() && address.match(network, prefix));

const globalUnicast = ipaddr.parseCIDR('2000::/3');

/** What has no purpose of its own is public; of IPv6 only so much has been given to anybody at all. */
const isPublic = (address: ReturnType<typeof ipaddr.parse>): boolean =>
  address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(globalUnicast));
