import { generateSync } from 'otplib';
import type { TestPortal } from '../support/portal.ts';
import type { Person } from '../support/world.ts';

const stepSeconds = 30;

const currentStep = () => Math.floor(Date.now() / 1_000 / stepSeconds);

/** An app on somebody's telephone. */
export class Authenticator {
  constructor(readonly secret: string) {}

  /** The code that it shows now, or so many half minutes later. */
  code(steps = 0): string {
    return generateSync({ secret: this.secret, epoch: (currentStep() + steps) * stepSeconds });
  }
}

/** Turns an authenticator on for somebody; its codes are good again afterwards, also the one that turned it on. */
export async function turnOn(
  portal: TestPortal,
  person: Person,
): Promise<{ authenticator: Authenticator; recoveryCodes: string[] }> {
  const { secret } = await person.done('totpSetUp', {});
  const authenticator = new Authenticator(secret);
  const { recoveryCodes } = await person.done('totpConfirm', { input: { code: authenticator.code() } });
  await forgetCodes(portal, person);
  return { authenticator, recoveryCodes };
}

/** As if half an hour had gone by: the codes that are shown now have not been used. */
export const forgetCodes = ({ database }: TestPortal, { id }: Person) =>
  database.superuser.query('update second_factor set last_step = 0 where user_id = $1', [id]);

/** Repeats what is about the codes of one half minute until no half minute begins in between. */
export async function withinOneStep<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    const began = currentStep();
    const result = await work();
    if (currentStep() === began) return result;
  }
}
