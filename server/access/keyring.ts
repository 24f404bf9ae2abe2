import { createSecretKey, hkdfSync, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import { link, mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';

/** Bytes of the name of a key, and its letters as base64url: they come out even. */
export const keyIdBytes = 6;
export const keyIdLetters = 8;

/** How many former secrets are still accepted where the portal keeps its own. */
const keptSecrets = 3;

/** A secret with what is derived from it. */
export class Key {
  readonly secret: KeyObject;
  /** Names the secret without telling anything of it. */
  readonly id: string;
  private readonly derived = new Map<string, Buffer>();

  constructor(secret: string) {
    this.secret = createSecretKey(secret, 'utf8');
    this.id = this.derive('key-id').toString('base64url').slice(0, keyIdLetters);
  }

  /** A key for one purpose. */
  derive(purpose: string): Buffer {
    let key = this.derived.get(purpose);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', this.secret, '', `shohayota-portal/${purpose}`, 32));
      this.derived.set(purpose, key);
    }
    return key;
  }
}

/** The secret that signs and encrypts, and others of which it is still, or already, accepted. */
export class Keyring {
  readonly current: Key;
  readonly all: Key[];

  constructor(secret: string, accepted: string[] = []) {
    this.current = new Key(secret);
    this.all = [this.current, ...accepted.map((each) => new Key(each))];
  }

  /** The key of this name, which whoever shows something signed says. */
  find(id: string): Key | undefined {
    return this.all.find((key) => key.id === id);
  }
}

/** What is configured, or generated once into the data directory. */
export async function readKeyring({ jwtSecret, jwtSecretsAccepted, dataDirectory }: Config): Promise<Keyring> {
  if (jwtSecret !== undefined) return new Keyring(jwtSecret, jwtSecretsAccepted);
  const [secret, ...former] = await storedSecrets(dataDirectory);
  return new Keyring(secret!, [...former, ...jwtSecretsAccepted]);
}

/** Puts a new secret before those that the data directory has, of which the last ones go on being accepted. */
export async function renewStoredSecret({ dataDirectory }: Config): Promise<void> {
  const secrets = [makeSecret(), ...(await storedSecrets(dataDirectory))].slice(0, 1 + keptSecrets);
  const draft = await writeDraft(secretsFile(dataDirectory), secrets.join('\n'));
  await rename(draft, secretsFile(dataDirectory));
}

/** The newest first. */
async function storedSecrets(directory: string): Promise<string[]> {
  const path = secretsFile(directory);
  await mkdir(directory, { recursive: true });
  const draft = await writeDraft(path, makeSecret());
  try {
    // a hard link appears whole or not at all, and only one of two starting servers can make it
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
  return (await readFile(path, 'utf8')).split('\n');
}

async function writeDraft(path: string, text: string): Promise<string> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600 });
  return draft;
}

const secretsFile = (directory: string) => join(directory, 'jwt-secret');
const makeSecret = () => randomBytes(48).toString('base64url');
