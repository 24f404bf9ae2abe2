import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router';
import { session } from './sessions/session';
import { settingsRoutes } from './settings/routes';

declare module 'vue-router' {
  interface RouteMeta {
    public?: boolean;
    /** For staff only, or admins only; others find nothing at its address. */
    staff?: boolean;
    admin?: boolean;
  }
}

const isOfCustomer = () => session.viewer.value?.role === 'CUSTOMER';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/sign-in', name: 'sign-in', meta: { public: true }, component: () => import('./sessions/SignInPage.vue') },
    {
      path: '/forgot-password',
      name: 'forgot-password',
      meta: { public: true },
      component: () => import('./passwords/ForgotPasswordPage.vue'),
    },
    {
      path: '/reset-password',
      name: 'reset-password',
      meta: { public: true },
      props: { kind: 'PASSWORD_RESET' },
      component: () => import('./account-links/AccountLinkPage.vue'),
    },
    {
      path: '/sign-in-link',
      name: 'sign-in-link',
      meta: { public: true },
      component: () => import('./sign-in-codes/SignInLinkPage.vue'),
    },
    { path: '/sign-up', name: 'sign-up', meta: { public: true }, component: () => import('./sign-up/SignUpPage.vue') },
    {
      path: '/confirm-sign-up',
      name: 'confirm-sign-up',
      meta: { public: true },
      props: { kind: 'SIGN_UP' },
      component: () => import('./account-links/AccountLinkPage.vue'),
    },
    {
      path: '/unsubscribe',
      name: 'unsubscribe',
      meta: { public: true },
      component: () => import('./notifications/UnsubscribePage.vue'),
    },
    {
      path: '/accept-invitation',
      name: 'accept-invitation',
      meta: { public: true },
      props: { kind: 'INVITATION' },
      component: () => import('./account-links/AccountLinkPage.vue'),
    },
    {
      path: '/set-up',
      name: 'set-up',
      meta: { public: true },
      component: () => import('./setup/SetUpPage.vue'),
    },
    {
      path: '/',
      component: () => import('./shell/AppLayout.vue'),
      children: [
        { path: '', name: 'dashboard', component: () => import('./dashboard/DashboardPage.vue') },
        { path: 'tickets', name: 'tickets', component: () => import('./tickets/TicketListPage.vue') },
        {
          path: 'tickets/new',
          name: 'new-ticket',
          // Staff open a ticket for a customer, whose page leads here.
          beforeEnter: (to) => isOfCustomer() || !!to.query['customer'] || { name: 'customers' },
          component: () => import('./tickets/NewTicketPage.vue'),
        },
        { path: 'tickets/:id', name: 'ticket', props: true, component: () => import('./tickets/TicketPage.vue') },
        { path: 'calls', name: 'calls', component: () => import('./call-requests/CallListPage.vue') },
        {
          path: 'calls/new',
          name: 'new-call',
          // Staff book a call for a customer, as they open a ticket.
          beforeEnter(to) {
            if (!session.viewer.value?.tenant.openingHours.callsEnabled) return { name: 'calls' };
            return isOfCustomer() || !!to.query['customer'] || { name: 'customers' };
          },
          component: () => import('./call-requests/NewCallPage.vue'),
        },
        { path: 'calls/:id', name: 'call', props: true, component: () => import('./call-requests/CallPage.vue') },
        {
          path: 'feedback',
          name: 'feedback',
          meta: { staff: true },
          component: () => import('./feedback/FeedbackPage.vue'),
        },
        {
          path: 'notifications',
          name: 'notifications',
          component: () => import('./notifications/NotificationsPage.vue'),
        },
        {
          path: 'customers',
          name: 'customers',
          meta: { staff: true },
          component: () => import('./customers/CustomerListPage.vue'),
        },
        {
          path: 'customers/:id',
          name: 'customer',
          props: true,
          meta: { staff: true },
          component: () => import('./customers/CustomerPage.vue'),
        },
        {
          path: 'customers/invite',
          name: 'invite-customer',
          meta: { staff: true },
          component: () => import('./customers/CustomerInvitePage.vue'),
        },
        {
          path: 'audit-log',
          name: 'audit-log',
          meta: { staff: true, admin: true },
          component: () => import('./history/AuditLogPage.vue'),
        },
        ...settingsRoutes,
        { path: 'profile', name: 'profile', component: () => import('./profile/ProfilePage.vue') },
        { path: 'help', name: 'help', component: () => import('./knowledge-base/HelpPage.vue') },
        {
          path: 'help/:slug',
          name: 'article',
          props: true,
          component: () => import('./knowledge-base/ArticlePage.vue'),
        },
        {
          path: 'help/:slug/edit',
          name: 'article-edit',
          props: true,
          meta: { staff: true },
          component: () => import('./knowledge-base/ArticleEditPage.vue'),
        },
        // no slug is a hyphen alone
        {
          path: 'help/-/new',
          name: 'article-new',
          meta: { staff: true },
          component: () => import('./knowledge-base/NewArticlePage.vue'),
        },
        { path: ':path(.*)*', name: 'not-found', component: () => import('./shell/NotFoundPage.vue') },
      ],
    },
  ],
  scrollBehavior(to, from, savedPosition) {
    if (savedPosition) return savedPosition;
    // A ticket scrolls to its newest message by itself; a changed filter is still the same page.
    if (to.name === 'ticket' || to.path === from.path) return false;
    return { top: 0 };
  },
});

router.beforeEach(async (to) => {
  await session.restore();
  const signedIn = session.state.value === 'signed-in';
  if (to.name === 'sign-in' && signedIn) return destinationAfterSignIn(to);
  if (!to.meta.public && session.state.value === 'signed-out') return signInFor(to);
  const role = session.viewer.value?.role;
  if ((to.meta.staff && role === 'CUSTOMER') || (to.meta.admin && role !== 'ADMIN'))
    return { name: 'not-found', params: { path: to.path.slice(1).split('/') } };
  return true;
});

export function signInFor(to: RouteLocationNormalized) {
  return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
}

/** Only a path of this portal: a sign-in link must not lead to another origin. */
export function destinationAfterSignIn(from: RouteLocationNormalized): string {
  const target = from.query['to'];
  const isPath = typeof target === 'string' && /^\/(?![/\\])/.test(target);
  return isPath && router.resolve(target).name !== 'sign-in' ? target : '/';
}
