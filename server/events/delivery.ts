import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { Viewer } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { variablesBelowRoot } from '../graphql/documents.ts';
import { eventTooLarge, isTooLarge, maximumEvent } from '../limits/answer.ts';
import type { EventRow } from './event-row.ts';
import { SharedContext } from './shared-context.ts';

export interface Delivering {
  /** Ends the subscription. */
  ending: AbortController;
  /** Pays for one event; false where nothing is left for it. */
  pay(): Promise<boolean>;
}

/** A subscription as graphql-ws expects it; `return` ends it at once, even while it waits for an event. */
export async function subscribeAndDeliver(
  args: ExecutionArgs,
  { ending, pay }: Delivering,
): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in source)) return source;
  const events = (source as AsyncIterable<EventRow>)[Symbol.asyncIterator]();
  const key = sharingKey(args);
  const viewer = (args.contextValue as RequestContext).viewer!;

  const next = async (): Promise<IteratorResult<ExecutionResult, undefined>> => {
    for (;;) {
      const { done, value: event } = await events.next();
      if (done || ending.signal.aborted || !(await pay())) return { done: true, value: undefined };
      const result = (await executeOnce(event, key, args))(viewer);
      if (ending.signal.aborted) return { done: true, value: undefined };
      if (!isHidden(result)) return { done: false, value: result };
    }
  };
  const finish = async (): Promise<IteratorResult<ExecutionResult, undefined>> => {
    ending.abort();
    return { done: true, value: undefined };
  };
  const deliveries: AsyncGenerator<ExecutionResult> = {
    next,
    return: finish,
    throw: finish,
    [Symbol.asyncIterator]: () => deliveries,
    [Symbol.asyncDispose]: async () => void (await finish()),
  };
  return deliveries;
}

/** The result for one event, as each of its viewers gets it. */
type SharedResult = (viewer: Viewer) => ExecutionResult;

const results = new WeakMap<EventRow, Map<string, Promise<SharedResult>>>();

/**
 * The result for one event, executed once for all subscriptions that select the same. Events belong to the stream of one
 * customer or of one tenant's staff, so whoever shares the event, the document and its variables may see the same.
 */
function executeOnce(event: EventRow, key: string, args: ExecutionArgs): Promise<SharedResult> {
  let shared = results.get(event);
  if (!shared) results.set(event, (shared = new Map()));
  let result = shared.get(key);
  if (!result) shared.set(key, (result = executeFor(event, args)));
  return result;
}

const tooLargeResult: ExecutionResult = { data: null, errors: [eventTooLarge()] };

/** Reads through the viewer's scope as it is now: permission is checked again at each delivery. */
async function executeFor(event: EventRow, args: ExecutionArgs): Promise<SharedResult> {
  const { portal, viewer } = args.contextValue as RequestContext;
  const context = new SharedContext(portal, viewer);
  try {
    const result = await execute({ ...args, rootValue: event, contextValue: context });
    if (isTooLarge(context.resultFor(viewer!, result).data, maximumEvent)) return () => tooLargeResult;
    return (each) => context.resultFor(each, result);
  } finally {
    await context.endReads();
  }
}

/** What the event is about is not there for the viewer any more. */
const isHidden = ({ errors }: ExecutionResult) =>
  errors?.some(({ extensions }) => extensions['code'] === 'NOT_FOUND') ?? false;

const documentNumbers = new WeakMap<object, number>();
let documentCount = 0;

function sharingKey({ document, variableValues, operationName }: ExecutionArgs): string {
  let number = documentNumbers.get(document);
  if (number === undefined) documentNumbers.set(document, (number = ++documentCount));
  const relevant = variablesBelowRoot(document, operationName);
  const variables = Object.entries(variableValues ?? {}).filter(([name]) => relevant.has(name));
  return JSON.stringify([number, operationName, variables.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}
