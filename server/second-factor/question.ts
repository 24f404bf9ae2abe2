import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import type { EntryGrant } from '../access/tokens.ts';
import type { RequestContext, RequestOrigin } from '../context.ts';
import { wrongState } from '../graphql/user-error.ts';
import { SignInMethod } from '../sessions/sign-in-method.ts';
import type { UserRow } from '../users/user.entity.ts';
import { SecondFactorMethod, type SecondFactorQuestion } from './second-factor-question.contract.ts';

const lifeMs = 10 * 60 * 1_000;

/** What somebody has to show before they come in. */
export interface Question {
  /** Also that of the session that the answer begins, so that there is only one. */
  id: string;
  account: string;
  methods: SecondFactorMethod[];
}

/** What remains to be shown by somebody who has shown who they are by `method`; null when that is enough. */
export async function findQuestion(
  entityManager: EntityManager,
  { id: userId }: UserRow,
  method: SignInMethod,
): Promise<Question | null> {
  // a passkey is both: what somebody has, and what they know or are
  if (method === SignInMethod.PASSKEY) return null;
  const { account, hasTotp } = await readAccount(entityManager, userId);
  return hasTotp ? { id: uuid(), account, methods: [SecondFactorMethod.TOTP] } : null;
}

/** The question as the client gets it. */
export async function askQuestion(
  { portal, origin }: RequestContext,
  { id: userId, tenantId }: UserRow,
  { id, account, methods }: Question,
): Promise<SecondFactorQuestion> {
  const expiresAt = new Date(Date.now() + lifeMs);
  const grant = { id, userId, tenantId, account, device: deviceOf(origin!) };
  return { token: await portal.tokens.entry(grant, expiresAt), expiresAt, methods };
}

/** What a token asks, of the device it was asked on. Fails with WRONG_STATE. */
export async function readQuestion({ portal, origin }: RequestContext, token: string): Promise<EntryGrant> {
  const grant = await portal.tokens.readEntry(token);
  if (!grant || grant.device !== deviceOf(origin!)) throw questionEnded();
  return grant;
}

/** The account must be as it was when the question was asked: a changed password ends the question, too. Fails with WRONG_STATE. */
export async function assertUnchanged(entityManager: EntityManager, { userId, account }: EntryGrant): Promise<void> {
  if ((await readAccount(entityManager, userId)).account !== account) throw questionEnded();
}

export const questionEnded = () =>
  wrongState('This took too long, or something has changed in the meantime. Sign in again.', 'input.token');

async function readAccount(
  entityManager: EntityManager,
  userId: string,
): Promise<{ account: string; hasTotp: boolean }> {
  const [found] = await entityManager.execute<{ account: string; has_totp: boolean }[]>(
    `select concat_ws('|', password_hash, deactivated_at) as account, totp_since is not null as has_totp
     from portal_user where id = ?`,
    [userId],
  );
  return { account: digest(found?.account ?? ''), hasTotp: found?.has_totp ?? false };
}

const deviceOf = ({ userAgent }: RequestOrigin) => digest(userAgent);

const digest = (text: string) => createHash('sha256').update(text).digest('base64url');
