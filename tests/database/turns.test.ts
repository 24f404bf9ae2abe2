import { describe, expect, it } from 'vitest';
import { Turns } from '../../server/database/turns.ts';

const limits = { total: 4, each: 2, waiting: 3, patience: 60_000 };

/** Asks for `count` turns of one tenant; `granted` tells the order over all. */
function ask(turns: Turns, tenant: string, count: number, granted: string[]) {
  return Array.from({ length: count }, (_, index) => {
    const turn = turns.take(tenant);
    turn.then(
      () => granted.push(`${tenant}${index + 1}`),
      () => granted.push(`${tenant}${index + 1} refused`),
    );
    return turn;
  });
}

/** Everything that follows from what has happened has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('turns', () => {
  it('leave a share for the others however much one tenant asks', async () => {
    const turns = new Turns(limits);
    const granted: string[] = [];
    void ask(turns, 'a', 5, granted);
    void ask(turns, 'b', 2, granted);
    await settled();
    expect(granted).toEqual(['a1', 'a2', 'b1', 'b2']);
  });

  it('go round between the tenants that wait', async () => {
    const turns = new Turns({ ...limits, total: 2 });
    const granted: string[] = [];
    const [first, second, third] = ask(turns, 'a', 5, granted);
    void ask(turns, 'b', 2, granted);
    void ask(turns, 'c', 1, granted);
    await settled();
    (await first!)();
    (await second!)();
    await settled();
    expect(granted).toEqual(['a1', 'a2', 'a3', 'b1']);
    (await third!)();
    await settled();
    expect(granted.at(-1)).toBe('c1');
  });

  it('are refused at once when too many of the tenant wait already', async () => {
    const turns = new Turns(limits);
    const granted: string[] = [];
    const asked = ask(turns, 'a', 6, granted);
    await expect(asked[5]).rejects.toMatchObject({
      extensions: { code: 'SERVICE_UNAVAILABLE', http: { status: 503 } },
    });
    expect(granted).toEqual(['a1', 'a2', 'a6 refused']);
    (await asked[0]!)();
    await settled();
    expect(granted.at(-1)).toBe('a3');
  });

  it('are refused after some time', async () => {
    const turns = new Turns({ ...limits, patience: 1 });
    const granted: string[] = [];
    const [first, , third] = ask(turns, 'a', 3, granted);
    await expect(third).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    (await first!)();
    void ask(turns, 'a', 1, granted);
    await settled();
    expect(granted).toEqual(['a1', 'a2', 'a3 refused', 'a1']);
  });

  it('are not kept for who has left', async () => {
    const turns = new Turns(limits);
    const granted: string[] = [];
    const [first] = ask(turns, 'a', 2, granted);
    const leaving = new AbortController();
    const left = turns.take('a', leaving.signal);
    void ask(turns, 'a', 1, granted);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
    await expect(turns.take('b', leaving.signal)).rejects.toThrow('Nobody waits');
    (await first!)();
    await settled();
    expect(granted).toEqual(['a1', 'a2', 'a1']);
  });
});
