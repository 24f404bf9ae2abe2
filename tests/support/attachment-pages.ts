import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import type { Person } from './world.ts';

// What stands on the pages with files, and how files come to them.

export const send = (page: Page) => page.getByRole('button', { name: 'Send reply' });
export const files = (page: Page) => page.getByRole('form').getByRole('list', { name: 'Files' }).getByRole('listitem');
export const file = (page: Page, name: string) => files(page).filter({ hasText: name });
export const uploaded = (page: Page, name: string) => file(page, name).getByText('Uploaded').waitFor();

/** A file that somebody has on their device. */
interface GivenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const screenshot = await sharp({ create: { width: 640, height: 400, channels: 3, background: 'white' } })
  .png()
  .toBuffer();

export const picture = (name: string): GivenFile => ({ name, mimeType: 'image/png', buffer: screenshot });

export const text = (name: string, bytes = 12): GivenFile => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.alloc(bytes, 'log\n'),
});

/** What a browser carries along when files are dragged or copied. */
function transferOf(page: Page, given: GivenFile[]) {
  return page.evaluateHandle(
    (sent) => {
      const transfer = new DataTransfer();
      for (const { name, type, content } of sent) {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.codePointAt(0)!);
        transfer.items.add(new File([bytes], name, { type }));
      }
      return transfer;
    },
    given.map(({ name, mimeType: type, buffer }) => ({ name, type, content: buffer.toString('base64') })),
  );
}

export async function drop(page: Page, onto: Locator, ...given: GivenFile[]): Promise<void> {
  const dataTransfer = await transferOf(page, given);
  await onto.dispatchEvent('dragover', { dataTransfer });
  await onto.dispatchEvent('drop', { dataTransfer });
}

export async function paste(page: Page, into: Locator, ...given: GivenFile[]): Promise<void> {
  const clipboardData = await transferOf(page, given);
  await into.evaluate(
    (element, transfer) =>
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })),
    clipboardData,
  );
}

export async function slowDown(page: Page, uploadThroughput: number): Promise<void> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Network.enable');
  await devTools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput,
  });
}

/** Counts the files that leave the browser. */
export function watchUploads(page: Page): { count: number } {
  const uploads = { count: 0 };
  page.on('request', (request) => {
    if (request.headers()['content-type']?.startsWith('multipart/form-data')) uploads.count++;
  });
  return uploads;
}

/** The names of the files on a ticket as this person sees them. */
export const namesIn = async (person: Person, ticketId: string): Promise<string[]> =>
  (await person.files(ticketId)).flat().map(({ name }) => name);

/** Answers the first request to such an address as one by a link that has expired. */
export async function refuseOnce(page: Page, matches: (url: URL) => boolean): Promise<void> {
  let refused = false;
  await page.route(matches, (route) => {
    if (refused) return route.continue();
    refused = true;
    return route.fulfill({ status: 403, body: 'This link is not good.' });
  });
}
