import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const markdownIn = (folder: string, recursive: boolean) =>
  readdirSync(join(root, folder), { recursive, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const files = [...markdownIn('.', false), ...markdownIn('docs', true)];

const missingIn = (pattern: RegExp, pathOf: (file: string, match: string) => string) =>
  files.flatMap((file) =>
    [...read(file).matchAll(pattern)]
      .map(([, match]) => match!)
      .filter((match) => !existsSync(join(root, pathOf(file, match))))
      .map((match) => `${file}: ${match}`),
  );

describe('the docs', () => {
  it('link to files that exist', () => {
    expect(missingIn(/\]\((?!\w+:|#)([^)#\s]+)/g, (file, target) => join(dirname(file), target))).toEqual([]);
  });

  it('name files and folders that exist', () => {
    const paths = /`((?:server|shared|web|tests|bench|docs)\/[\w./-]*)`/g;
    expect(missingIn(paths, (_, path) => path)).toEqual([]);
  });

  it('list every decision record in docs/adr/README.md', () => {
    const records = readdirSync(join(root, 'docs/adr')).filter((name) => /^\d/.test(name));
    const index = read('docs/adr/README.md');
    expect(records.filter((name) => !index.includes(`(${name})`))).toEqual([]);
  });

  it('show every folder of the server in docs/architecture.md', () => {
    const folders = readdirSync(join(root, 'server'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const architecture = read('docs/architecture.md');
    expect(folders.map(({ name }) => name).filter((name) => !architecture.includes(`${name}/`))).toEqual([]);
  });
});
