import { Arg, Args, Ctx, Query, Resolver, Root, Subscription } from 'type-graphql';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { DateTime } from '../graphql/date-time.ts';
import { PortalEvent, PortalEventsArgs } from './event.contract.ts';
import { currentCursor, cursorAt, subscribeToEvents } from './event.service.ts';
import type { EventRow } from './event-row.ts';

@Resolver()
export class EventResolver {
  @Keys('events:read')
  @Query(() => String, {
    description:
      'The cursor of the latest event. Query it in the same request as the data you show, then subscribe with `portalEvents(after:)`: both are of the same snapshot, so no event is missed.',
  })
  portalEventsCursor(@Ctx() context: RequestContext): Promise<string> {
    return currentCursor(context);
  }

  @Keys('events:read')
  @Query(() => String, {
    description:
      'The cursor of the last event before a time, of the same kind as `portalEventsCursor`: for a copy that was complete at that time.',
  })
  portalEventsCursorAt(
    @Ctx() context: RequestContext,
    @Arg('time', () => DateTime, { description: 'The time.' }) time: Date,
  ): Promise<string> {
    return cursorAt(context, time);
  }

  @Keys('events:read')
  @Subscription(() => PortalEvent, {
    subscribe: ({ args, context }) => subscribeToEvents(context, args as PortalEventsArgs),
    description:
      'The events of everything that the viewer can see, in order and each once, over graphql-transport-ws. The socket closes with code 4403 when the access token expires or the session ends: refresh the token and resume after the last cursor.',
  })
  portalEvents(@Root() event: EventRow, @Args(() => PortalEventsArgs) _args: PortalEventsArgs): EventRow {
    return event;
  }
}
