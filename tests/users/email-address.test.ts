import { expect, it } from 'vitest';
import { UserErrorCode } from '../../server/graphql/user-error.ts';
import { readEmailAddress } from '../../server/users/email-address.ts';

it.each(['somebody@portal.test', 'some.body+tickets@help.portal.test', "o'brien@portal.test", 'রহিম@উদাহরণ.বাংলা'])(
  '%s is an email address',
  (address) => {
    expect(readEmailAddress(` ${address.toUpperCase()} `, 'input.email')).toBe(address);
  },
);

it.each([
  ['flat4b@padma.example\u200b', 'flat4b@padma.example'],
  ['flat4b@pad\u00adma.example', 'flat4b@padma.example'],
  ['\u202aflat4b@padma.example\u202c', 'flat4b@padma.example'],
  ['\ufeffflat4b@padma.example\u00a0', 'flat4b@padma.example'],
  ['flat4b\u2060@padma\u200d.example', 'flat4b@padma.example'],
  ['\u3000flat4b\uff20padma\uff0eexample', 'flat4b@padma.example'],
  ['flat4b@padma\u3002example', 'flat4b@padma.example'],
  ['flat৪b@padma.example', 'flat4b@padma.example'],
  ['mailto:Flat4B@Padma.Example', 'flat4b@padma.example'],
  ['line-one@pad\u2011ma.example', 'line-one@pad-ma.example'],
  ['x@b\u00fccher.example', 'x@b\u00fccher.example'],
  ['x@xn--bcher-kva.example', 'x@b\u00fccher.example'],
  ['x@BU\u0308CHER.example', 'x@b\u00fccher.example'],
  ['X@XN--BCHER-KVA.EXAMPLE', 'x@b\u00fccher.example'],
  ['cafe\u0301@portal.test', 'caf\u00e9@portal.test'],
  ['somebody@xn--45be2a9d.xn--54b7fta0cc', 'somebody@রুতদ.বাংলা'],
])('%j is the address %s', (written, address) => {
  expect(readEmailAddress(written, 'input.email')).toBe(address);
  expect(readEmailAddress(address, 'input.email')).toBe(address);
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
  '"somebody"@portal.test',
  'somebody%elsewhere.test@portal.test',
  'elsewhere.test!somebody@portal.test',
  '@elsewhere.test:somebody@portal.test',
  'somebody@elsewhere.test@portal.test',
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
