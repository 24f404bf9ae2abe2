import { computed } from 'vue';
import { session } from '../sessions/session';

/** Names some browsers still call zones by, and those of today. */
const renamed: Record<string, string> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Dacca': 'Asia/Dhaka',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Europe/Kiev': 'Europe/Kyiv',
};

export const nameOfToday = (zone: string): string => renamed[zone] ?? zone;

export const browserZone = nameOfToday(Intl.DateTimeFormat().resolvedOptions().timeZone);

/** Where the times on the screen are shown: in the zone of the profile, before signing in in that of the browser. */
export const shownZone = computed(() => {
  const wish = session.viewer.value?.timeZone;
  return wish && isKnownZone(wish) ? wish : browserZone;
});

/** All zones this browser knows. */
export const allZones = (): string[] => [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map(nameOfToday)])];

/** An older browser may not know what the server does. */
export function isKnownZone(timeZone: string): boolean {
  try {
    return !!new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    return false;
  }
}
