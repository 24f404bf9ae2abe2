import type { PortalEventDeclaration } from './portal-event.ts';

/** The types of events of the security log, and of those that the audit log alone tells. */
export const securityEvents: string[] = [];
export const auditOnlyEvents: string[] = [];

/** Finds them among all events; called once. */
export function registerSecurityEvents(events: PortalEventDeclaration[]): void {
  for (const { type, security, apiType } of events) {
    if (security) securityEvents.push(type);
    if (!apiType) auditOnlyEvents.push(type);
  }
}
