import type { FastifyInstance } from 'fastify';
import { clientAddress } from '../access/client-address.ts';
import { tenantScope } from '../access/scope.ts';
import { callerOf } from '../context.ts';
import { headOf } from '../graphql/errors.ts';
import { prices } from '../limits/limits.ts';
import type { Portal } from '../portal.ts';
import { chooseMails } from './mail-choice.service.ts';
import { readUnsubscribeLink, type Unsubscription } from './unsubscribe-link.ts';

/**
 * One click of a mail program (RFC 8058), or of the page at the same address, ends emails of one kind. Only a POST does:
 * mail scanners open every link.
 */
export async function serveUnsubscribing(http: FastifyInstance, portal: Portal): Promise<void> {
  await http.register((routes, _options, done) => {
    // what it says is known: `List-Unsubscribe=One-Click`
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('*', (_request, payload, parsed) => {
      payload.resume();
      parsed(null);
    });
    routes.post<{ Querystring: Record<string, unknown> }>('/unsubscribe', async (request, reply) => {
      try {
        const address = clientAddress(request.raw, portal.config.trustProxy);
        await portal.budgets.pay(callerOf(null, address), prices.request);
        const unsubscription = readUnsubscribeLink(portal.signedLinks, request.query);
        if (!unsubscription) return await reply.code(403).send({ message: 'This link is not valid.' });
        await unsubscribe(portal, unsubscription);
        return await reply.code(204).send();
      } catch (error) {
        const { status = 503, headers = [] } = headOf(error);
        return reply.headers(Object.fromEntries(headers)).code(status).send({ message: 'Please try again later.' });
      }
    });
    done();
  });
}

const unsubscribe = (portal: Portal, { tenantId, userId, type }: Unsubscription): Promise<void> =>
  portal.write(tenantScope(tenantId), (entityManager) =>
    chooseMails(entityManager, userId, [{ kind: type, mailed: false }]),
  );
