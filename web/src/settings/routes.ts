import type { RouteRecordRaw } from 'vue-router';
import { routeNameOf, sections } from './sections';

const meta = { staff: true, admin: true };

/** The list of the settings, and a page for each section. */
export const settingsRoutes: RouteRecordRaw[] = [
  { path: 'settings', name: 'settings', meta, component: () => import('./SettingsPage.vue') },
  ...sections.map(({ name, path, component }) => ({
    path: `settings/${path}`,
    meta,
    props: { section: name },
    component: () => import('./SettingsSectionPage.vue'),
    children: [{ path: '', name: routeNameOf(name), component }],
  })),
];
