import { UserRole, type Viewer } from '../access/viewer.ts';

/** Who creates, changes and archives teams. */
export const canManageTeams = ({ role }: Viewer) => role === UserRole.ADMIN;
