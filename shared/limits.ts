/** Characters a text may have at most, by what it is. */
export const textLimits = {
  address: 254,
  articleBody: 50_000,
  articleSlug: 100,
  articleTitle: 200,
  callNote: 2_000,
  callReason: 200,
  feedbackComment: 2_000,
  messageBody: 20_000,
  name: 200,
  phone: 40,
  search: 200,
  ticketCategory: 100,
  ticketTitle: 200,
} as const;
