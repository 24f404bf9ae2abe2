import type { GraphQLResolveInfo } from 'graphql';
import type { Author } from '../users/user.entity.ts';
import { isStaff, type Viewer } from '../access/viewer.ts';
import type { RequestContext } from '../context.ts';
import { forbiddenToRead } from '../graphql/errors.ts';
import { badArgument } from '../reads/connection.ts';
import type { FeedbackSummary, FeedbackSummaryArgs, FeedbacksArgs } from './feedback.contract.ts';
import { allOf, identified, within } from '../reads/conditions.ts';
import type { Condition } from '../reads/read-statement.ts';
import type { FeedbackRow } from './feedback.entity.ts';
import { feedbackReads, newestFeedbackFirst } from './feedback.reads.ts';

const longestPeriod = 366 * 24 * 60 * 60 * 1000;
const maximumAgents = 100;
const ratings = [1, 2, 3, 4, 5];

/** How often one agent was given each rating, 1 first. */
interface Tally {
  agent: Author | null;
  counts: number[];
}

/** One page of the feedback of the tenant. Throws UNAUTHENTICATED, FORBIDDEN for customers. */
export function readFeedbacks(context: RequestContext, { filter, ...page }: FeedbacksArgs, info: GraphQLResolveInfo) {
  onlyStaff(context);
  const where: Condition<FeedbackRow> = (feedback, parameter) =>
    allOf([
      ...within(feedback.createdAt, filter?.createdAt, parameter),
      ...identified(feedback.customerId, filter?.customerId, parameter),
    ]);
  return context.page(feedbackReads, { page, order: newestFeedbackFirst, where }, info);
}

/** What was rated within a period. Throws UNAUTHENTICATED, FORBIDDEN for customers, BAD_USER_INPUT for the period. */
export async function readSummary(
  context: RequestContext,
  { from, to }: FeedbackSummaryArgs,
): Promise<FeedbackSummary> {
  const { tenantId } = onlyStaff(context);
  if (to <= from) throw badArgument('to', 'must be later than `from`');
  if (to.getTime() - from.getTime() > longestPeriod) throw badArgument('to', 'must be at most 366 days after `from`');
  const tallies = await context.read({
    text: tallySql,
    values: [tenantId, from, to],
    shape: (json) => json as Tally[],
  });
  return {
    ...figures(tallies),
    agents: tallies.slice(0, maximumAgents).map((tally) => ({ agent: tally.agent, ...figures([tally]) })),
  };
}

const tallySql = `
  select coalesce(json_agg(tally), '[]')::text as json from (
    select
      case when agent.id is not null then json_build_object('id', agent.id, 'name', agent.name, 'role', agent.role) end as agent,
      json_build_array(${ratings.map((rating) => `count(*) filter (where rating = ${rating})`).join(', ')}) as counts
    from feedback left join portal_user agent on agent.id = feedback.agent_id
    where feedback.tenant_id = $1 and feedback.created_at >= $2 and feedback.created_at < $3
    group by agent.id order by count(*) desc, agent.name, agent.id
  ) as tally`;

function figures(tallies: Tally[]) {
  const counts = ratings.map((rating, index) => ({ rating, count: sum(tallies.map((tally) => tally.counts[index]!)) }));
  const count = sum(counts.map((each) => each.count));
  const points = sum(counts.map((each) => each.rating * each.count));
  return { count, average: count === 0 ? null : points / count, ratings: counts };
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

function onlyStaff({ signedIn }: RequestContext): Viewer {
  if (isStaff(signedIn)) return signedIn;
  throw forbiddenToRead('Only staff can read the feedback of all customers.');
}
