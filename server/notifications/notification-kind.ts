import { registerEnumType } from 'type-graphql';
import type { PortalEventDeclaration } from '../events/portal-event.ts';

/** What users are notified of: each is an event of the same name, declared with whom it notifies. */
export const NotificationKind: Record<string, string> = {};

/** The events behind the kinds. */
export const notifyingEvents: PortalEventDeclaration[] = [];

/** Makes the kinds of notification from the events that notify; called once, with the list of all events. */
export function registerNotificationKinds(events: PortalEventDeclaration[]): void {
  const valuesConfig: Record<string, { description: string }> = {};
  for (const event of events) {
    if (!event.notification) continue;
    const name = toConstantCase(event.type);
    NotificationKind[name] = event.type;
    valuesConfig[name] = { description: event.notification.description };
    notifyingEvents.push(event);
  }
  registerEnumType(NotificationKind, {
    name: 'NotificationKind',
    description:
      'What a notification is about. New kinds may be added: show those that you do not know by their ticket.',
    valuesConfig,
  });
}

/** `TicketCreated` as `TICKET_CREATED`. */
export const toConstantCase = (type: string) => type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
