import { Args, Ctx, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { RequestContext } from '../context.ts';
import { PortalEvent, PortalEventsArgs } from './event.contract.ts';
import { currentCursor, subscribeToEvents } from './event.service.ts';
import type { EventRow } from './portal-event.ts';

@Resolver()
export class EventResolver {
  @Query(() => String, {
    description:
      'The cursor of the newest event. Ask for it in the same request as what you show, then subscribe with `portalEvents(after:)`: the answer shows one moment, so nothing falls between.',
  })
  portalEventsCursor(@Ctx() context: RequestContext): Promise<string> {
    return currentCursor(context);
  }

  @Subscription(() => PortalEvent, {
    subscribe: ({ args, context }) => subscribeToEvents(context, args as PortalEventsArgs),
    description:
      'What happens to what the viewer may see, in order and each once, over graphql-transport-ws. The socket closes with 4403 when the access token ends: refresh it and go on from the last cursor.',
  })
  portalEvents(@Root() event: EventRow, @Args(() => PortalEventsArgs) _args: PortalEventsArgs): EventRow {
    return event;
  }
}
