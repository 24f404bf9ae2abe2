import { describe, expect, it } from 'vitest';
import { indexTickets } from '../../server/ticket-search/index-tickets.ts';
import type { ApiClient } from '../support/api.ts';
import { connect } from '../support/database.ts';
import { usePortal } from '../support/portal.ts';

const portal = usePortal();

async function newTenant() {
  const tenant = await portal.world.tenant();
  const [customer, agent] = await Promise.all([tenant.customer(), tenant.agent()]);
  return { tenant, customer, agent };
}

interface Found {
  id: string;
  title: string;
  match: { messageId: string | null; titleParts: Part[]; excerpt: Part[] | null };
}

interface Part {
  text: string;
  highlighted: boolean;
}

const query = `query($search: String, $sort: TicketSort, $after: String, $first: Int = 50) {
  tickets(first: $first, after: $after, filter: { search: $search }, sort: $sort) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id title match { messageId titleParts { text highlighted } excerpt { text highlighted } } }
  }
}`;

async function page(viewer: ApiClient, variables: Record<string, unknown>) {
  const { tickets } = await viewer.get<{
    tickets: { totalCount: number; nodes: Found[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  }>(query, variables);
  return tickets;
}

/** The titles of the tickets that are found, best first. */
const found = async (viewer: ApiClient, search: string) =>
  (await page(viewer, { search })).nodes.map(({ title }) => title);

const marked = (parts: Part[] | null) =>
  parts?.map(({ text, highlighted }) => (highlighted ? `[${text}]` : text)).join('') ?? null;

describe('tickets are found by what people remember of them', () => {
  it('in any order and form, wherever the words are', async () => {
    const { customer, agent } = await newTenant();
    const { id } = await customer.openTicket({ title: 'Connections drop', description: 'Every evening at nine.' });
    await agent.write(id, 'Please restart the router and try another cable.');
    await customer.openTicket({ title: 'Another router', description: 'It hums.' });
    for (const search of ['router connection', 'connecting cables', 'evening restarted', 'cable evening drops'])
      expect(await found(agent, search), search).toEqual(['Connections drop']);
    expect(await found(agent, 'router evening hums connection printer')).toEqual(['Connections drop']);
    expect(await found(agent, 'router printer')).toEqual([]);
  });

  it('by the beginning of the last word, unless a blank follows', async () => {
    const { customer, agent } = await newTenant();
    await customer.openTicket({ title: 'Connection lost', description: 'Since noon.' });
    for (const search of ['con', 'conn', 'connecti', 'connection', 'lost connec', 'c'])
      expect(await found(agent, search), search).toEqual(['Connection lost']);
    expect(await found(customer, 'connecti')).toEqual(['Connection lost']);
    expect(await found(agent, 'con ')).toEqual([]);
    expect(await found(agent, 'con lost')).toEqual([]);
  });

  it('with typing errors, where nobody has written the word', async () => {
    const { customer, agent } = await newTenant();
    await customer.openTicket({ title: 'The router hums', description: 'The technician never came.' });
    await customer.openTicket({ title: 'রাউটার নষ্ট', description: 'সংযোগ নেই' });
    for (const search of ['routter', 'ruoter hums', 'technican', 'tecnician hums'])
      expect(await found(agent, search), search).toEqual(['The router hums']);
    expect(await found(customer, 'raoter ')).toEqual(['The router hums']);
    expect(await found(customer, 'helicopter')).toEqual([]);
    expect(await found(agent, 'সঙযোগ')).toEqual(['রাউটার নষ্ট']);
  });

  it('by a phrase in quotes of any kind', async () => {
    const { customer, agent } = await newTenant();
    await customer.openTicket({ title: 'First', description: 'The red light blinks.' });
    await customer.openTicket({ title: 'Second', description: 'A light that is red.' });
    expect((await found(agent, 'red light')).toSorted()).toEqual(['First', 'Second']);
    for (const search of ['"red light"', '“red light”', '«red light»', '„red light“ blinks'])
      expect(await found(agent, search), search).toEqual(['First']);
    expect((await found(agent, '"red light')).toSorted()).toEqual(['First', 'Second']);
    expect(await found(agent, '"light red"')).toEqual([]);
  });

  it('by number, as people write it', async () => {
    const { customer, agent } = await newTenant();
    await customer.openTicket({ title: 'First' });
    await customer.openTicket({ title: 'Second', description: 'As in #1001, which was about 1,001 things.' });
    for (const search of [
      '1001',
      '#1001',
      '[#1001]',
      'ticket #1001',
      'Ticket 1001',
      '#১০০১',
      'টিকিট #১০০১',
      '＃１００１',
    ])
      expect((await found(agent, search))[0], search).toBe('First');
    expect(await found(customer, '#1002')).toEqual(['Second']);
    expect(await found(agent, '#999999999')).toEqual([]);
  });

  it('by the customer’s name and address, and the assignee', async () => {
    const { tenant, agent } = await newTenant();
    const bakery = await tenant.customer({ name: 'Harbour Bakery', email: 'orders@harbour-bakery.test' });
    const { id } = await bakery.openTicket({ title: 'Oven' });
    await (await tenant.customer()).openTicket({ title: 'Other' });
    for (const search of [
      'harbour',
      'bakery oven',
      'orders@harbour-bakery.test',
      'Harbour Bakery <orders@harbour-bakery.test>',
    ])
      expect(await found(agent, search), search).toEqual(['Oven']);
    const technician = await tenant.agent();
    await technician.done('profileUpdate', { input: { name: 'Nightingale' } });
    await agent.done('ticketUpdate', { id, input: { assigneeId: technician.id } });
    expect(await found(agent, 'nightingale oven')).toEqual(['Oven']);
    await technician.done('profileUpdate', { input: { name: 'Kingfisher' } });
    expect(await found(agent, 'kingfisher')).toEqual(['Oven']);
    expect(await found(agent, 'nightingale ')).toEqual([]);
    await agent.done('ticketUpdate', { id, input: { assigneeId: null } });
    expect(await found(agent, 'kingfisher ')).toEqual([]);
    await bakery.done('profileUpdate', { input: { name: 'Lighthouse Bakery' } });
    expect(await found(agent, 'lighthouse')).toEqual(['Oven']);
    expect(await found(agent, 'lighth')).toEqual(['Oven']);
    expect(await found(agent, 'lighthuose')).toEqual(['Oven']);
    expect(await found(agent, 'harbour bakery')).toEqual(['Oven']);
  });

  it.each([
    ['router', 'ｒｏｕｔｅｒ'],
    ['fibre', '\ufb01bre'],
    ['café', 'cafe\u0301'],
    ['cooperate', 'co\u00adoperate'],
    ['গাড়ি', 'গা\u09dcি'],
    ['করবে', 'কর\u200cবে'],
    ['فاتورة', 'فَاتُورَة'],
    ['isn’t working', "isn't working"],
    ['৫০ Mbit', '50 mbit'],
  ])('%j and %j alike', async (one, other) => {
    const { customer, agent } = await newTenant();
    await customer.openTicket({ title: 'Found', description: `It says ${one} here.` });
    await customer.openTicket({ title: 'Found', description: `It says ${other} here.` });
    for (const search of [one, other]) expect(await found(agent, search), search).toHaveLength(2);
  });
});

it('what is in no word of any script is looked for as it is, and nothing breaks a search', async () => {
  const { customer, agent } = await newTenant();
  await customer.openTicket({ title: 'Costs 5 € 🙂', description: "It's 100 % \\ 'quoted' (⑴) ﷺ" });
  for (const search of ['€', '🙂', "'", '\\', '(⑴)', 'ﷺ', "quoted'"])
    expect(await found(agent, search), search).toEqual(['Costs 5 € 🙂']);
  for (const search of ["' | '", '!', '&', ':*', "'!x'", '"', '"" ""'])
    expect(await found(agent, search), search).toEqual([]);
});

describe('what is found', () => {
  it('says which message has the words, and shows them', async () => {
    const { customer, agent } = await newTenant();
    const { id } = await customer.openTicket({ title: 'Slow router', description: 'Since Monday.' });
    await agent.write(id, 'Which cable do you use?');
    const message = await customer.write(id, 'The grey cable that came with the routers.');
    const [only] = (await page(agent, { search: 'router cab' })).nodes;
    expect(only!.match.messageId).toBe(message.id);
    expect(marked(only!.match.excerpt)).toBe('The grey [cable] that came with the [routers].');
    expect(marked(only!.match.titleParts)).toBe('Slow [router]');
    const [byTitle] = (await page(agent, { search: 'slow' })).nodes;
    expect(byTitle!.match).toMatchObject({ messageId: null, excerpt: null });
    const [misspelled] = (await page(agent, { search: 'mondey' })).nodes;
    expect(marked(misspelled!.match.excerpt)).toBe('Since [Monday].');
    const { tickets } = await agent.get('{ tickets { nodes { match { messageId } } } }');
    expect(tickets.nodes).toEqual([{ match: null }]);
  });

  it('comes best first, or in the order that is asked for, page by page', async () => {
    const { customer, agent } = await newTenant();
    await customer.openTicket({ title: 'One', description: 'Also about the modem.' });
    await customer.openTicket({ title: 'Modem', description: 'It hums.' });
    await customer.openTicket({ title: 'Three', description: 'No modem here.' });
    expect((await found(agent, 'modem'))[0]).toBe('Modem');
    const sort = { field: 'NUMBER', direction: 'ASCENDING' };
    const sorted = await page(agent, { search: 'modem', sort });
    expect(sorted.nodes.map(({ title }) => title)).toEqual(['One', 'Modem', 'Three']);
    for (const order of [null, sort]) {
      const whole = (await page(agent, { search: 'modem', sort: order })).nodes.map(({ title }) => title);
      const paged: string[] = [];
      let after: string | null = null;
      do {
        const { nodes, pageInfo, totalCount } = await page(agent, { search: 'modem', sort: order, first: 1, after });
        expect(totalCount).toBe(3);
        paged.push(...nodes.map(({ title }) => title));
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after);
      expect(paged).toEqual(whole);
    }
  });

  it('is no note of staff for customers, and nothing of others', async () => {
    const { tenant, customer, agent } = await newTenant();
    const { id } = await customer.openTicket({ title: 'Lamp', description: 'It hums.' });
    await agent.write(id, 'Replace the transformer.', { internal: true });
    const neighbour = await tenant.customer();
    await neighbour.openTicket({ title: 'The neighbour’s', description: 'The transformer hums.' });
    expect(await found(customer, 'transformer')).toEqual([]);
    expect(await found(customer, 'hums')).toEqual(['Lamp']);
    expect((await found(agent, 'transformer')).toSorted()).toEqual(['Lamp', 'The neighbour’s']);
    expect(await found(agent, 'hums transformer lamp')).toEqual(['Lamp']);
    const elsewhere = await newTenant();
    await elsewhere.customer.openTicket({ title: 'Of another tenant', description: 'It hums.' });
    expect(await found(elsewhere.agent, 'hums')).toEqual(['Of another tenant']);
  });
});

describe('a long conversation', () => {
  it('is found by its first words and its last, by words that are far apart in it, and once', async () => {
    const { customer, agent } = await newTenant();
    const { id } = await customer.openTicket({ title: 'Long story', description: 'It began with a thunderstorm.' });
    for (let part = 0; part < 12; part++) {
      const words = Array.from({ length: 120 }, (_, index) => `word${String.fromCharCode(97 + part)}x${index}`);
      await (part % 2 ? agent : customer).write(id, words.join(' '));
    }
    await customer.write(id, 'It ended with a rainbow.');
    for (const search of ['thunderstorm', 'rainbow', 'story rainbow', 'wordax5', 'wordlx119'])
      expect(await found(agent, search), search).toEqual(['Long story']);
    await customer.write(id, 'Or with a firefly.');
    expect(await found(agent, 'firefly rainbow')).toEqual(['Long story']);
    const [only] = (await page(agent, { search: 'firefly' })).nodes;
    expect(marked(only!.match.excerpt)).toBe('Or with a [firefly].');
  });
});

describe('the index', () => {
  it('is brought up to date in the background, too, whoever wrote', async () => {
    const { customer, agent } = await newTenant();
    const { app } = await portal.secondServer();
    await customer.openTicket({ title: 'Written before', description: 'A seagull.' });
    await indexTickets(app.portal);
    const { rows } = await portal.database.superuser.query(
      `select count(*)::int as count from search.ticket_document where words::text like '%seagul%'`,
    );
    expect(rows).toEqual([{ count: 1 }]);
    expect(await found(agent, 'seagull')).toEqual(['Written before']);
  });

  it('is beyond the reach of the server’s role, and of its functions only those that ask the scope answer', async () => {
    const server = await connect(portal.database.url);
    for (const table of ['ticket_document', 'ticket_word', 'ticket_progress'])
      await expect(server.query(`select from search.${table}`), table).rejects.toThrow('permission denied');
    await expect(server.query(`select search.save_tickets('[]', '[]')`)).rejects.toThrow('only the portal');
    const { rows } = await server.query(`select * from search.find_tickets('[{"exact": "''x''"}]', '', '', true)`);
    expect(rows).toEqual([]);
    await server.end();
  });
});
