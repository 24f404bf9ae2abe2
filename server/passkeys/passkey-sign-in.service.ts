import { LockMode } from '@mikro-orm/postgresql';
import { tenantScope } from '../access/scope.ts';
import type { RequestContext } from '../context.ts';
import { frequencies } from '../limits/limits.ts';
import { enter, type SignedIn } from '../sessions/session.service.ts';
import { SignInMethod } from '../sessions/sign-in-method.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { assertNotSuspended } from '../tenants/tenant.service.ts';
import { UserRow } from '../users/user.entity.ts';
import { finishWithPasskey, requestOptions, verifyAssertion } from './assertion.ts';
import type { Ceremony } from './challenge.ts';
import type { PasskeySignInInput } from './passkey.contract.ts';
import { wrongPasskey } from './passkey.errors.ts';
import { relyingPartyOf, type RelyingParty } from './relying-party.ts';
import { readUserHandle } from './user-handle.ts';
import type { PasskeyRequestOptions } from './webauthn-options.contract.ts';

const signInAt = ({ host, tenantId }: RelyingParty): Ceremony => ({
  purpose: 'passkey-sign-in',
  host,
  tenantId,
  userId: null,
});

/** What to ask the browser of whoever wants to sign in; the same for everybody. Fails with WRONG_STATE. */
export async function beginPasskeySignIn(context: RequestContext): Promise<{ options: PasskeyRequestOptions }> {
  const relyingParty = await relyingPartyOf(context);
  return { options: await requestOptions(context, relyingParty, signInAt(relyingParty), 'required') };
}

/** Signs in whose passkey has signed the challenge. Fails with INVALID_CREDENTIALS, METHOD_NOT_ALLOWED or WRONG_STATE; throws RATE_LIMITED. */
export async function signInWithPasskey(context: RequestContext, input: PasskeySignInInput): Promise<SignedIn> {
  const { portal } = context;
  const relyingParty = await relyingPartyOf(context);
  const owner = readUserHandle(input.userHandle);
  if (!owner || (relyingParty.tenantId ?? owner.tenantId) !== owner.tenantId) throw wrongPasskey();
  const { tenantId, userId } = owner;
  const entry = await portal.write(tenantScope(tenantId), async (entityManager) => {
    const tenant = await entityManager.findOne(Tenant, tenantId);
    // before their passkey: in the order in which a change of their access locks them
    const user = await entityManager.findOne(
      UserRow,
      { id: userId, deactivatedAt: null },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    if (!tenant || !user) throw wrongPasskey();
    assertNotSuspended(tenant);
    const claim = { relyingParty, ceremony: signInAt(relyingParty), userId, isOnlyFactor: true };
    // committed all the same: what is noted of a copy stays
    if (!(await verifyAssertion(context, entityManager, claim, input))) return null;
    await portal.frequencies.count(frequencies.passkeySignIn, { userId, tenantId });
    user.lastActiveAt = new Date();
    await entityManager.flush();
    return enter(context, entityManager, user, SignInMethod.PASSKEY);
  });
  return finishWithPasskey(context, owner, entry);
}
