import { domainToASCII } from 'node:url';
import { toPlainSigns } from '#shared/text.ts';
import type { Config } from '../config.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import { isOfPortal } from '../tenants/host.ts';

/** What is said of a host name that a tenant can have. */
export const domainRule =
  'a host name with a dot in it, such as help.padma.example, without `https://`, port and path, and not that of the portal or below it';

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
/** Of several labels, of which the last is no number: else it would be an address. */
const namePattern = new RegExp(`^(?=.{4,253}$)(${label}\\.)+(?!\\d+$)${label}$`);

/** What ends a host name in a URL, or is left out of it without a word. */
const notOfNames = /[\s/\\?#@:%]/;

/** A host name as clients ask for it: in lower case, and in ASCII whatever the script. Fails with INVALID on `field`. */
export function readDomain(config: Config, written: string, field: string): string {
  const plain = toPlainSigns(written);
  const name = notOfNames.test(plain) ? '' : domainToASCII(plain);
  if (namePattern.test(name) && !isOfPortal(config, name)) return name;
  throw new UserInputError(UserErrorCode.INVALID, `The domain must be ${domainRule}.`, field);
}
