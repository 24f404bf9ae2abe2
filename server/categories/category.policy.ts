import { UserRole, type Viewer } from '../access/viewer.ts';

export const canManageCategories = ({ role }: Viewer) => role === UserRole.ADMIN;
