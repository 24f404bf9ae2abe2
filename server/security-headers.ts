import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { isHttps, type Config } from './config.ts';

/** A year: browsers ask this host and those below it by HTTPS alone. */
const httpsOnly = 'max-age=31536000; includeSubDomains';

/** What the portal never asks a browser for, whatever a page says. */
const permissionsPolicy = [
  'accelerometer',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

/** What browsers are told of every answer; pages also have a policy of what they may load. */
export async function setSecurityHeaders(http: FastifyInstance, config: Config): Promise<void> {
  const secure = isHttps(config);
  const always = {
    'permissions-policy': permissionsPolicy,
    'x-content-type-options': 'nosniff',
    ...(secure && { 'strict-transport-security': httpsOnly }),
  };
  http.addHook('onRequest', (_request, reply, next) => {
    void reply.headers(always);
    next();
  });
  await http.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        'img-src': ["'self'", 'data:', 'blob:'],
        'font-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'upgrade-insecure-requests': secure ? [] : null,
      },
    },
    strictTransportSecurity: false,
  });
}
