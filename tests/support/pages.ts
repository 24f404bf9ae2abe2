import type { APIResponse, Browser, BrowserContextOptions, Locator, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { launchBrowser } from './browser.ts';
import { startServer, type ServerOptions, type TestServer } from './server.ts';
import { password, type Person, type TestTenant } from './world.ts';

/** How a page is opened: at the port of the server, unless another leads there too. */
export interface PageOptions extends BrowserContextOptions {
  port?: number;
}

/** A server and a browser that visits it. */
export interface VisitedServer extends TestServer {
  /** A page in a browser session of its own, at the address of the tenant, or at that of the portal. */
  openPage(tenant: TestTenant | null, options?: PageOptions): Promise<Page>;
}

export const phoneScreen = { viewport: { width: 390, height: 844 } };

/** Gives the tests of a file a server and a browser of their own, which are there once the tests begin. */
export function useVisitedServer(serverOptions?: ServerOptions): VisitedServer {
  let server: TestServer | undefined;
  let browser: Browser | undefined;
  const visited = {
    async openPage(of, { port = visited.port, ...options } = {}) {
      const baseURL = `http://${of ? `${of.tenant.slug}.` : ''}localhost:${port}`;
      const context = await browser!.newContext({ baseURL, locale: 'en-GB', ...options });
      onTestFinished(async () => {
        // a request that is still under way at the end is nobody's failure
        await Promise.all(context.pages().map((each) => each.unrouteAll({ behavior: 'ignoreErrors' })));
        await context.close();
      });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      return page;
    },
  } as VisitedServer;
  beforeAll(async () => {
    server = await startServer(serverOptions);
    Object.assign(visited, server);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  return visited;
}

/** Sends the server what a page sent, for whoever does something with its answer: only browsers know where names below localhost lead. */
export function deliver(route: Route, { url }: TestServer, headers: Record<string, string> = {}): Promise<APIResponse> {
  const request = route.request();
  const { host } = new URL(request.url());
  return route.fetch({ url: `${url}/graphql`, headers: { ...request.headers(), host, ...headers } });
}

/** Goes to `path`, and signs in on the way there. */
export async function signIn(page: Page, person: Person, path = '/'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign in' }).waitFor({ state: 'detached' });
}

/** The headline of a page. */
export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

export const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Walks by Tab, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let step = 0; step < 60; step++) {
    if (await isFocused(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not lead there.');
}

/** How far the page can be moved sideways. */
export const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
