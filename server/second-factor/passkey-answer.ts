import { tenantScope } from '../access/scope.ts';
import type { EntryGrant } from '../access/tokens.ts';
import type { RequestContext } from '../context.ts';
import { wrongState } from '../graphql/user-error.ts';
import { finishWithPasskey, requestOptions, verifyAssertion } from '../passkeys/assertion.ts';
import type { Ceremony } from '../passkeys/challenge.ts';
import { relyingPartyOf, type RelyingParty } from '../passkeys/relying-party.ts';
import { findUsablePasskeys } from '../passkeys/usable-passkeys.ts';
import type { PasskeyRequestOptions } from '../passkeys/webauthn-options.contract.ts';
import { recordSignIn } from '../sessions/session.security.ts';
import { beginSession, type SignedIn } from '../sessions/session.service.ts';
import { UserRow } from '../users/user.entity.ts';
import { lockEntry } from './lock-entry.ts';
import { assertUnchanged, readQuestion } from './question.ts';
import type { SecondFactorPasskeyBeginInput, SecondFactorPasskeyVerifyInput } from './second-factor.contract.ts';

const answerTo = ({ userId }: EntryGrant, { host, tenantId }: RelyingParty): Ceremony => ({
  purpose: 'passkey-second-factor',
  host,
  tenantId,
  userId,
});

/** What to ask the browser of somebody who answers a question with a passkey. Fails with WRONG_STATE. */
export async function beginPasskeyAnswer(
  context: RequestContext,
  { token }: SecondFactorPasskeyBeginInput,
): Promise<{ options: PasskeyRequestOptions }> {
  const grant = await readQuestion(context, token);
  const relyingParty = await relyingPartyOf(context);
  const passkeys = await context.portal.write(tenantScope(grant.tenantId), async (entityManager) => {
    await assertUnchanged(entityManager, grant);
    const user = await entityManager.findOneOrFail(UserRow, grant.userId);
    return findUsablePasskeys(context, entityManager, user);
  });
  if (!passkeys.length || grant.setUp) throw wrongState('You have no passkey that works here.');
  return { options: await requestOptions(context, relyingParty, answerTo(grant, relyingParty), 'preferred', passkeys) };
}

/**
 * Begins the session that was asked for; whoever repeats the same answer, because the first was lost, is given the same session.
 * Fails with WRONG_STATE or INVALID_CREDENTIALS.
 */
export async function verifyPasskeyAnswer(
  context: RequestContext,
  input: SecondFactorPasskeyVerifyInput,
): Promise<SignedIn> {
  const grant = await readQuestion(context, input.token);
  const relyingParty = await relyingPartyOf(context);
  const { tenantId, userId } = grant;
  const entry = await context.portal.write(tenantScope(tenantId), async (entityManager) => {
    const { user, begun } = await lockEntry(entityManager, grant);
    const ceremony = answerTo(grant, relyingParty);
    const claim = { relyingParty, ceremony, userId, isOnlyFactor: false, mayRepeat: begun !== null };
    // committed all the same: what is noted of a copy stays
    if (!(await verifyAssertion(context, entityManager, claim, input))) return null;
    if (begun) return { user, session: begun };
    user.lastActiveAt = new Date();
    const session = await beginSession(context, entityManager, user, grant.id);
    await recordSignIn(context, entityManager, user, session, 'SECOND_PASSKEY');
    return { user, session };
  });
  return finishWithPasskey(context, grant, entry);
}
