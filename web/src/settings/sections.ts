/** The settings of the tenant, in the order in which they are offered. Each is a page at `/settings/` and its path. */
export const sections = [
  {
    name: 'organisation',
    path: 'organisation',
    icon: 'i-lucide-building-2',
    component: () => import('../tenants/OrganisationPage.vue'),
  },
  {
    name: 'domain',
    path: 'domain',
    icon: 'i-lucide-globe',
    component: () => import('../domains/DomainPage.vue'),
  },
  {
    name: 'team',
    path: 'team',
    icon: 'i-lucide-user-round-cog',
    component: () => import('../staff/TeamPage.vue'),
  },
  {
    name: 'teams',
    path: 'teams',
    icon: 'i-lucide-users-round',
    component: () => import('../teams/TeamsPage.vue'),
  },
  {
    name: 'signUp',
    path: 'sign-up',
    icon: 'i-lucide-user-round-check',
    component: () => import('../sign-up/SignUpSettingsPage.vue'),
  },
  {
    name: 'signIn',
    path: 'sign-in',
    icon: 'i-lucide-key-round',
    component: () => import('../sign-in-settings/SignInSettingsPage.vue'),
  },
  {
    name: 'singleSignOn',
    path: 'single-sign-on',
    icon: 'i-lucide-log-in',
    component: () => import('../single-sign-on/SingleSignOnPage.vue'),
  },
  {
    name: 'apiKeys',
    path: 'api-keys',
    icon: 'i-lucide-braces',
    component: () => import('../api-keys/ApiKeysPage.vue'),
  },
  {
    name: 'categories',
    path: 'categories',
    icon: 'i-lucide-tags',
    component: () => import('../categories/CategoriesPage.vue'),
  },
  {
    name: 'openingHours',
    path: 'opening-hours',
    icon: 'i-lucide-clock',
    component: () => import('../opening-hours/OpeningHoursPage.vue'),
  },
  {
    name: 'notifications',
    path: 'notifications',
    icon: 'i-lucide-bell',
    component: () => import('../notifications/MailDefaultsPage.vue'),
  },
  {
    name: 'attachments',
    path: 'attachments',
    icon: 'i-lucide-paperclip',
    component: () => import('../attachments/AttachmentLimitsPage.vue'),
  },
  {
    name: 'ticketFields',
    path: 'ticket-fields',
    icon: 'i-lucide-text-cursor-input',
    component: () => import('../ticket-fields/TicketFieldsPage.vue'),
  },
  {
    name: 'feedback',
    path: 'feedback',
    icon: 'i-lucide-star',
    component: () => import('../tenants/FeedbackSettingsPage.vue'),
  },
] as const;

export type SectionName = (typeof sections)[number]['name'];

/** The name of the route of a section. */
export const routeNameOf = (name: SectionName): string => `settings-${name}`;
