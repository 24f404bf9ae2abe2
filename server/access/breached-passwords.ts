import { createHash } from 'node:crypto';
import { asWritten, type Egress } from '../egress/egress.ts';

const timeoutMs = 3_000;
const maxBytes = 1_024 * 1_024;
const prefixLength = 5;

/** A service that knows which passwords have leaked, and is told the first five letters of the hash of one only. */
export class BreachedPasswords {
  constructor(
    private readonly egress: Egress,
    /** Unset: nobody is asked. */
    private readonly url: string | undefined,
    private readonly warn: (message: string, error: unknown) => void,
  ) {}

  /** Whether the service knows it; false where the service does not answer, so that nobody waits for it to come back. */
  async have(password: string): Promise<boolean> {
    if (this.url === undefined) return false;
    const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
    try {
      const known = await this.ask(this.url, hash.slice(0, prefixLength));
      return known.some((line) => isFound(line, hash.slice(prefixLength)));
    } catch (error) {
      this.warn('Whether a password has leaked could not be asked', error);
      return false;
    }
  }

  /** Lines of the rest of a hash and how often it was found. */
  private async ask(service: string, prefix: string): Promise<string[]> {
    const url = new URL(prefix, service.endsWith('/') ? service : `${service}/`);
    // padded, so that the length of the answer tells nobody on the way what was asked
    const headers = { 'add-padding': 'true' };
    const { status, body } = await this.egress.request(url.href, {
      ...asWritten(url),
      headers,
      timeoutMs,
      maxBytes,
    });
    if (status !== 200) throw new Error(`The service answered ${status}`);
    return body.toString('latin1').split('\n');
  }
}

/** Padding is found no time. */
function isFound(line: string, rest: string): boolean {
  const [found, count] = line.trim().split(':');
  return found?.toUpperCase() === rest && count !== '0';
}
