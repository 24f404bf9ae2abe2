import { expect, it } from 'vitest';
import { UserErrorCode } from '../../server/graphql/user-error.ts';
import { readEmailAddress } from '../../server/users/email-address.ts';

it.each([
  'somebody@portal.test',
  'some.body+tickets@help.portal.test',
  "o'brien@portal.test",
  'রহিম@উদাহরণ.বাংলা',
  'somebody@xn--45be2a9d.xn--54b7fta0cc',
])('%s is an email address', (address) => {
  expect(readEmailAddress(` ${address.toUpperCase()} `, 'input.email')).toBe(address);
});

it.each([
  'somebody',
  'somebody@localhost',
  'somebody@portal.t',
  'somebody@192.168.0.1',
  'somebody@portal..test',
  'somebody@-portal.test',
  '.somebody@portal.test',
  'some..body@portal.test',
  'some body@portal.test',
  '"some body"@portal.test',
  'Somebody <somebody@portal.test>',
  'one@portal.test,two@portal.test',
  'somebody@portal.test\r\nbcc: thief@portal.test',
  'some\u202Ebody@portal.test',
  `${'a'.repeat(65)}@portal.test`,
])('%s is none', (address) => {
  expect(() => readEmailAddress(address, 'input.email')).toThrow(
    expect.objectContaining({
      userErrors: [
        { code: UserErrorCode.INVALID, message: 'email must be a valid email address.', field: 'input.email' },
      ],
    }),
  );
});
