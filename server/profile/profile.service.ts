import type { RequestContext } from '../context.ts';
import { toSingleLine } from '#shared/text.ts';
import { changeProfile } from '../users/contact.ts';
import { Tenant } from '../tenants/tenant.entity.ts';
import { readOfferedLocale } from '../users/locale.ts';
import { lockUser } from '../users/lock-user.ts';
import { readOptionalPhoneNumber } from '../users/phone-number.ts';
import type { ProfileUpdateInput } from './profile.contract.ts';
import { readTimeZone } from '../users/time-zone.ts';

/** Changes what is given of the viewer's profile. Fails with INVALID. */
export async function updateProfile(
  context: RequestContext,
  { name, phone, locale, timeZone, theme }: ProfileUpdateInput,
): Promise<{ userId: string }> {
  const { userId } = context.signedIn;
  await context.write(async (entityManager) => {
    const user = await lockUser(entityManager, userId);
    const zone = timeZone == null ? user.timeZone : readTimeZone(timeZone, 'input.timeZone');
    const change = {
      timeZone: zone,
      ...(name != null && { name: toSingleLine(name) }),
      ...(phone !== undefined && {
        phone: readOptionalPhoneNumber(phone, zone, 'input.phone'),
      }),
      ...(locale != null && {
        locale: readOfferedLocale(locale, await entityManager.findOneOrFail(Tenant, user.tenantId), 'input.locale'),
      }),
      ...(theme != null && { theme }),
    };
    await changeProfile(entityManager, user, change, context.signedIn);
  });
  return { userId };
}
