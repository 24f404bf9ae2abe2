import type { RequestContext } from '../context.ts';
import { badArgument } from '../reads/connection.ts';
import type { CallSlot, CallSlotsArgs } from './call-slot.contract.ts';
import { bookableTime, slotsOf, type Hours } from '../opening-hours/opening-hours.ts';

const maximumWindowDays = 31;
const day = 24 * 60 * 60_000;
/** The longest slot that hours can have had. */
const longestPlace = 4 * 60 * 60_000;

/** The slots that begin in the window, full ones among them. Throws UNAUTHENTICATED, BAD_USER_INPUT. */
export async function readSlots(context: RequestContext, { from, to }: CallSlotsArgs): Promise<CallSlot[]> {
  if (to < from) throw badArgument('to', 'must not be before `from`');
  if (to.getTime() - from.getTime() > maximumWindowDays * day)
    throw badArgument('to', `must be at most ${maximumWindowDays} days after \`from\``);
  return [...(await findSlots(context, from, to))];
}

/** The first slot with a free place from `from` on, or null. */
export async function readNextSlot(context: RequestContext, from: Date): Promise<CallSlot | null> {
  for (const slot of await findSlots(context, from, new Date(Date.now() + bookableTime))) {
    if (slot.available > 0) return slot;
  }
  return null;
}

interface Standing extends Hours {
  slotMinutes: number;
  slotCapacity: number;
  /** Begin and end of each place taken, in milliseconds. */
  places: [startsAt: number, endsAt: number][];
}

async function findSlots(context: RequestContext, from: Date, to: Date): Promise<Iterable<CallSlot>> {
  const { tenantId } = context.signedIn;
  const begin = new Date(Math.max(from.getTime(), Date.now()));
  const end = new Date(Math.min(to.getTime(), Date.now() + bookableTime));
  if (begin >= end) return [];
  const standing = await context.read((reads) =>
    reads.read({ text: standingSql, values: [tenantId, begin, end], shape: (json) => json as Standing }),
  );
  return withPlaces(standing, begin, end);
}

function* withPlaces(standing: Standing, from: Date, to: Date): Generator<CallSlot> {
  const { places, slotMinutes, slotCapacity } = standing;
  let passed = 0;
  for (const slot of slotsOf(standing, slotMinutes, from, to)) {
    const [start, end] = [slot.startsAt.getTime(), slot.endsAt.getTime()];
    while (passed < places.length && places[passed]![1] <= start) passed += 1;
    let taken = 0;
    // in order of their ends: of longer ones, booked under other hours, some begin before others that end earlier
    for (let next = passed; next < places.length && places[next]![1] < end + longestPlace; next++)
      if (places[next]![0] < end && places[next]![1] > start) taken += 1;
    yield { ...slot, available: Math.max(0, slotCapacity - taken) };
  }
}

/** The hours of a tenant and the places taken in a window; a place booked under other hours may lie across two slots. */
const standingSql = `
  select json_build_object(
    'timeZone', time_zone, 'week', week, 'holidays', holidays,
    'slotMinutes', slot_minutes, 'slotCapacity', slot_capacity,
    'places', (
      select coalesce(json_agg(json_build_array(
        floor(extract(epoch from starts_at) * 1000), floor(extract(epoch from ends_at) * 1000)
      ) order by ends_at), '[]')
      from call_place
      where tenant_id = hours.tenant_id and ends_at > $2::timestamptz and starts_at < $3::timestamptz + interval '4 hours'
        and starts_at > $2::timestamptz - interval '4 hours'
    )
  )::text as json
  from opening_hours hours where tenant_id = $1`;
