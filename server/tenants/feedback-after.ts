import { registerEnumType } from 'type-graphql';

export enum FeedbackAfter {
  RESOLVED = 'RESOLVED',
  CLOSED = 'CLOSED',
}

registerEnumType(FeedbackAfter, {
  name: 'FeedbackAfter',
  description: 'What has to happen to a ticket before its customer is asked for feedback.',
  valuesConfig: {
    RESOLVED: { description: 'It was resolved, or closed without that.' },
    CLOSED: { description: 'It was closed.' },
  },
});

/** The longest time between that and the question: 30 days. */
export const longestFeedbackDelay = 720;
