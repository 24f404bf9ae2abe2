/** Joiners shape Bengali and other scripts; every other invisible character can only mislead. */
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** Without control and bidirectional characters, which could make one name look like another. */
export const stripInvisible = (text: string): string => text.replace(invisible, '');

/** A name or title as it is stored: one line, single spaces, nothing invisible. */
export const toSingleLine = (text: string): string => stripInvisible(text.replace(/\s+/g, ' ')).trim();
