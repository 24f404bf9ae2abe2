import type { EntityManager } from '@mikro-orm/postgresql';
import type { ClassType } from 'type-graphql';
import { isStaff, type Viewer } from '../access/viewer.ts';
import type { Audience } from './audience.ts';
import type { EventEmail } from './event-email.ts';
import type { PortalEventRow } from './event.entity.ts';
import type { PortalEvent } from './event.contract.ts';

/** Whom an event notifies, by who caused it: in the bell, and by email where there is one and the user wants it. */
interface NotificationRule {
  /** What the API says of this kind of notification. */
  description: string;
  byCustomer?: Audience[];
  byStaff?: Audience[];
  byPortal?: Audience[];
}

interface PortalEventOptions {
  /** It is part of the security log: address and device are recorded with it. */
  security?: boolean;
  /** Left out where no one is notified. */
  notification?: NotificationRule;
  /** What those who were notified are sent. */
  email?: EventEmail;
  /** The ids of users who are sent it though they are not notified: what they were sent before no longer holds. */
  alsoEmailed?: (entityManager: EntityManager, event: PortalEventRow) => Promise<string[]>;
}

/** Everything there is to know about one kind of event: declared once, in its noun, in the past tense. */
export interface PortalEventDeclaration extends PortalEventOptions {
  /** The name of its API type, which the event table holds. */
  type: string;
  /** Null for what the audit log alone tells, and no stream. */
  apiType: ClassType<PortalEvent> | null;
}

/** Declares the event of an API type. `server/events.ts` lists all of them. */
export const portalEvent = (
  apiType: ClassType<PortalEvent>,
  options: PortalEventOptions = {},
): PortalEventDeclaration => ({ type: apiType.name, apiType, ...options });

/** Declares an event of the security log that is nobody's business but the admins'. */
export const auditEvent = (type: string): PortalEventDeclaration => ({ type, apiType: null, security: true });

/** The audiences of an event that `actor`, or the portal by itself, has caused. */
export function audiencesOf({ notification }: PortalEventDeclaration, actor: Pick<Viewer, 'role'> | null): Audience[] {
  if (!notification) return [];
  const { byCustomer = [], byStaff = [], byPortal = [] } = notification;
  if (!actor) return byPortal;
  return isStaff(actor) ? byStaff : byCustomer;
}
