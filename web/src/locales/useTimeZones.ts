import { computed } from 'vue';
import { allZones } from './time-zone';
import { screenLanguageTag } from './useFormats';

export interface TimeZoneItem {
  value: string;
  /** The city that gives it its name. */
  label: string;
  /** Part of the world, and the name of the zone. */
  description: string;
  offset: string;
  /** What else it is found by. */
  searchTerms: string;
}

/** All time zones with their names in the language of the screen, from west to east. */
export function useTimeZones() {
  const items = computed(() =>
    allZones()
      .map((zone) => ({ item: itemOf(zone, screenLanguageTag.value), minutes: minutesOf(zone) }))
      .sort((one, other) => one.minutes - other.minutes || one.item.label.localeCompare(other.item.label))
      .map(({ item }) => item),
  );
  return { items, itemOf: (zone: string) => itemOf(zone, screenLanguageTag.value) };
}

function itemOf(zone: string, tag: string): TimeZoneItem {
  const names = zone.replaceAll('_', ' ').split('/');
  const name = partOf(zone, tag, 'longGeneric');
  return {
    value: zone,
    label: names.at(-1)!,
    description: [...names.slice(0, -1), name].join(' · '),
    offset: partOf(zone, tag, 'shortOffset'),
    searchTerms: [
      zone,
      partOf(zone, tag, 'shortGeneric'),
      ...(tag.startsWith('en') ? [] : [partOf(zone, 'en', 'longGeneric')]),
    ].join(' '),
  };
}

function partOf(timeZone: string, tag: string, timeZoneName: 'longGeneric' | 'shortGeneric' | 'shortOffset'): string {
  const parts = new Intl.DateTimeFormat(tag, { timeZone, timeZoneName }).formatToParts();
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** How far the clocks of the zone are from UTC now. */
function minutesOf(zone: string): number {
  const [, sign, hours, minutes = '0'] = /GMT(?:([+-])(\d+)(?::(\d+))?)?/.exec(partOf(zone, 'en', 'shortOffset')) ?? [];
  return sign ? Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) : 0;
}
