import type { Config } from '../config.ts';

/** The name in a `Host`: a name with a dot at its end is the same name. */
export const hostnameOf = (host: string): string => host.toLowerCase().replace(/\.?(:\d+)?$/, '');

export const portalHost = ({ publicUrl }: Config): string => new URL(publicUrl).hostname;

/** Whether a host name is the portal's own, or below it, where tenants are by their short names. */
export const isOfPortal = (config: Config, hostname: string): boolean =>
  `.${hostname}`.endsWith(`.${portalHost(config)}`);
