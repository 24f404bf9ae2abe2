import fc from 'fast-check';
import { decodeJwt } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { usePortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';
import { Visitor, letTimePass } from './visitor.ts';

// Any order in which tabs, processes and thieves refresh one session at two servers, compared with what is promised.

const portal = usePortal();
const people: Person[] = [];
let servers: string[];

beforeAll(async () => {
  const tenant = await portal.world.tenant();
  people.push(...(await Promise.all(Array.from({ length: 4 }, () => tenant.customer()))));
});

type Who = 'owner' | 'thief with a copy of the browser' | 'thief elsewhere';
const thieves = ['thief with a copy of the browser', 'thief elsewhere'] as const;
const userAgents: Record<Who, string> = {
  owner: 'The browser',
  'thief with a copy of the browser': 'The browser',
  'thief elsewhere': 'Another browser',
};

interface Request {
  who: Who;
  server: number;
  isLost: boolean;
}

/** Seconds that pass, a theft of the cookie, or requests that are under way at once. */
type Step = { seconds: number } | { thief: Who } | { requests: Request[] };

/** Far enough from thirty that it does not matter how long the requests take. */
const seconds = fc.constantFrom(20, 40).map((passed): Step => ({ seconds: passed }));
const server = fc.nat({ max: 1 });
const theft = fc.constantFrom(...thieves).map((thief): Step => ({ thief }));
const requests = (...who: Who[]) =>
  fc
    .array(fc.record({ who: fc.constantFrom(...who), server, isLost: fc.boolean() }), { minLength: 1, maxLength: 3 })
    .map((together): Step => ({ requests: together }));

/** What the servers know of the session. */
interface Session {
  hasEnded: boolean;
  generation: number;
  /** In seconds since the sign-in. */
  since: number;
  firstGivenTo: string;
}

/** What is promised to whoever uses the token of a generation: the generation they are given, or the end. */
function promised(session: Session, used: number, userAgent: string, now: number): [Session, number | 'ended'] {
  if (session.hasEnded) return [session, 'ended'];
  const { generation } = session;
  const isRepeat = now - session.since < 30 && userAgent === session.firstGivenTo;
  if (isRepeat && (used === generation || used === generation - 1)) return [session, generation];
  if (used !== generation) return [{ ...session, hasEnded: true }, 'ended'];
  return [{ ...session, generation: used + 1, since: now, firstGivenTo: userAgent }, used + 1];
}

const generationOf = (visitor: Visitor) => decodeJwt<{ generation: number }>(visitor.refreshToken!).generation;

/** Signs in, takes the steps, and fails where no order of the requests that were under way at once explains the answers. */
async function play(steps: Step[], person: Person) {
  const browser = new Visitor(servers[0]!, 'portal.test', { 'user-agent': userAgents.owner });
  await browser.signIn({ email: person.email, tenant: person.tenantSlug });
  const jars: Partial<Record<Who, Visitor>> = { owner: browser };
  let possible: Session[] = [{ hasEnded: false, generation: 1, since: 0, firstGivenTo: userAgents.owner }];
  let now = 0;
  let realTime = Date.now();

  /** Also takes back how long the requests took. */
  async function pass(passed: number) {
    await letTimePass(portal, `${passed * 1_000 - (Date.now() - realTime)} milliseconds`);
    realTime = Date.now();
    now += passed;
  }

  async function send({ who, server: at, isLost }: Request) {
    const jar = jars[who];
    if (!jar?.refreshToken) return null;
    const used = generationOf(jar);
    const request = jar.copy({ url: servers[at]! });
    const { session } = await request.refresh();
    const answer = session ? generationOf(request) : ('ended' as const);
    if (!isLost) jar.refreshToken = request.refreshToken;
    return { used, userAgent: userAgents[who], answer };
  }

  for (const step of steps) {
    if ('seconds' in step) await pass(step.seconds);
    else if ('thief' in step) jars[step.thief] = jars.owner!.copy({ userAgent: userAgents[step.thief] });
    else {
      const sent = (await Promise.all(step.requests.map(send))).filter((each) => each !== null);
      possible = ordersOf(sent).flatMap((order) =>
        possible.flatMap((start) => {
          let session = start;
          for (const { used, userAgent, answer } of order) {
            const [next, due] = promised(session, used, userAgent, now);
            if (due !== answer) return [];
            session = next;
          }
          return [session];
        }),
      );
      possible = [...new Map(possible.map((session) => [JSON.stringify(session), session])).values()];
      expect(possible, `no order explains ${JSON.stringify(sent)}`).not.toEqual([]);
      await pass(0);
    }
  }
  return { jars, hasEnded: possible.every((session) => session.hasEnded), pass, send };
}

const ordersOf = <Item>(items: Item[]): Item[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, at) => ordersOf(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));

describe('refreshing a session', { timeout: 120_000 }, () => {
  beforeEach(async () => {
    servers = [portal.url, (await portal.secondServer()).url];
  });

  it('goes on for its owner, whatever is lost, while one answer arrives within thirty seconds', async () => {
    const steps = fc.array(
      fc.tuple(requests('owner'), seconds).map(([step, time]) => [step, requestOf('owner'), time]),
      { minLength: 1, maxLength: 4 },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (several) => {
        const { hasEnded } = await play(several.flat(), people[run++ % people.length]!);
        expect(hasEnded).toBe(false);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it('keeps its promises in any order, and tells a thief from the owner once both have gone on', async () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 2, arbitrary: seconds },
        { weight: 2, arbitrary: theft },
        { weight: 5, arbitrary: requests('owner', ...thieves) },
      ),
      { minLength: 2, maxLength: 10 },
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(steps, fc.constantFrom(...thieves), async (several, thief) => {
        const end: Step[] = [{ thief }, ...['owner', thief].flatMap((who) => [{ seconds: 40 }, requestOf(who as Who)])];
        const { hasEnded } = await play([...several, ...end], people[run++ % people.length]!);
        expect(hasEnded).toBe(true);
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});

const requestOf = (who: Who): Step => ({ requests: [{ who, server: 0, isLost: false }] });
