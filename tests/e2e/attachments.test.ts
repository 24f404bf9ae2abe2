import { beforeAll, describe, expect, it } from 'vitest';
import { makeSessionLink } from '../../server/access/session-links.ts';
import {
  drop,
  file,
  files,
  namesIn,
  paste,
  picture,
  refuseOnce,
  send,
  slowDown,
  text,
  uploaded,
  watchUploads,
} from '../support/attachment-pages.ts';
import { openNetwork } from '../support/network.ts';
import { signIn, useVisitedServer, type PageOptions } from '../support/pages.ts';
import { message, reply } from '../support/ticket-pages.ts';
import type { TestTenant } from '../support/world.ts';

const server = useVisitedServer();
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await server.world.tenant();
});

const openBrowser = (options?: PageOptions) => server.openPage(tenant, options);

describe('a customer with files', () => {
  it('drops two, cancels one, sends, and sees the thumbnail', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await reply(page).fill('This is what I see.');
    await slowDown(page, 200_000);
    await drop(page, page.getByRole('form'), picture('modem.png'), text('modem.log', 4_000_000));
    await uploaded(page, 'modem.png');
    const bar = page.getByRole('progressbar', { name: 'Upload of modem.log' });
    await expect.poll(() => bar.getAttribute('aria-valuenow').then(Number)).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Cancel upload of modem.log' }).click();
    await file(page, 'modem.log').waitFor({ state: 'detached' });
    await slowDown(page, -1);
    await send(page).click();

    const shown = message(page, 'This is what I see.').getByRole('img', { name: 'modem.png' });
    await shown.waitFor();
    await expect.poll(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    await expect.poll(() => files(page).count()).toBe(0);
    expect(await namesIn(customer, ticket.id)).toEqual(['modem.png']);
  });

  it('opens a ticket with a pasted screenshot, which waits to be sent until it is there', async () => {
    const customer = await tenant.customer();
    const page = await openBrowser();
    await signIn(page, customer, '/tickets/new');
    await page.getByLabel('Title').fill('No light on the modem');
    await page.getByLabel('Description').fill('See the picture.');
    await slowDown(page, 100_000);
    await paste(page, page.getByLabel('Description'), picture('image.png'));
    await drop(page, page.getByLabel('Title'), text('router.log', 300_000));
    await page.getByRole('button', { name: 'Create ticket' }).click();
    await page.getByRole('button', { name: /^Waiting for \d files?/ }).waitFor();
    await page.getByRole('heading', { name: 'No light on the modem' }).waitFor();
    await slowDown(page, -1);
    await page.getByRole('img', { name: 'image.png' }).waitFor();
    await page.getByRole('link', { name: /^Download router\.log/ }).waitFor();
    const ticketId = new URL(page.url()).pathname.split('/').at(-1)!;
    expect((await namesIn(customer, ticketId)).toSorted()).toEqual(['image.png', 'router.log']);
  });

  it('is told what will be refused, and why, before anything is sent', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    const uploads = watchUploads(page);
    await reply(page).fill('What is wrong with these?');
    await drop(
      page,
      page.getByRole('form'),
      text('setup.exe'),
      text('huge.log', 10 * 1024 ** 2 + 1),
      text('nothing.txt', 0),
    );
    await file(page, 'setup.exe').getByText('this file type isn’t allowed').waitFor();
    await file(page, 'huge.log').getByText('the limit is 10 MB').waitFor();
    await file(page, 'nothing.txt').getByText('the file is empty').waitFor();
    await expect.poll(() => page.getByRole('log').filter({ hasText: 'setup.exe' }).count()).toBe(1);
    expect(uploads.count).toBe(0);

    await drop(
      page,
      page.getByRole('form'),
      ...Array.from({ length: 11 }, (_, index) => text(`part-${index + 1}.txt`)),
    );
    await file(page, 'part-11.txt').getByText('up to 10 files').waitFor();
    await uploaded(page, 'part-10.txt');
    expect(uploads.count).toBe(10);
  });

  it('reads that a file does not match its file extension, and sends the message without it', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await reply(page).fill('This is no picture.');
    await drop(page, page.getByRole('form'), { ...text('photo.png'), mimeType: 'image/png' });
    await file(page, 'photo.png').getByText('does not match its file extension').waitFor();
    await send(page).click();
    await page.getByRole('alert').filter({ hasText: 'photo.png' }).waitFor();
    await expect.poll(() => reply(page).inputValue()).toBe('This is no picture.');
    await page.getByRole('button', { name: 'Remove photo.png' }).click();
    await send(page).click();
    await message(page, 'This is no picture.').waitFor();
    expect(await namesIn(customer, ticket.id)).toEqual([]);
  });

  it('keeps text and files when the connection breaks, over a reload too, and tries again', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const network = await openNetwork(server.port);
    const page = await openBrowser({ port: network.port });
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await reply(page).fill('Written on a train.');
    await drop(page, page.getByRole('form'), text('first.txt'));
    await uploaded(page, 'first.txt');
    network.cut();
    await drop(page, page.getByRole('form'), text('second.txt'));
    await file(page, 'second.txt').getByText('Couldn’t upload').waitFor();
    await send(page).click();
    await page.getByRole('alert').filter({ hasText: 'second.txt' }).waitFor();
    network.restore();
    await page.getByRole('button', { name: 'Try second.txt again' }).click();
    await uploaded(page, 'second.txt');
    await page.reload();
    await uploaded(page, 'first.txt');
    await uploaded(page, 'second.txt');
    await expect.poll(() => reply(page).inputValue()).toBe('Written on a train.');
    await send(page).click();
    await message(page, 'Written on a train.').waitFor();
    expect(await namesIn(customer, ticket.id)).toEqual(['first.txt', 'second.txt']);
  });

  it('sends a picture without a word, and reads so where texts are shown', async () => {
    const customer = await tenant.customer();
    const agent = await tenant.agent();
    const ticket = await customer.openTicket();
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await drop(page, page.getByRole('form'), picture('modem.png'));
    await uploaded(page, 'modem.png');
    await send(page).click();
    await page.getByRole('img', { name: 'modem.png' }).waitFor();
    expect(await customer.thread(ticket.id)).toEqual(['It went dark at noon.', '']);
    const answer = await agent.upload({ name: 'plan.txt', content: 'The plan.' });
    await agent.write(ticket.id, '', { attachmentIds: [answer.id] });
    await page.getByRole('link', { name: /^Download plan\.txt/ }).waitFor();
    await agent.done('ticketUpdate', { id: ticket.id, input: { status: 'PENDING' } });
    await page.goto('/');
    await page.getByText('Only files, no text').first().waitFor();
  });

  it('adds, removes and views files with the keyboard alone', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await reply(page).fill('Three pictures, no more.');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Add files' }).press('Enter');
    await (await chooser).setFiles(['one', 'two', 'three', 'four'].map((name) => picture(`${name}.png`)));
    await uploaded(page, 'four.png');
    await page.getByRole('button', { name: 'Remove four.png' }).press('Enter');
    await file(page, 'four.png').waitFor({ state: 'detached' });
    await uploaded(page, 'three.png');
    await reply(page).press('Control+Enter');

    const thumbnails = page.getByRole('button', { name: /^View / });
    await expect.poll(() => thumbnails.getByRole('img').count(), { timeout: 15_000 }).toBe(3);
    const [first, second] = await thumbnails
      .getByRole('img')
      .evaluateAll((all) => all.map((image) => image.getAttribute('alt')!));
    const opener = thumbnails.first();
    await opener.press('Enter');
    const viewer = page.getByRole('dialog');
    await viewer.getByRole('img', { name: first! }).waitFor();
    await page.keyboard.press('ArrowRight');
    await viewer.getByRole('img', { name: second! }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await viewer.getByRole('img', { name: first! }).waitFor();
    await page.keyboard.press('Escape');
    await viewer.waitFor({ state: 'detached' });
    await expect.poll(() => opener.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('gets the file as it was, whatever became of the link shown', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await reply(page).fill('Here is the log.');
    await drop(page, page.getByRole('form'), text('modem.log'));
    await uploaded(page, 'modem.log');
    await send(page).click();
    const link = page.getByRole('link', { name: /^Download modem\.log/ });
    // As five minutes later: the first link is refused, and a new one asked for.
    const shownLink = new URL((await link.getAttribute('href'))!, server.url).search;
    await refuseOnce(page, (url) => url.pathname.startsWith('/attachments/') && url.search === shownLink);
    const download = page.waitForEvent('download');
    await link.click();
    expect((await download).suggestedFilename()).toBe('modem.log');
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toContain(ticket.title);
  });

  it('sees a picture again whose link has ended', async () => {
    const customer = await tenant.customer();
    const ticket = await customer.openTicket();
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await reply(page).fill('Look at this.');
    await drop(page, page.getByRole('form'), picture('modem.png'));
    await uploaded(page, 'modem.png');
    await send(page).click();
    const thumbnail = page.getByRole('img', { name: 'modem.png' });
    await thumbnail.waitFor();
    const asked = { links: 0 };
    page.on('request', (request) => {
      if (request.postData()?.includes('TicketAttachments')) asked.links++;
    });
    await refuseOnce(page, (url) => url.searchParams.get('variant') === 'thumbnail');
    await page.reload();
    await expect.poll(() => asked.links).toBeGreaterThan(0);
    await thumbnail.waitFor();
    await expect.poll(() => thumbnail.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);

    // The same in the viewer.
    const original = page.getByRole('dialog').getByRole('img', { name: 'modem.png' });
    await refuseOnce(page, (url) => url.searchParams.get('variant') === 'original');
    const refused = page.waitForResponse((response) => response.status() === 403);
    await thumbnail.click();
    await refused;
    await expect.poll(() => original.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
  });
});

describe('somebody else', () => {
  it('is never given the link to a file, and cannot open one that was found after its time, or altered', async () => {
    const [customer, stranger] = await Promise.all([tenant.customer(), tenant.customer()]);
    const ticket = await customer.openTicket();
    const page = await openBrowser();
    await signIn(page, customer, `/tickets/${ticket.id}`);
    await reply(page).fill('A private matter.');
    await drop(page, page.getByRole('form'), picture('private.png'));
    await uploaded(page, 'private.png');
    await send(page).click();
    const shown = message(page, 'A private matter.').getByRole('img', { name: 'private.png' });
    await shown.waitFor();
    const link = new URL((await shown.getAttribute('src'))!, page.url());

    const other = await openBrowser();
    await signIn(other, stranger, `/tickets/${ticket.id}`);
    await other.getByRole('heading', { name: 'Ticket not found' }).waitFor();
    expect(await other.content()).not.toContain('private.png');

    const path = `${link.pathname}?variant=thumbnail`;
    const holder = { tenantId: tenant.id, sessionId: link.searchParams.get('session')! };
    const fiveMinutesAgo = Date.now() - 5 * 60_000;
    const expired = makeSessionLink(server.world.portal.signedLinks, path, holder, fiveMinutesAgo);
    const prolonged = new URL(link);
    prolonged.searchParams.set('expires', String(Number(link.searchParams.get('expires')) + 3600));
    const swapped = new URL(link);
    swapped.searchParams.set('variant', 'original');
    for (const address of [expired, prolonged.href, swapped.href]) {
      for (const person of [other, page]) {
        const answer = await person.goto(address);
        expect(answer!.status(), address).toBe(403);
        expect(await answer!.text()).toBe('This link is not valid or has expired.');
      }
    }
  });
});
