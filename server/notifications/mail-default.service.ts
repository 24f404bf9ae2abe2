import { UserRole } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import type { FieldChange } from '../events/event-row.ts';
import { aboutTenant, recordChanges } from '../events/record.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import { lockTenant } from '../tenants/lock-tenant.ts';
import { mailedKindsOf } from './mail-choice.ts';
import type { MailDefault, MailDefaultsUpdateInput } from './mail-default.contract.ts';
import { mailDefaultsChanged } from './mail-default.events.ts';
import { isMailedByDefault, type MutedMails } from './muted-mails.ts';
import { toConstantCase } from './notification-kind.ts';

/** Which emails are sent by default in the viewer's tenant; null for others than admins. */
export async function readMailDefaults(context: RequestContext): Promise<MailDefault[] | null> {
  const { admin } = context;
  if (!admin) return null;
  return context.read({
    text: 'select muted_mails::text as json from tenant where id = $1',
    values: [admin.tenantId],
    shape: (json) => mailDefaultsOf(json as MutedMails),
  });
}

/** Changes which emails are sent to those who have not chosen, pending ones included. Admins only. */
export function updateMailDefaults(
  context: RequestContext,
  { defaults }: MailDefaultsUpdateInput,
): Promise<{ mailDefaults: MailDefault[] }> {
  const { tenantId } = context.asAdmin('change which emails are sent by default');
  const unknown = defaults.find(({ role, kind }) => !mailedKindsOf(role).includes(kind));
  if (unknown) {
    const message = `${toConstantCase(unknown.kind)} is not sent by email to the role ${unknown.role}.`;
    throw new UserInputError(UserErrorCode.INVALID, message, 'input.defaults');
  }
  return context.write(async (entityManager) => {
    const tenant = await lockTenant(entityManager, tenantId);
    const former = mailDefaultsOf(tenant.mutedMails);
    tenant.mutedMails = withChanges(tenant.mutedMails, defaults);
    const mailDefaults = mailDefaultsOf(tenant.mutedMails);
    const changes = changesBetween(former, mailDefaults);
    await recordChanges(entityManager, mailDefaultsChanged, { ...aboutTenant(tenantId, context.signedIn), changes });
    return { mailDefaults };
  });
}

const roles = Object.values(UserRole);

const mailDefaultsOf = (mutedMails: MutedMails): MailDefault[] =>
  roles.flatMap((role) =>
    mailedKindsOf(role).map((kind) => ({ role, kind, mailed: isMailedByDefault(kind, role, mutedMails) })),
  );

function withChanges(mutedMails: MutedMails, defaults: MailDefault[]): MutedMails {
  const changed = { ...mutedMails };
  for (const { role, kind, mailed } of defaults) {
    const others = (changed[role] ?? []).filter((each) => each !== kind);
    changed[role] = mailed ? others : [...others, kind].toSorted();
  }
  return changed;
}

const changesBetween = (former: MailDefault[], latter: MailDefault[]): FieldChange[] =>
  latter.flatMap(({ role, kind, mailed }, index) =>
    former[index]!.mailed === mailed
      ? []
      : [{ field: `${role}.${toConstantCase(kind)}`, from: String(!mailed), to: String(mailed) }],
  );
