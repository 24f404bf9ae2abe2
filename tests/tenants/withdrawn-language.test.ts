import { beforeEach, describe, expect, it } from 'vitest';
import { linkIn } from '../account-links/emailed-links.ts';
import { usePortal } from '../support/portal.ts';
import type { Person, TestTenant } from '../support/world.ts';

const portal = usePortal();
let tenant: TestTenant;
let admin: Person;
let customer: Person;

beforeEach(async () => {
  tenant = await portal.world.tenant();
  [admin, customer] = await Promise.all([tenant.admin(), tenant.customer()]);
});

const offer = (...locales: string[]) =>
  admin.done('organisationUpdate', { input: { locales, defaultLocale: locales[0] } });
const addressOf = (name: string) => `${name}@${tenant.tenant.slug}.example`;

describe('a language that is not offered', () => {
  it.each<[string, () => Record<string, unknown>]>([
    ['profileUpdate', () => ({ input: { locale: 'en' } })],
    ['customerInvite', () => ({ input: { name: 'Clinic', email: addressOf('clinic'), locale: 'en' } })],
    ['customerUpdate', () => ({ id: customer.customerId, input: { locale: 'en' } })],
    ['staffInvite', () => ({ input: { name: 'Night shift', email: addressOf('night'), locale: 'en' } })],
  ])('is refused by %s, with the field and the languages there are', async (mutation, args) => {
    await offer('bn');
    expect(await admin.refusal(mutation, args())).toEqual({
      code: 'INVALID',
      field: 'input.locale',
      message: 'locale must be one of the languages of the organisation: bn.',
    });
  });

  it('is not that of an invitation in which no language is said', async () => {
    await offer('bn');
    await admin.done('customerInvite', { input: { name: 'Clinic', email: addressOf('clinic') } });
    await admin.done('staffInvite', { input: { name: 'Night shift', email: addressOf('night') } });
    await portal.settle();
    for (const name of ['clinic', 'night']) expect(portal.mailbox.to(addressOf(name))[0]!.html).toContain('lang="bn"');
  });
});

describe('whoever has one that was withdrawn', () => {
  it('gets emails in the default language, and in their own again once it is offered', async () => {
    const { id } = await customer.openTicket();
    await offer('bn');
    await admin.write(id, 'Is it better now?');
    await portal.settle();
    await offer('en', 'bn');
    await admin.write(id, 'And now?');
    await portal.settle();
    const languages = portal.mailbox.to(customer.email).map(({ html }) => /lang="(\w+)"/.exec(String(html))![1]);
    expect(languages).toEqual(['bn', 'en']);
    expect((await customer.get('{ viewer { locale } }')).viewer.locale).toBe('en');
  });

  it('opens a link in the default language', async () => {
    const email = addressOf('clinic');
    await admin.done('customerInvite', { input: { name: 'Clinic', email, locale: 'en' } });
    await portal.settle();
    await offer('bn');
    const token = linkIn(portal.mailbox.to(email)[0]).hash.replace('#token=', '');
    const { accountLink } = await portal.nobody.get(
      'query($token: String!) { accountLink(token: $token) { locale } }',
      {
        token,
      },
    );
    expect(accountLink.locale).toBe('bn');
  });
});
