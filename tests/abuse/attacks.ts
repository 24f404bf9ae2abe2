import type { Attack } from './attack.ts';
import { strangers } from './strangers.ts';
import { users } from './users.ts';

export const attacks: Attack[] = [...strangers, ...users];
