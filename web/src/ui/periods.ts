/** The last so many days, today included; null for all. */
export const periods = [1, 7, 30, 365] as const;
export type Period = (typeof periods)[number] | null;

/** As an address has it. */
export const readPeriod = (text: unknown): Period => periods.find((days) => String(days) === text) ?? null;
