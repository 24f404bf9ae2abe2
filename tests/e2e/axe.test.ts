import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { makeSetupLink } from '../../server/setup/setup-link.ts';
import { SignUpMode } from '../../server/sign-up/sign-up-mode.ts';
import { catalogues, type Catalogue } from '#shared/catalogues.ts';
import { inEnglish } from '../support/api.ts';
import { textOf } from '../support/files.ts';
import { signIn, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

/** 1 for every state of every page, which is what `npm run test:axe` looks at. */
const every = Number(process.env['AXE_EVERY']);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const server = useVisitedServer();
let tenant: TestTenant;
let people: Record<Exclude<Role, 'visitor'>, Person>;
let setupLink: string;
let bought: string;
let ids: Record<
  'open' | 'pending' | 'resolved' | 'rated' | 'closed' | 'call' | 'callNow' | 'callEnded' | 'category',
  string
>;

type Language = (typeof languages)[number];
type Role = 'visitor' | 'customer' | 'agent' | 'admin';
interface Visit {
  path: () => string;
  /** What is opened there. */
  open?: (page: Page, language: Language) => Promise<void>;
}

const at = (path: string, open?: Visit['open']): Visit => ({ path: () => path, ...(open && { open }) });
const ticket = (name: keyof typeof ids, open?: Visit['open']): Visit => ({
  path: () => `/tickets/${ids[name]}`,
  ...(open && { open }),
});
const call = (name: keyof typeof ids, open?: Visit['open']): Visit => ({
  path: () => `/calls/${ids[name]}`,
  ...(open && { open }),
});
const pressText = (labelOf: (texts: Catalogue) => string) => (page: Page, language: Language) =>
  page
    .getByRole('main')
    .getByRole('button', { name: labelOf(catalogues[language]) })
    .first()
    .click();
const openAccount: Visit['open'] = (page) => page.locator('header button[aria-haspopup=menu]').click();
const openBell: Visit['open'] = (page) =>
  page.locator('header button[aria-haspopup=dialog], header a[href="/notifications"]').first().click();
const submit: Visit['open'] = (page) => page.locator('main form button[type=submit]').first().click();

const shared = [
  at('/'),
  at('/', openAccount),
  at('/', openBell),
  at('/tickets'),
  at('/tickets?search=nothing-of-that-kind'),
  ticket('open'),
  ticket('pending'),
  ticket('resolved'),
  ticket('rated'),
  ticket('closed'),
  at('/tickets/00000000-0000-7000-8000-000000000000'),
  at('/calls'),
  call('call'),
  call('callNow'),
  call('callEnded'),
  at('/notifications'),
  at('/profile'),
  at(
    '/profile',
    pressText(({ secondFactor }) => secondFactor.begin),
  ),
  at('/help'),
  at('/help?search=bill'),
  at('/help/pay-by-phone'),
  at('/nowhere'),
];
const staff = [
  ...shared,
  at('/calls?show=all'),
  at('/feedback'),
  at('/customers'),
  { path: () => `/customers/${people.customer.customerId}` },
  { path: () => `/tickets/new?customer=${people.customer.customerId}` },
  { path: () => `/calls/new?customer=${people.customer.customerId}` },
  at('/customers/invite'),
  at('/customers/invite', submit),
  at('/help/-/new'),
  at('/help/pay-by-phone/edit'),
  at('/tickets?queue=mine&type=ISSUE'),
  { path: () => `/tickets?category=${ids.category}` },
  at('/tickets?queue=staff'),
  at('/tickets?queue=customer&search=nothing'),
  { path: () => `/tickets?date.${bought}=2026-01-01..` },
];
const visits: Record<Role, Visit[]> = {
  visitor: [
    at('/sign-in'),
    at('/sign-in', submit),
    at(
      '/sign-in',
      pressText(({ signInCode }) => signInCode.instead),
    ),
    at('/sign-in-link#token=unknown'),
    at('/forgot-password'),
    at('/unsubscribe?tenant=none'),
    at('/reset-password#token'),
    at('/accept-invitation'),
    at('/set-up#token=unknown'),
    at('/sign-up'),
    at('/sign-up', submit),
    at('/confirm-sign-up'),
    { path: () => new URL(setupLink).pathname + new URL(setupLink).hash },
  ],
  customer: [
    ...shared,
    at('/tickets/new'),
    at('/tickets/new', submit),
    at('/calls/new'),
    ticket(
      'open',
      pressText(({ ticket: texts }) => texts.close),
    ),
    call(
      'call',
      pressText(({ calls }) => calls.otherTime),
    ),
  ],
  agent: staff,
  admin: [
    ...staff,
    at('/settings'),
    at('/settings/opening-hours'),
    at('/settings/team'),
    at(
      '/settings/team',
      pressText(({ team }) => team.invite),
    ),
    at('/settings/categories'),
    at(
      '/settings/categories',
      pressText(({ categories }) => categories.add),
    ),
    at('/settings/api-keys'),
    at(
      '/settings/api-keys',
      pressText(({ apiKeys }) => apiKeys.new),
    ),
    at('/settings/teams'),
    at(
      '/settings/teams',
      pressText(({ teams }) => teams.new),
    ),
    at('/settings/organisation'),
    at('/settings/domain'),
    at('/settings/notifications'),
    at('/settings/attachments'),
    at('/settings/feedback'),
    at('/settings/sign-up'),
    at('/settings/sign-in'),
    at('/settings/ticket-fields'),
    at(
      '/settings/ticket-fields',
      pressText(({ ticketFields }) => ticketFields.add),
    ),
    at('/audit-log'),
    at('/audit-log?about=OPENING_HOURS&days=1'),
  ],
};

const themes = ['light', 'dark'] as const;
const languages = ['en', 'bn'] as const;
const widths = [390, 1280] as const;

beforeAll(async () => {
  tenant = await server.world.alwaysOpen(
    { slotCapacity: 5 },
    { name: 'Padma Broadband', signUpMode: SignUpMode.DOMAINS, signUpDomains: ['padma.example'] },
  );
  const [customer, agent, admin] = await Promise.all([
    tenant.customer({ name: 'Corner Bookshop', phone: '+8801712345678' }),
    tenant.agent(),
    tenant.admin(),
  ]);
  people = { customer, agent, admin };
  await agent.done('customerNoteAdd', { customerId: customer.customerId!, input: { body: 'Prefers the morning.' } });
  await admin.done('staffInvite', { input: { name: 'Night shift', email: 'night@padma.example' } });
  const team = await admin.createTeam('Bills and plans', agent, admin);
  await admin.done('ownDomainSet', { input: { name: 'help.padma.example' } });
  setupLink = await makeSetupLink(server.world.portal);
  const device = await admin.addField('Device', { kind: 'CHOICE', choices: [{ names: inEnglish('Router') }] });
  ({ id: bought } = await admin.addField('Bought on', { kind: 'DATE', hints: inEnglish('On the receipt.') }));
  const file = await customer.upload(textOf(400, 'router.log'));
  const line = await admin.addCategory({ en: 'Line', bn: 'লাইন' });
  await admin.addCategory({ en: 'Bills' });
  const old = await admin.addCategory({ en: 'Old' });
  await admin.done('categoryUpdate', { id: old.id, input: { archived: true } });
  const opened = async (title: string, input = {}) =>
    (await customer.openTicket({ title, categoryId: line.id, ...input })).id;
  const status = (id: string, to: string) =>
    agent.done('ticketUpdate', { id, input: { status: to, assigneeId: agent.id } }).then(() => id);
  const open = await opened('No light on the modem', {
    priority: 'URGENT',
    attachmentIds: [file.id],
    fields: [{ fieldId: device.id, choiceId: device.choices[0]!.id }],
  });
  await admin.done('ticketUpdate', { id: open, input: { teamId: team.id } });
  await agent.write(open, 'Is the green cable plugged in? See https://help.example/cable');
  await agent.write(open, 'A regular customer.', { internal: true });
  await customer.write(open, 'It is.\n\nAnd now?');
  const rated = await status(await opened('The bill of October', { priority: 'LOW' }), 'RESOLVED');
  await customer.done('feedbackSubmit', { ticketId: rated, input: { rating: 4, comment: 'Quick, and friendly.' } });
  const slots = await customer.slots(2);
  const ended = await customer.requestCall({ scheduledAt: slots[2]!.startsAt, reason: 'A talk' });
  await agent.done('callRequestComplete', { id: ended.id, input: { outcome: 'NO_ANSWER' } });
  const pending = await opened('Which plug is it?', { priority: 'HIGH' });
  await agent.write(pending, 'The left one, or the right one?');
  ids = {
    open,
    pending: await status(pending, 'PENDING'),
    resolved: await status(await opened('Slow in the evening'), 'RESOLVED'),
    rated,
    closed: await status(await opened('A matter of the past'), 'CLOSED'),
    call: (await customer.requestCall({ scheduledAt: slots[0]!.startsAt, ticketId: open, note: 'Please ring twice.' }))
      .id,
    callNow: (await customer.requestCall({ reason: 'It burns' })).id,
    callEnded: ended.id,
    category: line.id,
  };
  await agent.publishArticle({
    slug: 'pay-by-phone',
    title: 'Pay a bill by phone',
    body: '## Before\n\n1. Dial.\n2. Have your **card** ready.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n',
  });
  await agent.publishArticle({
    slug: 'pay-by-phone',
    title: 'ফোনে বিল পরিশোধ',
    body: 'নম্বরে ফোন করুন।',
    language: 'bn',
  });
  await agent.writeArticle({ slug: 'draft', title: 'Not finished' });
});

const situations = (Object.keys(visits) as Role[]).flatMap((role) =>
  themes.flatMap((theme) => languages.flatMap((language) => widths.map((width) => ({ role, theme, language, width })))),
);
let counted = 0;

it.each(situations)(
  'axe finds nothing for role $role, $theme, $language, at $width pixels',
  async (situation) => {
    const { role, theme, language, width } = situation;
    const chosen = visits[role].filter(() => counted++ % every === 0);
    if (role !== 'visitor') {
      await people[role].done('profileUpdate', { input: { locale: language, theme: theme.toUpperCase() } });
    }
    const page = await server.openPage(tenant, {
      viewport: { width, height: 800 },
      colorScheme: theme,
      locale: language === 'bn' ? 'bn-BD' : 'en-GB',
      reducedMotion: 'reduce',
    });
    page.setDefaultTimeout(30_000);
    onTestFinished(() => page.close());
    if (role !== 'visitor') await enter(page, people[role]);
    const found: string[] = [];
    for (const { path, open } of chosen) {
      await page.goto(path(), { waitUntil: 'networkidle' });
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await expect.poll(() => page.locator('html').getAttribute('class')).toContain(theme);
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(language);
      if (open) {
        await open(page, language);
        await page.waitForLoadState('networkidle');
      }
      found.push(...(await violationsOf(page)).map((violation) => `${path()}${open ? ' (opened)' : ''}: ${violation}`));
    }
    expect(found).toEqual([]);
  },
  600_000,
);

/** Signs in whatever the language of the form is. */
async function enter(page: Page, person: Person): Promise<void> {
  await page.goto('/sign-in');
  await page.evaluate(() => localStorage.setItem('shohayota.language', 'en'));
  await signIn(page, person, '/sign-in');
}

async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run: (context: Document, options: RunOptions) => Promise<AxeResults> } }).axe.run(
      document,
      { resultTypes: ['violations'] },
    ),
  );
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) =>
        `${id} (${impact}) at ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`,
    ),
  );
}
