import type { GraphQLResolveInfo } from 'graphql';
import { readColor } from '#shared/accent.ts';
import { toSingleLine } from '#shared/text.ts';
import type { RequestContext } from '../context.ts';
import { differences, stateOf } from '../events/field-changes.ts';
import { aboutTenant, recordChanges } from '../events/record.ts';
import { UserErrorCode, UserInputError } from '../graphql/user-error.ts';
import { readEmailAddress } from '../users/email-address.ts';
import { readLocale } from '../users/locale.ts';
import { readLegalNotes } from './legal-notes.ts';
import { lockTenant } from './lock-tenant.ts';
import { logoOf } from './logo.ts';
import type { Organisation, OrganisationUpdateInput } from './organisation.contract.ts';
import { organisationChanged } from './organisation.events.ts';
import type { Tenant } from './tenant.entity.ts';
import { organisationColumns, organisationFields, organisationReads } from './tenant.reads.ts';

/** The face of the viewer's organisation; null for others than admins. */
export async function readOrganisation(context: RequestContext, info: GraphQLResolveInfo) {
  const { admin } = context;
  if (!admin) return null;
  return context.one(organisationReads, (row, parameter) => `${row.id} = ${parameter(admin.tenantId, 'uuid')}`, info);
}

/** Changes the face of the viewer's organisation. Admins only; fails with the first rule that is broken. */
export async function updateOrganisation(context: RequestContext, input: OrganisationUpdateInput) {
  context.asAdmin('change the organisation');
  const changed = read(input);
  return changeOrganisation(context, (tenant) => {
    Object.assign(tenant, changed);
    if (tenant.locales.includes(tenant.defaultLocale)) return;
    const field = changed.defaultLocale ? 'input.defaultLocale' : 'input.locales';
    throw new UserInputError(UserErrorCode.INVALID, 'defaultLocale must be one of the offered locales.', field);
  });
}

/** Makes a change to the tenant of an admin, and records what comes of it. Fails with FORBIDDEN. */
export function changeOrganisation(
  context: RequestContext,
  change: (tenant: Tenant) => void,
): Promise<{ organisation: Organisation }> {
  const actor = context.asAdmin('change the organisation');
  const { tenantId } = actor;
  return context.write(async (entityManager) => {
    const tenant = await lockTenant(entityManager, tenantId);
    const former = organisationOf(tenant);
    change(tenant);
    const organisation = organisationOf(tenant);
    const changes = differences(organisationFields, former, organisation, (value, field) =>
      valuedFields.includes(field) ? ((value as string | number | boolean | null)?.toString() ?? null) : null,
    );
    await recordChanges(entityManager, organisationChanged, { ...aboutTenant(tenantId, actor), changes });
    return { organisation };
  });
}

const organisationOf = (tenant: Tenant): Organisation => ({
  ...stateOf(organisationColumns, tenant),
  logo: logoOf(tenant),
});

/** Those that an event has the values of. */
const valuedFields: readonly string[] = [
  'accentColor',
  'defaultLocale',
  'feedbackEnabled',
  'feedbackAfter',
  'feedbackDelayHours',
];

/** The given fields as they are stored. */
function read(input: OrganisationUpdateInput): Partial<Tenant> {
  const {
    name,
    accentColor,
    locales,
    defaultLocale,
    mailSenderName,
    mailReplyTo,
    legalNotes,
    feedbackEnabled,
    feedbackAfter,
    feedbackDelayHours,
  } = input;
  return {
    ...(name != null && { name: toSingleLine(name) }),
    ...(accentColor !== undefined && { accentColor: accentColor?.trim() ? readAccent(accentColor) : null }),
    ...(mailSenderName !== undefined && { mailSenderName: toSingleLine(mailSenderName ?? '') || null }),
    ...(mailReplyTo !== undefined && {
      mailReplyTo: mailReplyTo?.trim() ? readEmailAddress(mailReplyTo, 'input.mailReplyTo') : null,
    }),
    ...(feedbackEnabled != null && { feedbackEnabled }),
    ...(feedbackAfter != null && { feedbackAfter }),
    ...(feedbackDelayHours != null && { feedbackDelayHours }),
    ...(legalNotes != null && { legalNotes: readLegalNotes(legalNotes, 'input.legalNotes') }),
    ...(locales != null && { locales: readLocales(locales) }),
    ...(defaultLocale != null && { defaultLocale: readLocale(defaultLocale, 'input.defaultLocale') }),
  };
}

function readAccent(written: string): string {
  const color = readColor(written);
  if (color) return color;
  const message = 'accentColor must be a colour such as #0f766e.';
  throw new UserInputError(UserErrorCode.INVALID, message, 'input.accentColor');
}

function readLocales(written: string[]) {
  if (written.length === 0)
    throw new UserInputError(UserErrorCode.REQUIRED, 'locales must not be empty.', 'input.locales');
  return [...new Set(written.map((locale) => readLocale(locale, 'input.locales')))].toSorted();
}
