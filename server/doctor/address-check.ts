import type { Config } from '../config.ts';
import { readRanges } from '../egress/addresses.ts';
import { EgressError } from '../egress/egress-error.ts';
import { Egress, asWritten } from '../egress/egress.ts';
import { failed, ok, reasonOf, warning, type Finding } from './finding.ts';

/** The operator's own address may be anywhere: it was not given by a tenant. */
const everywhere = readRanges(
  '10.0.0.0/8,127.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,fc00::/8,fd00::/8,::1/128',
)!;

/** Whether the portal answers where its emails lead. */
export async function checkAddress({ publicUrl }: Config): Promise<Finding> {
  const subject = 'public address';
  const url = new URL('/livez', publicUrl);
  try {
    const answer = await new Egress(everywhere).request(url.href, {
      ...asWritten(url),
      timeoutMs: 8_000,
    });
    const isPortal = answer.status === 200 && answer.body.toString().includes('"ok"');
    if (!isPortal)
      return failed(
        subject,
        `something else answers at ${publicUrl} (${answer.status})`,
        'Let the reverse proxy pass on requests for this host to the portal, with Host as it came.',
      );
    return url.protocol === 'https:'
      ? ok(subject, `the portal answers at ${publicUrl}`)
      : warning(
          subject,
          `the portal answers at ${publicUrl}, unencrypted`,
          'Put it behind HTTPS, and set PUBLIC_URL to https://….',
        );
  } catch (error) {
    const reason = error instanceof EgressError ? error.message : reasonOf(error);
    return failed(
      subject,
      `${publicUrl} cannot be reached from here: ${reason}`,
      'Check PUBLIC_URL, the DNS, the certificate, and that a server runs.',
    );
  }
}
