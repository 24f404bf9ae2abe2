import { readonly, ref, shallowReadonly, shallowRef } from 'vue';
import { failureOf } from '../apollo/failure';
import { request } from '../apollo/request';
import {
  SessionRefreshDocument,
  SignInDocument,
  SignOutDocument,
  type SessionFieldsFragment,
  type SignInInput,
  type UserErrorFieldsFragment,
  type ViewerFragment,
} from '../gql/graphql';
import { withSessionLock } from './session-lock';

export type SessionState = 'unknown' | 'unreachable' | 'signed-in' | 'signed-out';
type News = { type: 'signed-in'; viewerId: string } | { type: 'signed-out' };

const state = ref<SessionState>('unknown');
const viewer = shallowRef<ViewerFragment | null>(null);
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('shohayota.session') : null;

/** The access token lives here and nowhere else: never in storage, never in the URL. */
let token: { value: string; endsAt: number; renewAt: number } | null = null;
/** Whether the person chose to leave, here or in another tab, as opposed to a session that ran out. */
let leftByChoice = false;
let refreshing: Promise<boolean> | null = null;
let generation = 0;
let renewTimer: ReturnType<typeof setTimeout> | undefined;

function begin(session: SessionFieldsFragment, answeredAt: number): void {
  if (viewer.value && viewer.value.id !== session.viewer.id) return startOver();
  // The server's own clock decides how long the token lives, a wrong clock here does not matter.
  const life = Math.max(Date.parse(session.expiresAt) - answeredAt, 10_000);
  token = { value: session.accessToken, endsAt: Date.now() + life, renewAt: Date.now() + life * 0.8 };
  viewer.value = session.viewer;
  leftByChoice = false;
  state.value = 'signed-in';
  clearTimeout(renewTimer);
  renewTimer = setTimeout(renewWhenUsed, Math.min(life * 0.8, 2 ** 31 - 1));
}

/** The cookie belongs to somebody else now; nothing of the former person may stay on this screen. */
function startOver(): void {
  location.reload();
}

function end(byChoice = false): void {
  leftByChoice = byChoice;
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

async function signIn(input: SignInInput): Promise<UserErrorFieldsFragment[]> {
  const { data, answeredAt } = await withSessionLock(() => request(SignInDocument, { input }));
  const { session, userErrors } = data.signIn;
  if (session) {
    generation++;
    begin(session, answeredAt);
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

function tell(news: News): void {
  channel?.postMessage(news);
}

channel?.addEventListener('message', ({ data: news }: MessageEvent<News>) => {
  if (news.type === 'signed-out' && state.value === 'signed-in') end(true);
  if (news.type === 'signed-in' && state.value === 'signed-out') void refresh();
  if (news.type === 'signed-in' && viewer.value && viewer.value.id !== news.viewerId) startOver();
});
document.addEventListener('visibilitychange', renewWhenUsed);

export const session = {
  state: readonly(state),
  viewer: shallowReadonly(viewer),
  wasLeftByChoice: () => leftByChoice,
  restore,
  freshToken,
  renew,
  signIn,
  signOut,
};
