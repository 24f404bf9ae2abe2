import { expect, it } from 'vitest';
import { UserErrorCode } from '../../server/graphql/user-error.ts';
import { readPhoneNumber } from '../../server/users/phone-number.ts';

it.each([
  '\u202a+8801712345678\u202c',
  '+880\u202f1712\u2013345678',
  'tel:+8801712345678',
  'TEL:+880-1712-345678',
  'tel://+8801712345678',
  'callto:+8801712345678',
  '\uff0b\uff18\uff18\uff10\uff11\uff17\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18',
  '+৮৮০১৭১২৩৪৫৬৭৮',
  '+٨٨٠١٧١٢٣٤٥٦٧٨',
  '+۸۸۰ ۱۷۱۲ ۳۴۵۶۷۸',
  '+८८०१७१२३४५६७८',
  '০১৭১২-৩৪৫৬৭৮',
  '01712 345678',
  '01712\u2011345\u2011678',
  '01712\u2212345678',
  '01712\u00a0345\u2009678',
  '(01712) 345.678',
  '+880 (0) 1712-345678',
  '008801712345678',
  '00 880 1712 345678',
  '\ufeff01712345678\u200b',
  '0\u200d1712\u200c345678',
  '\u2066+880 1712 345 678\u2069',
])('%j is +8801712345678', (written) => {
  expect(readPhoneNumber(written, 'Asia/Dhaka', 'input.phone')).toBe('+8801712345678');
});

it('begins with 00 where the time zone tells no country, too', () => {
  expect(readPhoneNumber('00880 1712 345678', 'UTC', 'input.phone')).toBe('+8801712345678');
});

it.each([
  '12',
  '01712345678 ext. 5',
  'tel:+8801712345678;ext=5',
  'call me',
  '+8801712345678, +8801812345678',
  '\u3164',
  '+',
])('%j is no number that can be dialled', (written) => {
  expect(() => readPhoneNumber(written, 'Asia/Dhaka', 'input.phone')).toThrow(
    expect.objectContaining({
      userErrors: [expect.objectContaining({ code: UserErrorCode.INVALID, field: 'input.phone' })],
    }),
  );
});
