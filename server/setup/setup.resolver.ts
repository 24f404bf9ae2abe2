import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { tokenDescription } from '../account-links/account-link.contract.ts';
import { Keys } from '../access/key-rules.ts';
import type { RequestContext } from '../context.ts';
import { UserErrorMutation } from '../graphql/user-error.ts';
import { mailPrice, passwordPrice } from '../limits/price.ts';
import { SetupLink, SetUpInput, SetUpPayload, TestMailSendPayload } from './setup.contract.ts';
import { readSetupLink, setUp } from './setup.service.ts';
import { sendTestMail } from './test-mail.ts';

@Resolver()
export class SetupResolver {
  @Keys('never')
  @Query(() => SetupLink, {
    nullable: true,
    description:
      'Whether a link for setting up an organisation can still be used, without using it up; null for a token that the portal did not issue. Send the token as a variable, so that it does not appear in logs.',
  })
  setupLink(
    @Ctx() context: RequestContext,
    @Arg('token', () => String, { description: tokenDescription }) token: string,
  ) {
    return readSetupLink(context, token);
  }

  @UserErrorMutation(() => SetUpPayload, {
    description:
      'Creates an organisation and its first admin with a link that the portal printed in its log (`/set-up#token=…`), and signs the admin in. The link works once, within a day; using it invalidates all others. NOT_FOUND on `input.token` for a token that the portal did not issue; WRONG_STATE on it when the link has been used or has expired; CONFLICT on `input.slug` or `input.atPortalUrl` when another organisation has the address; REQUIRED, TOO_SHORT, TOO_LONG or INVALID on the other fields. Whatever fails leaves the link valid.',
    price: passwordPrice,
    accountFrequency: null,
    keys: 'never',
  })
  async setUp(
    @Ctx() context: RequestContext,
    @Arg('input', () => SetUpInput, { description: 'The link, the organisation and the admin.' }) input: SetUpInput,
  ) {
    return setUp(context, input);
  }

  @UserErrorMutation(() => TestMailSendPayload, {
    description:
      'Sends the viewer an email at once and tells what the mail server answered within ten seconds. Admins only (FORBIDDEN). TOO_MANY_ATTEMPTS beyond 100 in a quarter of an hour, invitations included.',
    price: mailPrice,
    keys: 'never',
  })
  async testMailSend(@Ctx() context: RequestContext) {
    return sendTestMail(context);
  }
}
