import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { readonly, ref, shallowReadonly, shallowRef } from 'vue';
import { failureOf } from '../apollo/failure';
import { request } from '../apollo/request';
import {
  InvitationAcceptDocument,
  PasswordResetDocument,
  SessionRefreshDocument,
  SignInDocument,
  SignOutDocument,
  type InvitationAcceptInput,
  type PasswordResetInput,
  type SessionFieldsFragment,
  type SignInInput,
  type UserErrorFieldsFragment,
  type ViewerFragment,
} from '../gql/graphql';
import { withSessionLock } from './session-lock';

export type SessionState = 'unknown' | 'unreachable' | 'signed-in' | 'signed-out';
type News =
  { type: 'signed-in'; viewerId: string } | { type: 'signed-out' } | { type: 'profile'; viewer: ViewerFragment };
interface Entry {
  session: SessionFieldsFragment | null;
  userErrors: UserErrorFieldsFragment[];
}

const state = ref<SessionState>('unknown');
const viewer = shallowRef<ViewerFragment | null>(null);
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('shohayota.session') : null;

/** The access token lives here and nowhere else: never in storage, never in the URL. */
let token: { value: string; endsAt: number; renewAt: number } | null = null;
/** Whether the person chose to leave, here or in another tab, as opposed to a session that ran out. */
let leftByChoice = false;
const endedElsewhere = ref(false);
let refreshing: Promise<boolean> | null = null;
let generation = 0;
let renewTimer: ReturnType<typeof setTimeout> | undefined;

function begin(session: SessionFieldsFragment, answeredAt: number, startOver = () => location.reload()): void {
  // The cookie belongs to somebody else now; nothing of the former person may stay on this screen.
  if (viewer.value && viewer.value.id !== session.viewer.id) return startOver();
  // The server's own clock decides how long the token lives, a wrong clock here does not matter.
  const life = Math.max(Date.parse(session.expiresAt) - answeredAt, 10_000);
  token = { value: session.accessToken, endsAt: Date.now() + life, renewAt: Date.now() + life * 0.8 };
  viewer.value = session.viewer;
  leftByChoice = false;
  endedElsewhere.value = false;
  state.value = 'signed-in';
  clearTimeout(renewTimer);
  renewTimer = setTimeout(renewWhenUsed, Math.min(life * 0.8, 2 ** 31 - 1));
}

function end(byChoice = false): void {
  leftByChoice = byChoice;
  if (state.value === 'signed-in') endedElsewhere.value = !byChoice;
  generation++;
  token = null;
  viewer.value = null;
  state.value = 'signed-out';
  clearTimeout(renewTimer);
}

function renewWhenUsed(): void {
  if (token && document.visibilityState === 'visible' && Date.now() >= token.renewAt) void refresh();
}

/** Resolves to whether there is a session afterwards. One refresh at a time, in this tab and across tabs. */
function refresh(): Promise<boolean> {
  refreshing ??= withSessionLock(async () => {
    const startedIn = generation;
    const { data, answeredAt } = await request(SessionRefreshDocument, {});
    if (startedIn !== generation) return state.value === 'signed-in';
    const session = data.sessionRefresh.session;
    if (session) begin(session, answeredAt);
    else end();
    return !!session;
  })
    .catch((error: unknown) => {
      if (failureOf(error) === 'ended') end();
      else if (!viewer.value) state.value = 'unreachable';
      return false;
    })
    .finally(() => (refreshing = null));
  return refreshing;
}

/** Takes up the session of the cookie, when there is one. */
async function restore(): Promise<void> {
  if (state.value === 'unknown' || state.value === 'unreachable') await refresh();
}

/** A token with some life left in it, or null when there is no session (or no way to renew it now). */
async function freshToken(): Promise<string | null> {
  if (token && Date.now() >= token.endsAt - 5_000) await refresh();
  return token?.value ?? null;
}

/** Replaces a token the server no longer takes; one that was replaced meanwhile needs no second refresh. */
async function renew(spent: string | null): Promise<boolean> {
  if (token && token.value !== spent) return true;
  return refresh();
}

/** A mutation that ends with somebody signed in, who starts at the dashboard if another person was signed in here. */
async function enter<Data, Input>(
  document: TypedDocumentNode<Data, { input: Input }>,
  input: Input,
  entryOf: (data: Data) => Entry,
): Promise<UserErrorFieldsFragment[]> {
  const { data, answeredAt } = await withSessionLock(() => request(document, { input }));
  const { session, userErrors } = entryOf(data);
  if (session) {
    generation++;
    begin(session, answeredAt, () => location.replace('/'));
    tell({ type: 'signed-in', viewerId: session.viewer.id });
  }
  return userErrors;
}

/** Rejects when the server was not reached: the cookie would still be good, so the person must know. */
async function signOut(): Promise<void> {
  const spent = await freshToken();
  try {
    await withSessionLock(() => request(SignOutDocument, {}, spent));
  } catch (error) {
    if (failureOf(error) !== 'ended') throw error;
  }
  end(true);
  tell({ type: 'signed-out' });
}

/** The person has changed their own profile. */
function learn(profile: ViewerFragment): void {
  keep(profile);
  tell({ type: 'profile', viewer: profile });
}

function keep(profile: ViewerFragment): void {
  if (viewer.value?.id === profile.id) viewer.value = profile;
}

function tell(news: News): void {
  channel?.postMessage(news);
}

channel?.addEventListener('message', ({ data: news }: MessageEvent<News>) => {
  if (news.type === 'signed-out' && state.value === 'signed-in') end(true);
  if (news.type === 'signed-in' && state.value === 'signed-out') void refresh();
  if (news.type === 'signed-in' && viewer.value && viewer.value.id !== news.viewerId) location.reload();
  if (news.type === 'profile') keep(news.viewer);
});
document.addEventListener('visibilitychange', renewWhenUsed);

export const session = {
  state: readonly(state),
  viewer: shallowReadonly(viewer),
  /** Whether the session came to its end while this page was open, and not by this browser's wish. */
  endedElsewhere: readonly(endedElsewhere),
  wasLeftByChoice: () => leftByChoice,
  restore,
  freshToken,
  renew,
  signIn: (input: SignInInput) => enter(SignInDocument, input, (data) => data.signIn),
  resetPassword: (input: PasswordResetInput) => enter(PasswordResetDocument, input, (data) => data.passwordReset),
  acceptInvitation: (input: InvitationAcceptInput) =>
    enter(InvitationAcceptDocument, input, (data) => data.invitationAccept),
  signOut,
  learn,
};
