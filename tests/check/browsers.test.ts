import compatibility, {
  type Identifier,
  type SimpleSupportStatement,
} from '@mdn/browser-compat-data' with { type: 'json' };
import browserslist from 'browserslist';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

// The names of browserslist, where the data has others. Instance methods of the language are left to `lib` in web/tsconfig.json.
const names: Record<string, string> = { ios_saf: 'safari_ios', samsung: 'samsunginternet_android' };

/** The oldest supported version of each browser. */
const oldest = new Map<string, number>();
for (const entry of browserslist(undefined, { path: root })) {
  const [name = '', version = ''] = entry.split(' ');
  const browser = names[name] ?? name;
  oldest.set(browser, Math.min(oldest.get(browser) ?? Infinity, Number.parseFloat(version)));
}

/** What is known not to be everywhere: where it is missing, nothing is lost but a hint. */
const dispensable = ['navigator.cookieEnabled'];

const sources = ['web/src', 'shared'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|vue)$/.test(name) && !name.startsWith('gql/'))
    .map((name) => join(folder, name)),
);

it('the portal asks no browser of package.json for what it does not have', () => {
  const found = sources.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\b([A-Za-z]\w*)\.([a-z]\w*)/g)]
      .map(([, owner = '', member = '']) => ({ use: `${owner}.${member}`, missingIn: lacking(owner, member) }))
      .filter(({ use, missingIn }) => missingIn.length && !dispensable.includes(use))
      .map(({ use, missingIn }) => `${file}: ${use} (${missingIn.join(', ')})`),
  );
  expect(found).toEqual([]);
});

it('the check knows what some of them lack', () => {
  for (const [owner, member] of [
    ['AbortSignal', 'any'],
    ['AbortSignal', 'timeout'],
    ['URL', 'canParse'],
    ['Object', 'groupBy'],
    ['Promise', 'withResolvers'],
    ['Array', 'fromAsync'],
    ['window', 'requestIdleCallback'],
    ['document', 'startViewTransition'],
    ['navigator', 'userAgentData'],
  ] as const) {
    expect(lacking(owner, member), `${owner}.${member}`).not.toEqual([]);
  }
  for (const [owner, member] of [
    ['AbortSignal', 'abort'],
    ['Object', 'hasOwn'],
    ['Intl', 'supportedValuesOf'],
    ['navigator', 'languages'],
  ] as const) {
    expect(lacking(owner, member), `${owner}.${member}`).toEqual([]);
  }
});

/** The browsers of which the oldest supported version lacks a member of something global. */
function lacking(owner: string, member: string): string[] {
  const { api, javascript } = compatibility;
  const builtin = javascript.builtins?.[owner];
  const interfaceName = owner[0]!.toUpperCase() + owner.slice(1);
  const described: Identifier | undefined =
    builtin?.[member] ?? api[interfaceName]?.[member] ?? api[interfaceName]?.[`${member}_static`];
  const support = described?.__compat?.support ?? {};
  return [...oldest]
    .filter(([browser, version]) => {
      const statements = support[browser as keyof typeof support];
      return statements && !has([statements].flat(), version);
    })
    .map(([browser, version]) => `${browser} ${version}`);
}

const has = (statements: SimpleSupportStatement[], version: number): boolean =>
  statements.some(({ version_added, version_removed, flags, prefix, alternative_name }) => {
    const isUsable = typeof version_added === 'string' && !flags && !prefix && !alternative_name && !version_removed;
    return isUsable && Number.parseFloat(version_added.replace('≤', '')) <= version;
  });
