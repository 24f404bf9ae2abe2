import { ref } from 'vue';

/** Former names that some browsers still use, and the current ones. */
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

export const currentZoneName = (zone: string): string => renamed[zone] ?? zone;

/** That of the device; of one that has none, or one that the browser itself does not know, UTC. */
export const browserZone = zoneOfDevice();

/** The zone times are shown in: that of the profile, or before somebody has signed in that of the browser. */
export const displayZone = ref(browserZone);

export function setDisplayZone(zone: string | undefined): void {
  displayZone.value = zone && isKnownZone(zone) ? zone : browserZone;
}

/** All zones this browser knows. */
export const allZones = (): string[] => [
  ...new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map(currentZoneName)]),
];

function zoneOfDevice(): string {
  const zone: string | undefined = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone && isKnownZone(zone) ? currentZoneName(zone) : 'UTC';
}

/** An older browser may not know every zone the server knows. */
export function isKnownZone(timeZone: string): boolean {
  try {
    return !!new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    return false;
  }
}
