/** Whether a secret of the operator is made of few different characters, or of one part again and again. */
export const isGuessable = (secret: string): boolean => new Set(secret).size < 10 || /^(.{1,16}?)\1+$/.test(secret);
