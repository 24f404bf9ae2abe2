import { authorizationCodeGrant, fetchUserInfo, type Configuration } from 'openid-client';
import { shorten, toSingleLine } from '#shared/text.ts';
import { textLimits } from '#shared/limits.ts';
import { canonicalEmailAddress, isEmailAddress } from '../users/email-address.ts';
import { SingleSignOnFailed } from './single-sign-on-failed.ts';

/** Somebody as a provider knows them. */
export interface Person {
  issuer: string;
  /** By which the provider knows them for ever. */
  subject: string;
  /** In its one form. */
  email: string;
  name: string;
  /** What the claim that decides roles has of them. */
  roleValues: string[];
  /** As the provider has them, which may be no language and no time zone of ours. */
  locale: string | null;
  timeZone: string | null;
}

interface Answer {
  /** The address to which the provider has returned, with what it said. */
  returned: URL;
  state: string;
  nonce: string;
  verifier: string;
  roleClaim: string | null;
}

type Claims = Record<string, unknown>;

/** What PostgreSQL stores as it is; the standard allows no more. */
const subjectPattern = /^[\x20-\x7e]{1,255}$/;

/** Who has returned from a provider. Throws what the library does, and `SingleSignOnFailed` without a verified address. */
export async function identify(provider: Configuration, answer: Answer): Promise<Person> {
  const { returned, state, nonce, verifier, roleClaim } = answer;
  const tokens = await authorizationCodeGrant(provider, returned, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: verifier,
    idTokenExpected: true,
  });
  const signed = tokens.claims()!;
  const isAllSaid = 'email' in signed && 'email_verified' in signed && (!roleClaim || roleClaim in signed);
  const asked =
    isAllSaid || !provider.serverMetadata().userinfo_endpoint
      ? {}
      : await fetchUserInfo(provider, tokens.access_token, signed.sub);
  const claims: Claims = { ...asked, ...signed };
  if (!subjectPattern.test(signed.sub)) throw new SingleSignOnFailed('REFUSED');
  return {
    issuer: signed.iss,
    subject: signed.sub,
    email: verifiedEmailOf('email' in signed && 'email_verified' in signed ? signed : { ...asked }),
    name: nameOf(claims),
    roleValues: roleClaim ? valuesOf(claims, roleClaim) : [],
    locale: textOf(claims['locale']),
    timeZone: textOf(claims['zoneinfo']),
  };
}

/** The address and that it was verified are of one and the same answer. */
function verifiedEmailOf({ email, email_verified: isVerified }: Claims): string {
  const address = canonicalEmailAddress(textOf(email) ?? '');
  // some say it as a text, against the standard
  if (!isEmailAddress(address) || (isVerified !== true && isVerified !== 'true'))
    throw new SingleSignOnFailed('UNVERIFIED');
  return address;
}

/** What they are called: nobody is refused for a name that cannot be shown. */
function nameOf(claims: Claims): string {
  const given = [claims['given_name'], claims['family_name']].map(textOf).filter(Boolean).join(' ');
  const names = [textOf(claims['name']), given, textOf(claims['preferred_username']), textOf(claims['email'])];
  const name = names.map((each) => toSingleLine(each ?? '').replace(/[\p{Cc}\p{Surrogate}]/gu, '')).find(Boolean);
  return shorten(name ?? '', textLimits.name) || '…';
}

/** The values of a claim, which may be within another one. */
function valuesOf(claims: Claims, claim: string): string[] {
  const within = (value: unknown, key: string) =>
    typeof value === 'object' && value !== null ? (value as Claims)[key] : undefined;
  const value = Object.hasOwn(claims, claim) ? claims[claim] : claim.split('.').reduce<unknown>(within, claims);
  return [value].flat().filter((each) => typeof each === 'string');
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
