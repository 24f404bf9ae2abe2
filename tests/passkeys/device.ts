import { ApiClient, type UserErrorAnswer } from '../support/api.ts';
import { Visitor, sessionFields, type SessionAnswer } from '../sessions/visitor.ts';
import { password, type Person } from '../support/world.ts';
import { Authenticator, type Deviation } from './authenticator.ts';

const options = {
  create: 'options { challenge rp { id name } user { id name displayName } excludeCredentials { id type transports } }',
  get: 'options { challenge rpId timeout userVerification allowCredentials { id } }',
};
const userErrors = 'userErrors { code message field }';

/** Somebody's browser at one host of the portal, and the passkey that it makes. */
export class Device {
  readonly authenticator = new Authenticator();
  readonly visitor: Visitor;

  constructor(
    readonly url: string,
    readonly host: string,
  ) {
    this.visitor = new Visitor(url, host);
  }

  /** The same at another server, or at another host. */
  at({ url = this.url, host = this.host }: { url?: string; host?: string }): Device {
    return Object.assign(new Device(url, host), { authenticator: this.authenticator });
  }

  async askToCreate(person: ApiClient): Promise<any> {
    const { passkeyRegistrationBegin } = await this.as(person).ask<any>(
      `mutation { passkeyRegistrationBegin { ${options.create} ${userErrors} } }`,
    );
    return passkeyRegistrationBegin;
  }

  async send(
    person: ApiClient,
    input: object,
  ): Promise<{ passkey: { id: string } | null; userErrors: UserErrorAnswer[] }> {
    const { passkeyRegister } = await this.as(person).ask<any>(
      `mutation($input: PasskeyRegisterInput!) { passkeyRegister(input: $input) { passkey { id name host } ${userErrors} } }`,
      { input: { name: 'Phone', ...input } },
    );
    return passkeyRegister;
  }

  /** Makes the passkey and registers it. */
  async register(person: Person, deviation: Deviation = {}) {
    const begun = await this.askToCreate(person);
    return this.send(person, this.authenticator.create(begun.options, deviation));
  }

  async askToSignIn(): Promise<any> {
    const { passkeySignInBegin } = await this.visitor.ask<any>(
      `mutation { passkeySignInBegin { ${options.get} ${userErrors} } }`,
    );
    return passkeySignInBegin;
  }

  async answer(input: object): Promise<SessionAnswer> {
    const { passkeySignIn } = await this.visitor.ask<any>(
      `mutation($input: PasskeySignInInput!) { passkeySignIn(input: $input) { ${sessionFields} } }`,
      { input },
    );
    return passkeySignIn;
  }

  async signIn(deviation: Deviation = {}): Promise<SessionAnswer> {
    return this.answer(this.authenticator.get((await this.askToSignIn()).options, deviation));
  }

  /** What somebody is asked after the right password; null for who comes in by it alone. */
  async askByPassword({ email, tenantSlug }: Person): Promise<{ token: string; methods: string[] }> {
    const { signIn } = await this.visitor.ask<any>(
      'mutation($input: SignInInput!) { signIn(input: $input) { secondFactor { token methods } } }',
      { input: { email, password, tenant: tenantSlug } },
    );
    return signIn.secondFactor;
  }

  async askForSecondFactor(token: string): Promise<any> {
    const { secondFactorPasskeyBegin } = await this.visitor.ask<any>(
      `mutation($input: SecondFactorPasskeyBeginInput!) { secondFactorPasskeyBegin(input: $input) { ${options.get} ${userErrors} } }`,
      { input: { token } },
    );
    return secondFactorPasskeyBegin;
  }

  async answerQuestion(token: string, given: Record<string, unknown>): Promise<SessionAnswer> {
    const { credentialId, clientDataJSON, authenticatorData, signature } = given;
    const { secondFactorPasskeyVerify } = await this.visitor.ask<any>(
      `mutation($input: SecondFactorPasskeyVerifyInput!) { secondFactorPasskeyVerify(input: $input) { ${sessionFields} } }`,
      { input: { token, credentialId, clientDataJSON, authenticatorData, signature } },
    );
    return secondFactorPasskeyVerify;
  }

  private as({ accessToken }: ApiClient): Visitor {
    return new Visitor(this.url, this.host, accessToken ? { authorization: `Bearer ${accessToken}` } : {});
  }
}
