import { generateSecret, generateURI, verifySync } from 'otplib';

/** As all authenticators have it: RFC 6238 with SHA-1, six digits and steps of 30 seconds. */
const stepSeconds = 30;

/** 160 bits, in Base32. */
export const makeTotpSecret = (): string => generateSecret();

/** What an authenticator reads from a QR code. */
export const totpUri = (secret: string, issuer: string, label: string): string =>
  generateURI({ issuer, label, secret });

/** The time step in which a code is right: now, the one before or the one after; null for a wrong one. */
export function stepOf(secret: string, code: string): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const result = verifySync({ secret, token: code, epochTolerance: stepSeconds });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}
