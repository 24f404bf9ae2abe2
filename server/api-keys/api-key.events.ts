import { Field, ObjectType } from 'type-graphql';
import { PortalEvent } from '../events/event.contract.ts';
import { portalEvent } from '../events/portal-event.ts';
import { aboutTenant, type Actor } from '../events/record.ts';
import { ReadBy } from '../reads/schema.ts';
import { ActedEvent } from '../users/acted-event.ts';
import { Author } from '../users/user.entity.ts';
import type { ApiKeyRow } from './api-key.entity.ts';

@ObjectType()
abstract class ApiKeyEvent extends ActedEvent {
  subjectId!: string;

  @Field(() => Author, { description: 'The key, as the author that it is.' })
  @ReadBy('subjectId')
  author!: Author;
}

@ObjectType({ implements: PortalEvent, description: 'An API key was created. Sent to staff only.' })
class ApiKeyCreated extends ApiKeyEvent {}

export const apiKeyCreated = portalEvent(ApiKeyCreated, { security: true });

@ObjectType({ implements: PortalEvent, description: 'An API key was given another secret. Sent to staff only.' })
class ApiKeyRotated extends ApiKeyEvent {}

export const apiKeyRotated = portalEvent(ApiKeyRotated, { security: true });

@ObjectType({
  implements: PortalEvent,
  description: 'An API key was revoked: nothing can be done with it any more. Sent to staff only.',
})
class ApiKeyRevoked extends ApiKeyEvent {}

export const apiKeyRevoked = portalEvent(ApiKeyRevoked, { security: true });

/** What the events of a key are recorded with. */
export const aboutKey = ({ id, tenantId }: ApiKeyRow, actor: Actor, at?: Date) => ({
  ...aboutTenant(tenantId, actor),
  subjectId: id,
  ...(at && { at }),
});
