import { beforeAll, describe, expect, it } from 'vitest';
import { SignUpMode } from '../../server/sign-up/sign-up-mode.ts';
import { mark } from '../support/files.ts';
import { signIn, useVisitedServer } from '../support/pages.ts';
import type { Person, TestTenant } from '../support/world.ts';

const server = useVisitedServer();

interface Side {
  /** What nobody of the other side ever sees. */
  words: string[];
  accent: string;
  field: string;
  tenant: TestTenant;
  admin: Person;
  customer: Person;
  logo: string;
}

async function makeSide(
  name: string,
  accentColor: string,
  category: string,
  field: string,
  team: string,
  signUpMode: SignUpMode,
): Promise<Side> {
  const tenant = await server.world.alwaysOpen({}, { name, accentColor, signUpMode });
  const [admin, customer] = await Promise.all([tenant.admin(), tenant.customer()]);
  await admin.addCategory({ en: category });
  await admin.addField(field);
  await admin.createTeam(team, admin);
  const { organisation } = await admin.uploadBy('organisationLogoUpload', await mark());
  const words = [name, category, field, team];
  return { words, accent: accentColor, field, tenant, admin, customer, logo: organisation.logo.url };
}

let sides: [own: Side, other: Side][];

beforeAll(async () => {
  const padma = await makeSide('Padma Broadband', '#7c3aed', 'Slow line', 'Line number', 'Night', SignUpMode.OPEN);
  const shurjo = await makeSide('Shurjo Solar', '#b91c1c', 'Dark panel', 'Roof', 'Roofers', SignUpMode.INVITATION);
  sides = [
    [padma, shurjo],
    [shurjo, padma],
  ];
});

describe('two organisations with faces, categories, fields and teams of their own', () => {
  it('have each their own at sign-in, in the form of a ticket and in the settings, and nothing of the other', async () => {
    for (const [own, other] of sides) {
      const page = await server.openPage(own.tenant);
      const seen: string[] = [];
      const look = async () => seen.push(await page.locator('html').innerHTML());
      await page.goto('/sign-in');
      await page.locator(`img[src*="${own.logo}"]`).first().waitFor();
      const isOpen = own.tenant.tenant.signUpMode === SignUpMode.OPEN;
      expect(await page.getByRole('link', { name: 'Create an account' }).count()).toBe(isOpen ? 1 : 0);
      await look();
      await signIn(page, own.customer, '/tickets/new');
      await page.getByLabel(own.field).waitFor();
      await page.getByRole('combobox', { name: 'Category' }).click();
      expect(await page.getByRole('option').allTextContents()).toEqual([own.words[1]]);
      await look();

      const desk = await server.openPage(own.tenant);
      await signIn(desk, own.admin, '/settings/teams');
      await desk.getByText(own.words[3]!).first().waitFor();
      await desk.locator(`img[src*="${own.logo}"]`).first().waitFor();
      seen.push(await desk.locator('html').innerHTML());
      for (const word of [...other.words, other.logo, other.accent])
        expect(seen.filter((text) => text.includes(word))).toEqual([]);
      expect(seen.every((text) => text.includes(own.logo))).toBe(true);
    }
  });

  it('write emails with their own name, logo and fields', async () => {
    for (const [own, other] of sides) {
      const [category] = (await own.customer.get('{ categories { nodes { id } } }')).categories.nodes;
      const [field] = (await own.customer.get('{ ticketFields { nodes { id } } }')).ticketFields.nodes;
      await own.customer.openTicket({ categoryId: category.id, fields: [{ fieldId: field.id, text: 'The third' }] });
      const [mail] = await server.mailbox.until(own.admin.email, 1);
      const text = `${mail!.from!.text}${mail!.subject}${mail!.text}${mail!.html as string}`;
      for (const word of [...own.words.slice(0, 3), own.logo]) expect(text).toContain(word);
      for (const word of [...other.words, other.logo]) expect(text).not.toContain(word);
    }
  });

  it('have no use for each other’s ids, and no logo at each other’s address', async () => {
    for (const [own, other] of sides) {
      const [category] = (await other.admin.get('{ categories { nodes { id } } }')).categories.nodes;
      const [team] = (await other.admin.get('{ teams { nodes { id } } }')).teams.nodes;
      const { tickets } = await own.admin.get(
        'query($filter: TicketFilter) { tickets(filter: $filter) { totalCount } }',
        { filter: { categoryIds: [category.id] } },
      );
      expect(tickets.totalCount).toBe(0);
      const input = { title: 'Of the other', description: 'A try.', categoryId: category.id };
      expect(await own.customer.refusal('ticketCreate', { input })).toMatchObject({
        code: 'NOT_FOUND',
        field: 'input.categoryId',
      });
      expect(await own.admin.refusal('teamUpdate', { id: team.id, input: { name: 'Ours' } })).toMatchObject({
        code: 'NOT_FOUND',
      });
      const page = await server.openPage(own.tenant);
      expect((await page.goto(own.logo))!.status()).toBe(200);
      expect((await page.goto(other.logo))!.status()).toBe(404);
    }
  });
});
