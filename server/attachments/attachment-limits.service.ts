import { LockMode } from '@mikro-orm/postgresql';
import { largestFile, largestStorage, mostFiles } from '#shared/attachments.ts';
import type { RequestContext } from '../context.ts';
import { differences, stateOf } from '../events/field-changes.ts';
import { aboutTenant, recordChanges } from '../events/record.ts';
import { UserErrorCode, UserInputError, type UserError } from '../graphql/user-error.ts';
import { attachmentLimitsChanged } from './attachment-limits.events.ts';
import { AttachmentSettings } from './attachment-settings.entity.ts';
import type { AttachmentLimits, AttachmentLimitsUpdateInput } from './attachment.contract.ts';
import { limitsOf } from './attachment.policy.ts';
import { knownContentTypes } from './file-type.ts';

/** Changes which files the viewer's tenant takes. Admins only; fails with every rule that is broken. */
export async function updateLimits(
  context: RequestContext,
  input: AttachmentLimitsUpdateInput,
): Promise<{ attachmentLimits: AttachmentLimits }> {
  const { tenantId } = context.asAdmin('change which files can be attached');
  const broken = brokenRules(input);
  if (broken.length > 0) throw new UserInputError(broken);
  return context.write(async (entityManager) => {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const settings = await entityManager.findOneOrFail(AttachmentSettings, { tenantId }, { lockMode });
    const former = stateOf(shownFields, limitsOf(settings));
    settings.maximumSize = input.maximumSize ?? settings.maximumSize;
    settings.maximumCount = input.maximumCount ?? settings.maximumCount;
    if (input.contentTypes) settings.contentTypes = chosen(input.contentTypes);
    if (input.storageMaximum !== undefined) settings.storageMaximum = input.storageMaximum;
    const limits = limitsOf(settings);
    const changes = differences(shownFields, former, limits, (value) =>
      typeof value === 'number' ? String(value) : null,
    );
    await recordChanges(entityManager, attachmentLimitsChanged, {
      ...aboutTenant(tenantId, context.signedIn),
      changes,
    });
    return { attachmentLimits: limits };
  });
}

const shownFields = ['maximumSize', 'maximumCount', 'contentTypes', 'storageMaximum'] as const;

/** Who allows all allows what the portal learns to know, too. */
function chosen(contentTypes: string[]): string[] | null {
  const allowed = knownContentTypes.filter((known) => contentTypes.includes(known));
  return allowed.length === knownContentTypes.length ? null : allowed;
}

function brokenRules(input: AttachmentLimitsUpdateInput): UserError[] {
  const { maximumSize, maximumCount, contentTypes, storageMaximum } = input;
  const broken: UserError[] = [];
  const rule = (holds: boolean, field: string, message: string) =>
    holds || broken.push({ code: UserErrorCode.INVALID, message: `${field} ${message}`, field: `input.${field}` });
  const isWithin = (number: number | null | undefined, least: number, most: number) =>
    number == null || (Number.isInteger(number) && number >= least && number <= most);
  rule(isWithin(maximumSize, 1, largestFile), 'maximumSize', `must be between 1 and ${largestFile} bytes.`);
  rule(isWithin(maximumCount, 0, mostFiles), 'maximumCount', `must be between 0 and ${mostFiles}.`);
  rule(
    isWithin(storageMaximum, 1, largestStorage),
    'storageMaximum',
    `must be a whole number of bytes between 1 and ${largestStorage}.`,
  );
  const unknown = contentTypes?.find((type) => !knownContentTypes.includes(type));
  rule(unknown === undefined, 'contentTypes', 'must be among `attachmentLimits { knownTypes { contentType } }`.');
  return broken;
}
