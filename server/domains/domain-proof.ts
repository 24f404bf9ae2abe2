import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { parse } from 'uuid';
import type { SignedLinks } from '../access/signed-links.ts';
import type { Portal } from '../portal.ts';
import { hostnameOf } from '../tenants/host.ts';

export const proofPath = '/.well-known/shohayota-domain';

const proofPurpose = 'domain-proof';

/** Bytes of the id of the tenant, and as many random ones. */
const tokenLength = 32;

/** What a domain is asked with: new each time, and of one tenant. */
export const makeProofToken = (signedLinks: SignedLinks, tenantId: string): string =>
  signedLinks.seal('domain-token', Buffer.concat([parse(tenantId), randomBytes(tokenLength / 2)]));

/** Whether this is what only a server of this portal can answer, and only where it is asked by that name; no echo of the token. */
export const isProof = (signedLinks: SignedLinks, token: string, hostname: string, proof: string): boolean =>
  signedLinks.isSigned(proofPurpose, `${token} ${hostname}`, proof);

/** Answers whoever asks whether a name leads to this portal, with tokens that were made here. */
export function serveDomainProofs(http: FastifyInstance, { signedLinks }: Portal): void {
  http.get<{ Params: { token: string } }>(`${proofPath}/:token`, ({ params: { token }, host }, reply) => {
    if (!signedLinks.open('domain-token', token, tokenLength)) return reply.code(404).send({ message: 'Not found' });
    return reply
      .header('cache-control', 'no-store')
      .type('text/plain')
      .send(signedLinks.sign(proofPurpose, `${token} ${hostnameOf(host)}`));
  });
}
