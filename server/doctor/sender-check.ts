import { Resolver } from 'node:dns/promises';
import addressparser from 'nodemailer/lib/addressparser/index.js';
import type { Config } from '../config.ts';
import { failed, ok, reasonOf, warning, type Finding } from './finding.ts';

export interface SenderCheck {
  /** The selector of the DKIM key that the mail server signs with. */
  dkimSelector?: string | undefined;
  /** What the DNS is asked with. */
  dns?: Pick<Resolver, 'resolveTxt'>;
}

/** SPF, DKIM and DMARC of the domain that mails are from. */
export async function checkSender({ mailFrom }: Config, { dkimSelector, dns }: SenderCheck): Promise<Finding[]> {
  const resolver = dns ?? new Resolver({ timeout: 2_000, tries: 2 });
  const [sender] = addressparser(mailFrom, { flatten: true });
  const domain = sender?.address.split('@')[1]?.toLowerCase();
  if (!domain)
    return [failed('sender', `MAIL_FROM "${mailFrom}" has no address`, 'Set MAIL_FROM to Name <address@domain>.')];
  if (/(^|\.)(localhost|test|example|invalid)$/.test(domain))
    return [
      failed('sender', `${domain} is no domain that others can answer to`, 'Set MAIL_FROM to an address of yours.'),
    ];
  const find = async (name: string, beginning: RegExp) => {
    const records = await resolver.resolveTxt(name).catch((error: NodeJS.ErrnoException) => {
      if (['ENOTFOUND', 'ENODATA'].includes(error.code!)) return [];
      throw error;
    });
    return records.map((parts) => parts.join('')).filter((text) => beginning.test(text));
  };
  try {
    const spf = await find(domain, /^v=spf1\b/i);
    const dmarc = await find(`_dmarc.${domain}`, /^v=DMARC1\b/i);
    return [
      spfOf(domain, spf),
      dkimSelector === undefined
        ? warning(
            'DKIM',
            'was not looked at',
            'Run it again with --dkim-selector and the selector your mail server signs with.',
          )
        : dkimOf(`${dkimSelector}._domainkey.${domain}`, await find(`${dkimSelector}._domainkey.${domain}`, /\bp=/)),
      dmarcOf(domain, dmarc),
    ];
  } catch (error) {
    return [
      warning(
        'sender',
        `the DNS did not answer for ${domain}: ${reasonOf(error)}`,
        'Try again, or look from elsewhere.',
      ),
    ];
  }
}

function spfOf(domain: string, [record, second]: string[]): Finding {
  if (!record)
    return warning(
      'SPF',
      `${domain} names no servers that may send for it`,
      'Add a TXT record “v=spf1 …” with your mail server.',
    );
  if (second) return failed('SPF', `${domain} has two records, so none counts`, 'Put them into one.');
  return /\s\+?all\b/.test(record)
    ? failed('SPF', `${domain} lets every server send for it: ${record}`, 'End the record with “~all” or “-all”.')
    : ok('SPF', record);
}

function dkimOf(name: string, [record]: string[]): Finding {
  if (!record)
    return failed(
      'DKIM',
      `there is no key at ${name}`,
      'Publish the key that your mail server signs with, or name another selector.',
    );
  return /\bp=\s*(;|$)/.test(record)
    ? failed('DKIM', `the key at ${name} was revoked`, 'Publish a new one.')
    : ok('DKIM', `there is a key at ${name}`);
}

function dmarcOf(domain: string, [record]: string[]): Finding {
  if (!record)
    return warning(
      'DMARC',
      `${domain} does not say what to do with mails that others send in its name`,
      `Add a TXT record “v=DMARC1; p=…” at _dmarc.${domain}.`,
    );
  return /\bp=none\b/i.test(record)
    ? warning(
        'DMARC',
        `${domain} lets everybody send in its name: ${record}`,
        'Once SPF and DKIM are good, use p=quarantine or p=reject.',
      )
    : ok('DMARC', record);
}
