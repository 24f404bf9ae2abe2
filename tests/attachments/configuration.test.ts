import { expect, it } from 'vitest';
import { StartupError, readConfig } from '../../server/config.ts';

const complete = { S3_BUCKET: 'files', S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'secret' };

it('attachments are kept in a folder unless a bucket is named', () => {
  expect(readConfig({}).s3).toBeUndefined();
  expect(readConfig({ ...complete, S3_ENDPOINT: 'http://127.0.0.1:9000' }).s3).toEqual({
    bucket: 'files',
    endpoint: 'http://127.0.0.1:9000',
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    timeout: 8_000,
  });
});

it.each([
  [{ S3_ENDPOINT: 'http://127.0.0.1:9000' }, 'S3_BUCKET must be set where another of the S3 variables is'],
  [{ ...complete, S3_SECRET_ACCESS_KEY: '' }, 'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set both or neither'],
  [{ ...complete, S3_TIMEOUT: '0' }, 'S3_TIMEOUT must be a whole number from 1 to 300'],
  [{ ...complete, S3_ENDPOINT: 'files.test' }, 'S3_ENDPOINT must be a URL starting with http:// or https://'],
])('a start with %j says what is wrong', (environment, message) => {
  expect(() => readConfig(environment)).toThrow(new StartupError(message));
});
