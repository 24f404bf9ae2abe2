import { beforeAll, describe, expect, it } from 'vitest';
import { formatTime } from '../../server/locales/format-time.ts';
import { weekdays } from '../../server/opening-hours/opening-hours.ts';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const portal = usePortal();
let customer: Person;

beforeAll(async () => {
  const tenant = await portal.world.alwaysOpen({ slotCapacity: 50 });
  customer = await tenant.customer();
});

const phone = '+8801712345678';
const day = 24 * 60 * 60_000;

/** Open for one hour, on the day after tomorrow in UTC: closed now, at whatever time this runs. */
async function closedTenant() {
  const opening = new Date(Math.floor(Date.now() / day) * day + 2 * day + 9 * 60 * 60_000);
  const weekday = weekdays[(opening.getUTCDay() + 6) % 7]!;
  const week = [{ weekday, opensAt: '09:00', closesAt: '10:00' }];
  return { tenant: await portal.world.tenant({ openingHours: { week } }), opening };
}

const offerOf = async (who: Person, input: Record<string, unknown>) => {
  const { callRequestCreate } = await who.get(
    `mutation($input: CallRequestCreateInput!) {
      callRequestCreate(input: $input) { userErrors { code message field } callRequest { id } nextSlot { startsAt endsAt available } }
    }`,
    { input: { phone, ...input } },
  );
  return callRequestCreate;
};

describe('a call for now, outside of the opening hours', () => {
  it("is rejected with the next opening in the customer's time zone, and the first slot is offered", async () => {
    const { tenant: closed, opening } = await closedTenant();
    const late = await closed.customer({ timeZone: 'Asia/Dhaka' });
    expect(await offerOf(late, {})).toEqual({
      callRequest: null,
      userErrors: [
        {
          code: 'WRONG_STATE',
          field: 'input.scheduledAt',
          message: `We are closed right now. We open again on ${formatTime('en', 'Asia/Dhaka', opening)}. Book a time from then on.`,
        },
      ],
      nextSlot: {
        startsAt: opening.toISOString(),
        endsAt: new Date(opening.getTime() + 30 * 60_000).toISOString(),
        available: 1,
      },
    });
    expect(formatTime('en', 'Asia/Dhaka', opening)).toMatch(/ at 15:00 \(Bangladesh Standard Time, Asia\/Dhaka\)$/);
    const { userErrors } = await late.verb('callRequestCreate', { input: { phone, scheduledAt: opening } });
    expect(userErrors).toEqual([]);
    expect((await offerOf(late, {})).nextSlot.startsAt).toBe(new Date(opening.getTime() + 30 * 60_000).toISOString());
  });

  it('is rejected without an offer when there is no opening within sixty days', async () => {
    const never = await (await portal.world.tenant({ openingHours: { week: [] } })).customer();
    const { userErrors, nextSlot } = await offerOf(never, {});
    expect(userErrors[0].message).toBe('We are closed right now. We do not open in the next 60 days.');
    expect(nextSlot).toBeNull();
  });

  it('is rejected on a holiday', async () => {
    const dates = [0, 1].map((days) => new Date(Date.now() + days * day).toISOString().slice(0, 10));
    const resting = await (await portal.world.alwaysOpen({ holidays: dates })).customer();
    const { userErrors, nextSlot } = await offerOf(resting, {});
    expect(userErrors).toMatchObject([{ code: 'WRONG_STATE', field: 'input.scheduledAt' }]);
    expect(nextSlot.startsAt.slice(0, 10)).toBe(new Date(Date.now() + 2 * day).toISOString().slice(0, 10));
  });
});

describe('a time', () => {
  const refusal = async (who: Person, scheduledAt: Date) => {
    const { userErrors, callRequest, nextSlot } = await offerOf(who, { scheduledAt: scheduledAt.toISOString() });
    expect(callRequest).toBeNull();
    expect(userErrors).toHaveLength(1);
    return { ...userErrors[0], nextSlot };
  };

  it('in the past is rejected, and the first slot from now on is offered', async () => {
    const first = async () => (await customer.slots(0))[0];
    const before = await first();
    const { nextSlot, ...refused } = await refusal(customer, new Date(Date.now() - day));
    expect(refused).toEqual({
      code: 'INVALID',
      field: 'input.scheduledAt',
      message: 'That time has already passed.',
    });
    expect([before, await first()]).toContainEqual(nextSlot);
  });

  it('beyond sixty days is rejected, one within them is not', async () => {
    const last = (await customer.slots(59)).at(-1)!;
    await customer.requestCall({ scheduledAt: last.startsAt });
    expect(await refusal(customer, new Date(Date.parse(last.startsAt) + 30 * 60_000))).toEqual({
      code: 'INVALID',
      field: 'input.scheduledAt',
      message: 'Calls can be booked at most 60 days ahead.',
      nextSlot: null,
    });
  });

  it('outside of the opening hours is rejected with the next opening', async () => {
    const { tenant: closed, opening } = await closedTenant();
    const early = await closed.customer();
    const answer = await refusal(early, new Date(opening.getTime() - 30 * 60_000));
    expect(answer).toMatchObject({ code: 'INVALID', nextSlot: { startsAt: opening.toISOString() } });
    expect(answer.message).toMatch(/^We are closed on .* We open again on .*Coordinated Universal Time, UTC/);
    const end = await refusal(early, new Date(opening.getTime() + 60 * 60_000));
    expect(end.nextSlot.startsAt).toBe(new Date(opening.getTime() + 7 * day).toISOString());
  });

  it('at which no slot starts is rejected, and the next slot is offered', async () => {
    const [slot, next] = await customer.slots();
    const answer = await refusal(customer, new Date(Date.parse(slot!.startsAt) + 1));
    expect(answer).toMatchObject({ code: 'INVALID', nextSlot: next });
    expect(answer.message).toMatch(/^No slot starts on .*\. Slots are 30 minutes long\.$/);
  });

  it('of a full slot is a conflict, and the next slot with a free seat is offered', async () => {
    const one = await portal.world.alwaysOpen();
    const [here, there] = [await one.customer({ timeZone: 'Asia/Dhaka' }), await one.customer()];
    const slots = await here.slots();
    await there.requestCall({ scheduledAt: slots[4]!.startsAt });
    await there.requestCall({ scheduledAt: slots[5]!.startsAt });
    const full = slots[4]!.startsAt;
    expect(await refusal(here, new Date(full))).toEqual({
      code: 'CONFLICT',
      field: 'input.scheduledAt',
      message: `The slot on ${formatTime('en', 'Asia/Dhaka', new Date(full))} is fully booked. Choose another time.`,
      nextSlot: slots[6],
    });
  });
});
