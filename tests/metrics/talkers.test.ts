import { expect, it } from 'vitest';
import { Talkers } from '../../server/metrics/talkers.ts';

const minute = (count: number) => count * 60_000;

it('the tenants that asked for most in the last whole minute are shown, most first', () => {
  const talkers = new Talkers();
  talkers.add('quiet', 10, minute(1));
  talkers.add('loud', 600, minute(1) + 59_999);
  talkers.add('quiet', 10, minute(1) + 59_999);
  expect(talkers.most(10, minute(1) + 59_999)).toEqual([]);
  expect(talkers.most(10, minute(2))).toEqual([
    ['loud', 600],
    ['quiet', 20],
  ]);
  expect(talkers.most(1, minute(2))).toEqual([['loud', 600]]);
});

it('what is older is forgotten', () => {
  const talkers = new Talkers();
  talkers.add('loud', 600, minute(1));
  talkers.add('late', 5, minute(2));
  expect(talkers.most(10, minute(3))).toEqual([['late', 5]]);
  expect(talkers.most(10, minute(9))).toEqual([]);
});
