import type { RouteLocationRaw } from 'vue-router';

export const customerRoute = (id: string): RouteLocationRaw => ({ name: 'customer', params: { id } });
