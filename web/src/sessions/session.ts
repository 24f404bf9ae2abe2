import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { readonly, ref, shallowReadonly, shallowRef } from 'vue';
import { failureOf } from '../apollo/failure';
import { request } from '../apollo/request';
import {
  SessionRefreshDocument,
  SignOutDocument,
  type SecondFactorQuestionFieldsFragment,
  type SessionFieldsFragment,
  type UserErrorFieldsFragment,
  type ViewerFragment,
} from '../gql/graphql';
import { withSessionLock } from './session-lock';

export type SessionState = 'unknown' | 'unreachable' | 'signed-in' | 'signed-out';
type SessionMessage =
  { type: 'signed-in'; viewerId: string } | { type: 'signed-out' } | { type: 'profile'; viewer: ViewerFragment };
export interface SessionPayload {
  session: SessionFieldsFragment | null;
  secondFactor?: SecondFactorQuestionFieldsFragment | null;
  userErrors: UserErrorFieldsFragment[];
}

const state = ref<SessionState>('unknown');
const viewer = shallowRef<ViewerFragment | null>(null);
/** What remains to be shown by somebody who is signing in. */
const question = shallowRef<SecondFactorQuestionFieldsFragment | null>(null);
const channel = openChannel();

/** The access token lives here and nowhere else: never in storage, never in the URL. */
let token: { value: string; endsAt: number; renewAt: number } | null = null;
/** Whether the person signed out, here or in another tab, as opposed to a session that ran out. */
let signedOutByChoice = false;
const endedElsewhere = ref(false);
let refreshing: Promise<boolean> | null = null;
let generation = 0;
let renewTimer: ReturnType<typeof setTimeout> | undefined;

function begin(session: SessionFieldsFragment, answeredAt: number, onOtherUser = () => location.reload()): void {
  // The cookie belongs to somebody else now; nothing of the previous user may stay on this screen.
  if (viewer.value && viewer.value.id !== session.viewer.id) return onOtherUser();
  // The server's own clock decides how long the token lives, a wrong clock here does not matter.
  const life = Math.max(Date.parse(session.expiresAt) - answeredAt, 10_000);
  token = { value: session.accessToken, endsAt: Date.now() + life, renewAt: Date.now() + life * 0.8 };
  viewer.value = session.viewer;
  signedOutByChoice = false;
  endedElsewhere.value = false;
  question.value = null;
  state.value = 'signed-in';
  clearTimeout(renewTimer);
  renewTimer = setTimeout(renewWhenUsed, Math.min(life * 0.8, 2 ** 31 - 1));
}

function end(byChoice = false): void {
  signedOutByChoice = byChoice;
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

/** Resumes the session of the cookie, when there is one. */
async function restore(): Promise<void> {
  if (state.value === 'unknown' || state.value === 'unreachable') await refresh();
}

/** A token with some life left in it, or null when there is no session (or no way to renew it now). */
async function freshToken(): Promise<string | null> {
  if (token && Date.now() >= token.endsAt - 5_000) await refresh();
  return token?.value ?? null;
}

/**
 * Replaces a token the server no longer accepts, unless that has happened meanwhile. Resolves to whether there is a
 * session; rejects when the renewal did not get through.
 */
async function renew(rejected: string | null): Promise<boolean> {
  if (token && token.value !== rejected) return true;
  const isRenewed = await refresh();
  if (!isRenewed && state.value === 'signed-in') throw new TypeError('The session could not be renewed');
  return isRenewed;
}

/** A mutation that signs somebody in, or asks for their second factor on the page for signing in; who is signed in starts at the dashboard if another person was signed in here. */
async function start<Data, Input>(
  document: TypedDocumentNode<Data, { input: Input }>,
  input: Input,
  payloadOf: (data: Data) => SessionPayload,
): Promise<UserErrorFieldsFragment[]> {
  const { data, answeredAt } = await withSessionLock(() => request(document, { input }));
  const { session, secondFactor, userErrors } = payloadOf(data);
  if (secondFactor) question.value = secondFactor;
  if (session) {
    generation++;
    begin(session, answeredAt, () => location.replace('/'));
    broadcast({ type: 'signed-in', viewerId: session.viewer.id });
  }
  return userErrors;
}

/** Rejects when the server was not reached: the cookie would still be valid, so the person must know. */
async function signOut(): Promise<void> {
  const accessToken = await freshToken();
  try {
    await withSessionLock(() => request(SignOutDocument, {}, accessToken));
  } catch (error) {
    if (failureOf(error) !== 'ended') throw error;
  }
  end(true);
  broadcast({ type: 'signed-out' });
}

/** The person has changed their own profile. */
function updateViewer(profile: ViewerFragment): void {
  storeViewer(profile);
  broadcast({ type: 'profile', viewer: profile });
}

function storeViewer(profile: ViewerFragment): void {
  if (viewer.value?.id === profile.id) viewer.value = profile;
}

/** null in a browser that keeps its tabs apart. */
function openChannel(): BroadcastChannel | null {
  try {
    return new BroadcastChannel('shohayota.session');
  } catch {
    return null;
  }
}

function broadcast(message: SessionMessage): void {
  channel?.postMessage(message);
}

channel?.addEventListener('message', ({ data: message }: MessageEvent<SessionMessage>) => {
  if (message.type === 'signed-out' && state.value === 'signed-in') end(true);
  if (message.type === 'signed-in' && state.value === 'signed-out') void refresh();
  if (message.type === 'signed-in' && viewer.value && viewer.value.id !== message.viewerId) location.reload();
  if (message.type === 'profile') storeViewer(message.viewer);
});
document.addEventListener('visibilitychange', renewWhenUsed);

export const session = {
  state: readonly(state),
  viewer: shallowReadonly(viewer),
  /** Whether the session ended while this page was open, and not because the person signed out. */
  endedElsewhere: readonly(endedElsewhere),
  question: shallowReadonly(question),
  /** What a provider of identities has left to be asked. */
  ask: (asked: SecondFactorQuestionFieldsFragment) => (question.value = asked),
  dropQuestion: () => (question.value = null),
  wasSignedOutByChoice: () => signedOutByChoice,
  restore,
  freshToken,
  renew,
  start,
  signOut,
  updateViewer,
};
