import ical, {
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventStatus,
  type ICalAttendeeData,
  type ICalOrganizer,
} from 'ical-generator';
import { CallRequestStatus, type CallRequestRow } from './call-request.entity.ts';

/** A calendar file for one reader. */
export interface Invitation {
  method: 'REQUEST' | 'CANCEL';
  content: string;
}

/** What a calendar shows of a call, in the language of its reader. */
export interface CalendarEntry {
  /** The same in all files about one call, and in no other. */
  uid: string;
  /** How often somebody else was to make the call. */
  handovers: number;
  /** Somebody else makes it, so it is none of the reader's calendar any more. */
  isTakenOut: boolean;
  summary: string;
  description: string;
  url: string;
  organizer: ICalOrganizer;
  attendee: Pick<ICalAttendeeData, 'name' | 'email'>;
}

/** The booked time, or that it no longer holds for this reader; null for a call that never had a time. */
export function writeInvitation(call: CallRequestRow, entry: CalendarEntry): Invitation | null {
  if (!call.scheduledAt || !call.scheduledEndAt) return null;
  const cancelled = entry.isTakenOut || call.status === CallRequestStatus.CANCELLED;
  const method = cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST;
  const calendar = ical({ prodId: { company: 'Shohayota', product: 'Portal' }, method });
  calendar.createEvent({
    id: entry.uid,
    sequence: call.calendarSequence + entry.handovers,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    start: call.scheduledAt,
    end: call.scheduledEndAt,
    created: call.createdAt,
    lastModified: call.updatedAt,
    stamp: call.updatedAt,
    summary: entry.summary,
    description: entry.description,
    location: call.phone,
    url: entry.url,
    organizer: quotable(entry.organizer),
    // nobody reads answers: the portal is where a time is changed
    attendees: [{ ...quotable(entry.attendee), rsvp: false, status: ICalAttendeeStatus.ACCEPTED }],
  });
  return { method, content: calendar.toString() };
}

/** A name is written within quotation marks, and cannot have any: RFC 5545 knows no way to escape them there. */
const quotable = <Named extends Pick<ICalAttendeeData, 'name'>>(named: Named): Named => ({
  ...named,
  name: named.name?.replaceAll('"', '’'),
});
