import type { EncryptedFields } from './access/encrypted-fields.ts';
import { secondFactorSecrets } from './second-factor/second-factor.entity.ts';
import { singleSignOnSecrets } from './single-sign-on/single-sign-on.entity.ts';

/** All texts of which the database holds the only copy, encrypted. */
export const encryptedFields: EncryptedFields[] = [secondFactorSecrets, singleSignOnSecrets];
