import { Field, ObjectType } from 'type-graphql';
import { FieldChange, PortalEvent } from '../events/event.contract.ts';
import { changesOf } from '../events/field-changes.ts';
import { portalEvent } from '../events/portal-event.ts';
import { ActedEvent } from '../users/acted-event.ts';

@ObjectType({
  implements: PortalEvent,
  description: 'The own domain of the organisation changed, or was checked; it is in `ownDomain`. Sent to staff only.',
})
class OrganisationDomainChanged extends ActedEvent {
  @Field(() => [FieldChange], {
    description:
      'What changed: `domain` (the one in use), `pendingDomain` or `domainFailure` (of its check), with their values.',
    complexity: 1,
  })
  changes(): FieldChange[] {
    return changesOf(this);
  }
}

export const organisationDomainChanged = portalEvent(OrganisationDomainChanged, { security: true });
