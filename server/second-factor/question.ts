import type { EntityManager } from '@mikro-orm/postgresql';
import { v7 as uuid } from 'uuid';
import { digest } from '../access/digest.ts';
import type { EntryGrant } from '../access/tokens.ts';
import { isStaff } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { wrongState } from '../graphql/user-error.ts';
import { findUsablePasskeys } from '../passkeys/usable-passkeys.ts';
import { deviceOf } from '../sessions/session-life.ts';
import { SignInMethod } from '../sessions/sign-in-method.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { UserRow } from '../users/user.entity.ts';
import { SecondFactorMethod, type SecondFactorQuestion } from './second-factor-question.contract.ts';

const lifeMs = 10 * 60 * 1_000;

/** What somebody has to show before they come in. */
export interface Question {
  /** Also that of the session that the answer begins, so that there is only one. */
  id: string;
  account: string;
  methods: SecondFactorMethod[];
  mustSetUp: boolean;
}

/** What remains to be shown by somebody who has shown who they are by `method`; null when that is enough. */
export async function findQuestion(
  context: RequestContext,
  entityManager: EntityManager,
  user: UserRow,
  method: SignInMethod,
): Promise<Question | null> {
  // a passkey is both: what somebody has, and what they know or are
  if (method === SignInMethod.PASSKEY) return null;
  const { account, hasTotp, isDemanded } = await readAccount(entityManager, user.id);
  // what a provider of identities demands is its own matter
  const mustSetUp = !hasTotp && isDemanded && method !== SignInMethod.SINGLE_SIGN_ON;
  if (!hasTotp && !mustSetUp) return null;
  const hasPasskey = hasTotp && (await findUsablePasskeys(context, entityManager, user)).length > 0;
  const methods = [SecondFactorMethod.TOTP, ...(hasPasskey ? [SecondFactorMethod.PASSKEY] : [])];
  return { id: uuid(), account, methods, mustSetUp };
}

/** The question as the client gets it. */
export async function askQuestion(
  { portal, origin }: RequestContext,
  { id: userId, tenantId }: UserRow,
  { id, account, methods, mustSetUp }: Question,
): Promise<SecondFactorQuestion> {
  const expiresAt = new Date(Date.now() + lifeMs);
  const grant = { id, userId, tenantId, account, device: deviceOf(origin!), setUp: mustSetUp };
  return { token: await portal.tokens.entry(grant, expiresAt), expiresAt, methods, mustSetUp };
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

/** Whether the tenant demands a second factor of somebody of this role. */
export const isSecondFactorDemanded = (tenant: Pick<Tenant, 'secondFactorDemanded'>, user: Pick<UserRow, 'role'>) =>
  tenant.secondFactorDemanded && isStaff(user);

async function readAccount(
  entityManager: EntityManager,
  userId: string,
): Promise<{ account: string; hasTotp: boolean; isDemanded: boolean }> {
  const user = await entityManager.findOneOrFail(UserRow, userId, { populate: ['passwordHash'], refresh: true });
  const tenant = await entityManager.findOneOrFail(Tenant, user.tenantId);
  return {
    account: digest(`${user.passwordHash ?? ''}|${user.deactivatedAt?.toISOString() ?? ''}`),
    hasTotp: user.totpSince !== null,
    isDemanded: isSecondFactorDemanded(tenant, user),
  };
}
