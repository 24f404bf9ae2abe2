import { Turns } from '../database/turns.ts';
import { network, type Caller } from './caller.ts';
import type { requestsInFlight } from './limits.ts';
import { rateLimited } from './rate-limited.ts';

/** What is worked on at once: for each user, for each address of those not signed in, for each tenant, and in all. */
export class InFlight {
  private readonly users: Turns;
  private readonly addresses: Turns;
  private readonly tenants: Turns;

  constructor({ user, address, tenant }: typeof requestsInFlight, what: string) {
    this.users = new Turns(user, () => refused(`You have ${user.each} ${what} in progress, and as many wait as may.`));
    this.addresses = new Turns(address, () =>
      refused(`Your address has ${address.each} ${what} in progress, and as many wait as may.`),
    );
    this.tenants = new Turns(tenant);
  }

  /**
   * Waits for a turn for one more, and resolves with how to give it back, once. Throws RATE_LIMITED where the caller has too
   * many, and SERVICE_UNAVAILABLE where all together have.
   */
  async enter({ userId, tenantId, address }: Caller, signal?: AbortSignal): Promise<() => void> {
    const place = network(address);
    const leaveOwn = await (userId ? this.users.take(userId, signal) : this.addresses.take(place, signal));
    try {
      const leaveShared = await this.tenants.take(tenantId ?? place, signal);
      let isIn = true;
      return () => {
        if (!isIn) return;
        isIn = false;
        leaveShared();
        leaveOwn();
      };
    } catch (error) {
      leaveOwn();
      throw error;
    }
  }
}

const refused = (message: string) => rateLimited(`${message} Nothing was done. Try again soon.`, 1);
