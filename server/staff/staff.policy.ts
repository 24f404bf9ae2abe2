import { UserRole, type Viewer } from '../access/viewer.ts';

/** Who sees and changes who works for the tenant. */
export const canManageStaff = ({ role }: Viewer) => role === UserRole.ADMIN;
