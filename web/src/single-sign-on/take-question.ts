import { secondFactorCookie } from '#shared/single-sign-on.ts';
import type { SecondFactorQuestionFieldsFragment } from '../gql/graphql';

/** The question for the second factor of who came back from the provider; it is there once, and null for nobody. */
export function takeQuestion(): SecondFactorQuestionFieldsFragment | null {
  const value = new RegExp(`(?:^|; )${secondFactorCookie}=([\\w-]+)`).exec(document.cookie)?.[1];
  if (!value) return null;
  document.cookie = `${secondFactorCookie}=; path=/sign-in; max-age=0`;
  try {
    const json = atob(value.replaceAll('-', '+').replaceAll('_', '/'));
    return { __typename: 'SecondFactorQuestion', ...JSON.parse(json) } as SecondFactorQuestionFieldsFragment;
  } catch {
    return null;
  }
}
