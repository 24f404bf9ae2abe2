import { isStaff } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { badArgument } from '../reads/connection.ts';
import type { CallSlot, CallSlotsArgs } from './call-slot.contract.ts';
import { bookableTime, slotsOf, type Hours } from '../opening-hours/opening-hours.ts';

const maximumWindowDays = 31;
const day = 24 * 60 * 60_000;
/** The longest slot there can be; hours may have been changed since a seat was reserved. */
const longestSlotMs = 4 * 60 * 60_000;

/** The slots that begin in the window, full ones among them. Throws UNAUTHENTICATED, BAD_USER_INPUT. */
export async function readSlots(context: RequestContext, { from, to }: CallSlotsArgs): Promise<CallSlot[]> {
  if (to < from) throw badArgument('to', 'must not be before `from`');
  if (to.getTime() - from.getTime() > maximumWindowDays * day)
    throw badArgument('to', `must be at most ${maximumWindowDays} days after \`from\``);
  return [...(await findSlots(context, from, to))];
}

/** The first slot with a free seat from `from` on, or null. */
export async function readNextSlot(context: RequestContext, from: Date): Promise<CallSlot | null> {
  for (const slot of await findSlots(context, from, new Date(Date.now() + bookableTime))) {
    if (slot.available > 0) return slot;
  }
  return null;
}

/** Opening hours, and the seats that are reserved. */
interface SlotUsage extends Hours {
  slotMinutes: number;
  slotCapacity: number;
  callsEnabled: boolean;
  noticeMinutes: number;
  /** Start and end of each reserved seat, in milliseconds, in the order of their ends. */
  reserved: [startsAt: number, endsAt: number][];
}

async function findSlots(context: RequestContext, from: Date, to: Date): Promise<Iterable<CallSlot>> {
  const { signedIn: viewer } = context;
  const start = new Date(Math.max(from.getTime(), Date.now()));
  const end = new Date(Math.min(to.getTime(), Date.now() + bookableTime));
  if (start >= end) return [];
  const usage = await context.read({
    text: slotUsageSql,
    values: [viewer.tenantId, start, end],
    shape: (json) => json as SlotUsage,
  });
  if (isStaff(viewer)) return withAvailability(usage, start, end);
  const earliest = new Date(Math.max(start.getTime(), Date.now() + usage.noticeMinutes * 60_000));
  return usage.callsEnabled && earliest < end ? withAvailability(usage, earliest, end) : [];
}

function* withAvailability(usage: SlotUsage, from: Date, to: Date): Generator<CallSlot> {
  const { reserved, slotMinutes, slotCapacity } = usage;
  let passed = 0;
  for (const slot of slotsOf(usage, slotMinutes, from, to)) {
    const [start, end] = [slot.startsAt.getTime(), slot.endsAt.getTime()];
    while (passed < reserved.length && reserved[passed]![1] <= start) passed += 1;
    let taken = 0;
    // a longer seat from other hours may start before a shorter one that ends earlier
    for (let next = passed; next < reserved.length && reserved[next]![1] < end + longestSlotMs; next++)
      if (reserved[next]![0] < end && reserved[next]![1] > start) taken += 1;
    yield { ...slot, available: Math.max(0, slotCapacity - taken) };
  }
}

/** The hours of a tenant and the seats reserved in a window; one from other hours may overlap two slots of today's. */
const slotUsageSql = `
  select json_build_object(
    'timeZone', time_zone, 'week', week, 'holidays', holidays,
    'slotMinutes', slot_minutes, 'slotCapacity', slot_capacity,
    'callsEnabled', calls_enabled, 'noticeMinutes', notice_minutes,
    'reserved', (
      select coalesce(json_agg(json_build_array(
        floor(extract(epoch from starts_at) * 1000), floor(extract(epoch from ends_at) * 1000)
      ) order by ends_at), '[]')
      from call_seat
      where tenant_id = hours.tenant_id and ends_at > $2::timestamptz and starts_at < $3::timestamptz + interval '4 hours'
        and starts_at > $2::timestamptz - interval '4 hours'
    )
  )::text as json
  from opening_hours hours where tenant_id = $1`;
