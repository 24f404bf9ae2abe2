import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAbusedPortal, type AbusedPortal } from './abused-portal.ts';
import { attacks } from './attacks.ts';
import { faultsOf } from './judgement.ts';

// `npm run test:abuse` does all of them for longer, and measures what others notice.

let portal: AbusedPortal;

beforeAll(async () => void (portal = await startAbusedPortal(20)), 120_000);

afterAll(() => portal.stop());

describe('nobody stops the others, or the portal', () => {
  it.each(attacks.filter(({ isKnown }) => isKnown))('$who: $what', { timeout: 120_000 }, async (attack) => {
    expect(faultsOf(await portal.attack(attack, 1))).toEqual([]);
  });
});
