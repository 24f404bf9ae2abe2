import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { keyLimits } from '#shared/key-scopes.ts';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { frequencies } from '../limits/limits.ts';
import { mailPrice } from '../limits/price.ts';
import { PageArgs } from '../reads/connection.ts';
import {
  ApiKeyConnection,
  ApiKeyCreateInput,
  ApiKeyCreatePayload,
  ApiKeyRevokePayload,
  ApiKeyRotateInput,
  ApiKeyRotatePayload,
} from './api-key.contract.ts';
import { createApiKey, readApiKeys, revokeApiKey, rotateApiKey } from './api-key.service.ts';

const keyId = { description: 'UUID of the key.' };

@Resolver()
export class ApiKeyResolver {
  @Keys('never')
  @Query(() => ApiKeyConnection, {
    description: 'The API keys of the tenant that are not revoked, newest first. Admins only (FORBIDDEN).',
  })
  apiKeys(@Ctx() context: RequestContext, @Args(() => PageArgs) page: PageArgs, @Info() info: GraphQLResolveInfo) {
    return readApiKeys(context, page, info);
  }

  @UserErrorMutation(() => ApiKeyCreatePayload, {
    description: `Creates an API key, of which all admins are told by email. Its secret is in this answer and nowhere else: where the answer was lost, revoke the key and create another. Admins only (FORBIDDEN). TOO_MANY beyond ${keyLimits.keys} keys; REQUIRED, TOO_LONG or INVALID on the field; NOT_FOUND on \`input.customerId\`.`,
    price: mailPrice,
    frequency: frequencies.apiKeyCreate,
    sensitive: true,
    keys: 'never',
  })
  apiKeyCreate(
    @Ctx() context: RequestContext,
    @Arg('input', () => ApiKeyCreateInput, { description: 'The new key.' }) input: ApiKeyCreateInput,
  ) {
    return createApiKey(context, input);
  }

  @UserErrorMutation(() => ApiKeyRotatePayload, {
    description:
      'Gives an API key another secret, which is in this answer and nowhere else; the one before works for a while, so that programs can be changed over, and any older one ends at once. All admins are told by email. Admins only (FORBIDDEN). NOT_FOUND on `id`; WRONG_STATE for one that is revoked; INVALID on the field.',
    price: mailPrice,
    frequency: frequencies.apiKeyRotate,
    sensitive: true,
    keys: 'never',
  })
  apiKeyRotate(
    @Ctx() context: RequestContext,
    @Arg('id', () => ID, keyId) id: string,
    @Arg('input', () => ApiKeyRotateInput, { description: 'The new secret.' }) input: ApiKeyRotateInput,
  ) {
    return rotateApiKey(context, id, input);
  }

  @UserErrorMutation(() => ApiKeyRevokePayload, {
    description:
      'Ends an API key: its sockets are closed and its requests refused within a second, on every server. What it did stays. All admins are told by email. Succeeds for one that is revoked already. Admins only (FORBIDDEN). NOT_FOUND on `id`.',
    price: mailPrice,
    sensitive: true,
    keys: 'never',
  })
  apiKeyRevoke(@Ctx() context: RequestContext, @Arg('id', () => ID, keyId) id: string) {
    return revokeApiKey(context, id);
  }
}
