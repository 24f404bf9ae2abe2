import type { FastifyReply, FastifyRequest } from 'fastify';
import { authenticate } from './access/authenticate.ts';
import { clientAddress } from './access/client-address.ts';
import { deviceCookie, refreshCookie } from './access/cookie.ts';
import type { Viewer } from './access/viewer.ts';
import { isMultipart } from './attachments/multipart.ts';
import { RequestContext, callerOf } from './context.ts';
import { abortedWhenGone, onceAnswered } from './graphql/answer.ts';
import type { Caller } from './limits/caller.ts';
import { prices } from './limits/limits.ts';
import type { Portal } from './portal.ts';

/** What belongs to each request; everything is found once. */
export class Requests {
  private readonly viewers = new WeakMap<FastifyRequest, Viewer | null>();
  private readonly contexts = new WeakMap<FastifyRequest, Promise<RequestContext>>();

  constructor(private readonly portal: Portal) {}

  /** Finds who sends a request, before its body is read. Throws UNAUTHENTICATED, and RATE_LIMITED where nothing is left. */
  async admit(request: FastifyRequest): Promise<void> {
    const viewer = await authenticate(this.portal, request.headers, this.addressOf(request));
    // a key is no cookie, which a browser would send along by itself
    if (viewer?.key) request.headers['apollo-require-preflight'] = 'key';
    this.viewers.set(request, viewer);
    await this.portal.budgets.pay(this.callerOf(request), prices.request);
  }

  /** Whom limits count as asking. */
  callerOf(request: FastifyRequest): Caller {
    return callerOf(this.viewers.get(request) ?? null, this.addressOf(request));
  }

  /** The context of an admitted request, made once it is its turn. Throws RATE_LIMITED and SERVICE_UNAVAILABLE. */
  contextOf(request: FastifyRequest, reply: FastifyReply): Promise<RequestContext> {
    let context = this.contexts.get(request);
    if (!context) this.contexts.set(request, (context = this.makeContext(request, reply)));
    return context;
  }

  private async makeContext(request: FastifyRequest, reply: FastifyReply): Promise<RequestContext> {
    const { portal } = this;
    const origin = {
      host: request.host ?? '',
      address: this.addressOf(request),
      userAgent: request.headers['user-agent'] ?? '',
      refreshToken: refreshCookie.read(portal.config, request),
      setRefreshToken: (token: string | null, expires?: Date) =>
        refreshCookie.set(portal.config, reply, token, expires),
      knownDevice: deviceCookie.read(portal.config, request),
      setKnownDevice: (cookie: string, expires: Date) => deviceCookie.set(portal.config, reply, cookie, expires),
      setRetryAfter: (seconds: number) => void reply.header('retry-after', seconds),
      onceAnswered: (end: () => void) => onceAnswered(reply, end),
    };
    const caller = this.callerOf(request);
    const gone = abortedWhenGone(reply);
    // whoever asks and hangs up makes work as well
    gone.addEventListener('abort', () => void portal.budgets.settle(caller, prices.hungUp));
    const inFlight = isMultipart(request) ? portal.transfers : portal.requests;
    onceAnswered(reply, await inFlight.enter(caller, gone));
    const viewer = this.viewers.get(request) ?? null;
    return new RequestContext(portal, viewer && { ...viewer, origin }, origin, gone);
  }

  private addressOf({ raw }: FastifyRequest): string {
    return clientAddress(raw, this.portal.config.trustProxy);
  }
}
